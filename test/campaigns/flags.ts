import { parseArgs } from 'node:util'

/** A whole number on the command line of a campaign. */
export interface NumberFlag {
  readonly meaning: string
  readonly fallback: number
  readonly min: number
  readonly max: number
}

export interface Flags<N extends string> {
  readonly numbers: Readonly<Record<N, number>>
  /** Whether the report is wanted as one JSON object on stdout, and progress on stderr only. */
  readonly json: boolean
}

/** A seed nobody chose: another each time, and printed with the report so that the run can be had again. */
export const freshSeed = (): number => Date.now() % 2 ** 31

/**
 * Reads a campaign's flags: whole numbers, `--json` and `--help`. Prints the usage for `--help` and ends the process with 0;
 * a flag it can't use is told with its cure and ends it with 2.
 */
export function readFlags<N extends string>(
  command: string,
  about: string,
  numbers: Readonly<Record<N, NumberFlag>>,
): Flags<N> {
  const names = Object.keys(numbers) as N[]
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
    const flag = { type: 'boolean' as const, default: false }
    const { values } = parseArgs({ args: process.argv.slice(2), options: { ...options, json: flag, help: flag } })
    if (values.help) {
      console.log(usageOf(command, about, numbers))
      process.exit(0)
    }
    const given = values as Readonly<Record<string, unknown>>
    const read = names.map((name) => [name, readNumber(name, given[name], numbers[name])])
    return { numbers: Object.fromEntries(read), json: values.json === true }
  } catch (error) {
    console.error(`${(error as Error).message}\nSee ${command} -- --help`)
    process.exit(2)
  }
}

function readNumber(name: string, text: unknown, { fallback, min, max }: NumberFlag): number {
  if (text === undefined) return fallback
  const value = /^\d{1,10}$/.test(String(text)) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw new Error(`--${name} must be a whole number from ${min} to ${max}, not "${text}".`)
}

function usageOf(command: string, about: string, numbers: Readonly<Record<string, NumberFlag>>): string {
  const rows = Object.entries(numbers).map(([name, { meaning, fallback }]) => [
    `--${name} N`,
    `${meaning} (${fallback})`,
  ])
  const all = [...rows, ['--json', 'print the report as one JSON object'], ['--help', 'show this']]
  const width = Math.max(...all.map(([flag = '']) => flag.length)) + 2
  const lines = all.map(([flag = '', meaning]) => `  ${flag.padEnd(width)}${meaning}`)
  return [`Usage: ${command} -- [options]`, '', about, '', ...lines].join('\n')
}
