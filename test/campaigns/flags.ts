import { parseArgs } from 'node:util'
import { optionFault } from '../../local/chat/option-fault.ts'

/** A whole number on the command line of a campaign. */
export interface NumberFlag {
  readonly meaning: string
  readonly fallback: number
  readonly min: number
  readonly max: number
}

/** A text on the command line of a campaign, such as a file's path; there is none where it is not given. */
export interface TextFlag {
  readonly value: string
  readonly meaning: string
}

export interface Flags<N extends string, T extends string = never> {
  readonly numbers: Readonly<Record<N, number>>
  readonly texts: Readonly<Partial<Record<T, string>>>
  /** Whether the report is wanted as one JSON object on stdout, and progress on stderr only. */
  readonly json: boolean
}

/** A seed nobody chose: another each time, and printed with the report so that the run can be had again. */
export const freshSeed = (): number => Date.now() % 2 ** 31

/**
 * Reads a campaign's flags: whole numbers, texts, `--json` and `--help`. Prints the usage for `--help` and ends the process with 0;
 * a flag it can't use is told with its cure and ends it with 2.
 */
export function readFlags<N extends string, T extends string = never>(
  command: string,
  about: string,
  numbers: Readonly<Record<N, NumberFlag>>,
  texts: Readonly<Record<T, TextFlag>> = {} as Record<T, TextFlag>,
): Flags<N, T> {
  const names = Object.keys(numbers) as N[]
  const given = [...names, ...(Object.keys(texts) as T[])]
  try {
    const options = Object.fromEntries(given.map((name) => [name, { type: 'string' as const }]))
    const flag = { type: 'boolean' as const, default: false }
    const { values } = parseArgs({ args: process.argv.slice(2), options: { ...options, json: flag, help: flag } })
    if (values.help) {
      console.log(usageOf(command, about, numbers, texts))
      process.exit(0)
    }
    const known = values as Readonly<Record<string, unknown>>
    const read = names.map((name) => [name, readNumber(name, known[name], numbers[name])])
    const written = Object.keys(texts).map((name) => [name, known[name]])
    return { numbers: Object.fromEntries(read), texts: Object.fromEntries(written), json: values.json === true }
  } catch (error) {
    console.error(`${optionFault(error, [...given, 'json', 'help'])}\nSee ${command} -- --help`)
    process.exit(2)
  }
}

function readNumber(name: string, text: unknown, { fallback, min, max }: NumberFlag): number {
  if (text === undefined) return fallback
  const value = /^\d{1,10}$/.test(String(text)) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw new Error(`--${name} must be a whole number from ${min} to ${max}, not "${text}".`)
}

function usageOf(
  command: string,
  about: string,
  numbers: Readonly<Record<string, NumberFlag>>,
  texts: Readonly<Record<string, TextFlag>>,
): string {
  const rows = [
    ...Object.entries(numbers).map(([name, { meaning, fallback }]) => [`--${name} N`, `${meaning} (${fallback})`]),
    ...Object.entries<TextFlag>(texts).map(([name, { value, meaning }]) => [`--${name} ${value}`, meaning]),
  ]
  const all = [...rows, ['--json', 'print the report as one JSON object'], ['--help', 'show this']]
  const width = Math.max(...all.map(([flag = '']) => flag.length)) + 2
  const lines = all.map(([flag = '', meaning]) => `  ${flag.padEnd(width)}${meaning}`)
  return [`Usage: ${command} -- [options]`, '', about, '', ...lines].join('\n')
}
