import { parseArgs } from 'node:util'

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

/** A text, or the meaning of a switch. */
type OtherFlag = TextFlag | string

type Named<O, F> = { readonly [K in keyof O as O[K] extends F ? K : never]: O[K] }

export interface Flags<N extends string, O> {
  readonly numbers: Readonly<Record<N, number>>
  readonly texts: Readonly<Partial<Record<keyof Named<O, TextFlag>, string>>>
  readonly switches: Readonly<Record<keyof Named<O, string>, boolean>>
  /** Whether the report is wanted as one JSON object on stdout, and progress on stderr only. */
  readonly json: boolean
}

/** A seed nobody chose: another each time, and printed with the report so that the run can be had again. */
export const freshSeed = (): number => Date.now() % 2 ** 31

/**
 * Reads a campaign's flags: whole numbers, texts, switches, `--json` and `--help`. Prints the usage for `--help` and ends the
 * process with 0; a flag it can't use is told with its cure and ends it with 2.
 */
export function readFlags<N extends string, O extends Readonly<Record<string, OtherFlag>> = Record<never, never>>(
  command: string,
  about: string,
  numbers: Readonly<Record<N, NumberFlag>>,
  others: O = {} as O,
): Flags<N, O> {
  try {
    const given = parse(Object.keys(numbers), others)
    if (given.help) {
      console.log(usageOf(command, about, numbers, others))
      process.exit(0)
    }
    const read = Object.entries<NumberFlag>(numbers).map(([name, flag]) => [name, readNumber(name, given[name], flag)])
    const isText = (name: string) => typeof others[name] !== 'string'
    const [texts, switches] = [Object.keys(others).filter(isText), Object.keys(others).filter((name) => !isText(name))]
    return {
      numbers: Object.fromEntries(read),
      texts: Object.fromEntries(texts.map((name) => [name, given[name]])),
      switches: Object.fromEntries(switches.map((name) => [name, given[name] === true])),
      json: given.json === true,
    } as Flags<N, O>
  } catch (error) {
    console.error(`${(error as Error).message}\nSee ${command} -- --help`)
    process.exit(2)
  }
}

function parse(numbers: readonly string[], others: Readonly<Record<string, OtherFlag>>): Record<string, unknown> {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const asked = Object.entries(others).map(([name, other]) => [name, typeof other === 'string' ? flag : text])
  const options = Object.fromEntries([...numbers.map((name) => [name, text]), ...asked])
  return parseArgs({ args: process.argv.slice(2), options: { ...options, json: flag, help: flag } }).values
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
  others: Readonly<Record<string, OtherFlag>>,
): string {
  const rows = [
    ...Object.entries(numbers).map(([name, { meaning, fallback }]) => [`--${name} N`, `${meaning} (${fallback})`]),
    ...Object.entries(others).map(([name, other]) =>
      typeof other === 'string' ? [`--${name}`, other] : [`--${name} ${other.value}`, other.meaning],
    ),
  ]
  const all = [...rows, ['--json', 'print the report as one JSON object'], ['--help', 'show this']]
  const width = Math.max(...all.map(([flag = '']) => flag.length)) + 2
  const lines = all.map(([flag = '', meaning]) => `  ${flag.padEnd(width)}${meaning}`)
  return [`Usage: ${command} -- [options]`, '', about, '', ...lines].join('\n')
}
