import { parseArgs } from 'node:util'
import { optionFault } from '../../local/chat/option-fault.ts'

/** The two dead-letter queues: of jobs that the worker gave up, and of events that never became one. */
export type QueueKind = 'jobs' | 'events'

/** A mistake on the command line or in the environment: exit code 2, as the shell's own commands have it. */
export class UsageError extends Error {}

/** Ports of the stand-ins, where they are not those of `npm start`. */
export interface LocalPorts {
  readonly queues: number | undefined
  readonly tables: number | undefined
  readonly lambda: number | undefined
}

export interface Flags {
  readonly run: boolean
  readonly force: boolean
  readonly drop: boolean
  readonly discard: boolean
  readonly json: boolean
  /** Senders, or queues, whose letters are treated as the gateway's own. */
  readonly foreign: readonly string[]
  readonly queues: readonly QueueKind[]
  /** In the form that namesReason compares; empty for all. */
  readonly reasons: readonly string[]
  readonly app: string | undefined
  readonly operation: string | undefined
  readonly olderThanMs: number
  readonly newerThanMs: number
  readonly limit: number
  readonly stage: string | undefined
  readonly region: string | undefined
  /** Undefined for AWS. */
  readonly local: LocalPorts | undefined
}

const OPTIONS = {
  run: { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  drop: { type: 'boolean', default: false },
  discard: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  queue: { type: 'string', default: 'all' },
  foreign: { type: 'string', multiple: true },
  reason: { type: 'string', multiple: true },
  app: { type: 'string' },
  operation: { type: 'string' },
  'older-than': { type: 'string' },
  'newer-than': { type: 'string' },
  limit: { type: 'string' },
  stage: { type: 'string' },
  region: { type: 'string' },
  local: { type: 'boolean', default: false },
  'queues-port': { type: 'string' },
  'tables-port': { type: 'string' },
  'lambda-port': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

/** Reads the command line; undefined where it asks for help. @throws UsageError */
export function readFlags(args: string[]): Flags | undefined {
  const given = parse(args)
  if (given.help) return undefined
  const [reasons, foreign] = [listed(given.reason), listed(given.foreign)]
  if (foreign.includes('')) throw new UsageError('--foreign needs a sender, as the column SENDER shows it.')
  if (reasons.includes('')) throw new UsageError('--reason needs a code, such as --reason RATE_LIMITED.')
  if (given.discard && reasons.length === 0) {
    throw new UsageError('--discard needs --reason: name what is to be thrown away.')
  }
  const { run, force, drop, discard, json, app, operation, region } = given
  return {
    ...{ run, force, drop, discard, json, app, operation, region },
    queues: queuesOf(given.queue),
    foreign,
    reasons: reasons.map(plain),
    olderThanMs: given['older-than'] === undefined ? 0 : durationOf('--older-than', given['older-than']),
    newerThanMs: given['newer-than'] === undefined ? Infinity : durationOf('--newer-than', given['newer-than']),
    limit: given.limit === undefined ? Infinity : whole('--limit', given.limit, 1, 1_000_000),
    stage: stageOf(given.stage),
    local: localOf(given),
  }
}

/** Several with commas, or by giving the flag again. */
const listed = (given: readonly string[] = []): string[] =>
  given.flatMap((list) => list.split(',')).map((one) => one.trim())

type Given = ReturnType<typeof parse>

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values
  } catch (error) {
    throw new UsageError(optionFault(error, Object.keys(OPTIONS)))
  }
}

function queuesOf(text: string): readonly QueueKind[] {
  if (text === 'all') return ['jobs', 'events']
  if (text === 'jobs' || text === 'events') return [text]
  throw new UsageError(`--queue must be jobs, events or all, not "${text}".`)
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function durationOf(flag: string, text: string): number {
  const [, number, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  if (number !== undefined) return Number(number) * UNIT_MS[unit]!
  throw new UsageError(`${flag} must be a number with s, m, h or d behind it, such as 30m, not "${text}".`)
}

function whole(flag: string, text: string, min: number, max: number): number {
  const value = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw new UsageError(`${flag} must be a whole number from ${min} to ${max}, not "${text}".`)
}

function stageOf(text: string | undefined): string | undefined {
  if (text === undefined || /^[A-Za-z0-9-]{1,40}$/.test(text)) return text
  throw new UsageError(`--stage must be the name of a stage, such as dev, not "${text}".`)
}

function localOf(given: Given): LocalPorts | undefined {
  const portOf = (flag: 'queues-port' | 'tables-port' | 'lambda-port') => {
    const text = given[flag]
    if (text === undefined) return undefined
    if (given.local) return whole(`--${flag}`, text, 1, 65_535)
    throw new UsageError(`--${flag} belongs to --local.`)
  }
  const ports = { queues: portOf('queues-port'), tables: portOf('tables-port'), lambda: portOf('lambda-port') }
  if (!given.local) return undefined
  if (given.region === undefined) return ports
  throw new UsageError('--region is for AWS, --local for this machine: leave one of them out.')
}

const plain = (reason: string): string => reason.replaceAll(/[_\s.-]/g, '').toUpperCase()

/** Whether one of `reasons` names it: AWS writes RetriesExhausted where we would write RETRIES_EXHAUSTED. */
export const namesReason = (reasons: readonly string[], reason: string): boolean => reasons.includes(plain(reason))
