import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { operations } from '../../lib/operations/index.ts'
import type { Seed } from '../../local/chat/index.ts'

type Json = Readonly<Record<string, unknown>>

/** A call that goes to Chat, and what comes back. */
export interface Exchange {
  /** `…` stands for a value that is another one every time. */
  readonly sent: Json
  /** Without an ErrorCode it gets Chat's envelope of a success. */
  readonly reply: Json
  /** Parameters of the URL that only this command has. */
  readonly query?: Readonly<Record<string, string>>
  /** How often the same goes up and comes back; 1. */
  readonly times?: number
}

/** What a caller sends and reads: `status` is 200 where none is said. `requestId` is left out. */
interface Asked {
  readonly request: Json
  readonly status?: number
  readonly answer: Json
}

/** The page's own request and reply, whole and in order: in Chat's words, and in ours. */
export interface Sample extends Asked, Exchange {
  /** What must be so in the emulator for the same reply: members of the app `default` of a small seed, limits, a fault. */
  readonly before?: {
    readonly app?: Partial<Seed['apps'][string]>
    readonly limits?: Seed['limits']
    readonly fault?: Json
  }
  /** Why the emulator's reply differs from the page's; its members and its code are the same all the same. */
  readonly apart?: string
  /** Where the page only recommends how many items a call should carry: the emulator then takes more. */
  readonly limitIs?: 'recommended'
}

/** A story is one call (`sent`, `reply`), several (`exchanges`), or none. Of the answer, what matters. */
export interface Story extends Asked, Partial<Exchange> {
  readonly name: string
  readonly exchanges?: readonly Exchange[]
}

/** All that the tests and the documents tell of a row alone: `test/cases/<family>/<operation>.json`. */
export interface Case {
  readonly sample: Sample
  /** Works on the data of `npm start`; the documents print it. `…` in its answer stands for what differs every time. */
  readonly example: Asked
  readonly stories: readonly Story[]
}

export const casesRoot = path.join(import.meta.dirname, '../cases')

const readCase = (name: string): Case =>
  JSON.parse(readFileSync(path.join(casesRoot, `${name.replace('.', '/')}.json`), 'utf8'))

/** Each row's case, in the order of the table. */
export const cases: ReadonlyMap<string, Case> = new Map([...operations.keys()].map((name) => [name, readCase(name)]))

export const caseOf = (name: string): Case => {
  const found = cases.get(name)
  if (!found) throw new Error(`no operation is called ${name}`)
  return found
}

/** Names of the case files there are, as operations are called. */
export const namesOfFiles = (): string[] =>
  readdirSync(casesRoot, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length).replace(path.sep, '.'))

const OK = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', ErrorDisplay: '' }

/** The calls of a story in their order, each with its whole reply. */
export const exchangesOf = ({ sent, reply, query, times, exchanges }: Story): Exchange[] => {
  const only = sent && reply ? [{ sent, reply, ...(query && { query }), ...(times && { times }) }] : []
  return (exchanges ?? only).flatMap((one) =>
    Array.from({ length: one.times ?? 1 }, () => ({
      ...one,
      reply: 'ErrorCode' in one.reply ? one.reply : { ...one.reply, ...OK },
    })),
  )
}

/** What differs every time. */
const ANY = '…'

/** A value as it came, with `…` where that is expected: to be compared as a whole, also as text. */
export function masked(actual: unknown, expected: unknown): unknown {
  if (expected === ANY && actual !== undefined) return ANY
  if (!isObject(actual) || !isObject(expected)) return actual
  if (Array.isArray(actual)) return actual.map((one, index) => masked(one, expected[index]))
  return Object.fromEntries(Object.entries(actual).map(([name, one]) => [name, masked(one, expected[name])]))
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** An answer without what a case leaves out: `requestId`, a problem's own status, and the texts of errors. */
export function bareAnswer(answer: Json): Json {
  const { requestId: _, ...rest } = answer
  const isProblem = typeof rest.type === 'string' && rest.type.startsWith('urn:')
  const whole = isProblem ? without(rest, ['type', 'title', 'detail', 'status']) : rest
  const results = whole.results
  if (!Array.isArray(results)) return whole
  return {
    ...whole,
    results: results.map((one) => (one.error ? { ...one, error: without(one.error, ['message']) } : one)),
  }
}

const without = (members: Json, names: readonly string[]): Json =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)))
