import { parseArgs } from 'node:util'
import { nearest } from '../../lib/nearest.ts'
import { optionFault } from '../../local/chat/option-fault.ts'

export const MODES = ['sync', 'async', 'webhooks'] as const
export const METRICS_BY = ['operation', 'service'] as const
export const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const

/** What a month is reckoned for. */
export interface Load {
  /** Friends that are changed, or webhooks that come, a day. */
  readonly updates: number
  readonly mode: (typeof MODES)[number]
  readonly apps: number
  readonly operations: number
  readonly itemsPerRequest: number
  /** From 0 to 1. */
  readonly shareQueued: number
  /** Jobs of one account that go out together, where they are queued. */
  readonly merge: number
  readonly provisioned: number
  readonly metrics: (typeof METRICS_BY)[number]
  readonly logLevel: (typeof LOG_LEVELS)[number]
  readonly nat: boolean
  readonly chatMs: number
  readonly secretTtlSeconds: number
}

export interface Flags extends Load {
  readonly json: boolean
}

/** A mistake on the command line: exit code 2, as the shell's own commands have it. */
export class UsageError extends Error {}

export const USAGE = `Usage: npm run cost -- --updates N [options]

Reckons what a month (30 days) of a stage costs on AWS, from docs/prices.json and from what the gateway was measured to use.
Nothing is asked of AWS. What Tencent Cloud charges, taxes, discounts and free tiers are left out.

  --updates N            friends changed a day: 1000, 1e6, 1e9
  --mode NAME            how they come: sync (HTTP, answered at once), async (events, worked off by the worker),
                         webhooks (of Chat's; not built, so that these figures rest on its contract) (sync)
  --apps N               Chat apps among which they are spread evenly (1)
  --operations N         operations that each app is called with, for the custom metrics (1)
  --items-per-request N  friends in one request or event, at most 1000 (1)
  --share-queued X       from 0 to 1: the part that is queued; of sync by Prefer: respond-async (0, of async 1)
  --merge N              queued jobs of one account that go out to Chat together, at most 40 (1)
  --provisioned N        functions.http.provisioned of the stage's file (0)
  --metrics NAME         metrics of the stage's file: operation or service (operation)
  --log-level NAME       settings.logLevel of the stage's file (INFO)
  --nat                  the functions stand in a network with two NAT gateways
  --chat-ms N            milliseconds that Chat takes to answer (50)
  --secret-ttl N         settings.secretTtlSeconds of the stage's file (300)
  --json                 print JSON
  --help                 show this

docs/cost.md shows what comes of it, and how the figures were got.`

const OPTIONS = {
  updates: { type: 'string' },
  mode: { type: 'string', default: 'sync' },
  apps: { type: 'string', default: '1' },
  operations: { type: 'string', default: '1' },
  'items-per-request': { type: 'string', default: '1' },
  'share-queued': { type: 'string' },
  merge: { type: 'string', default: '1' },
  provisioned: { type: 'string', default: '0' },
  metrics: { type: 'string', default: 'operation' },
  'log-level': { type: 'string', default: 'INFO' },
  nat: { type: 'boolean', default: false },
  'chat-ms': { type: 'string', default: '50' },
  'secret-ttl': { type: 'string', default: '300' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** What is asked for, or undefined where that is help. @throws UsageError */
export function readFlags(args: readonly string[]): Flags | undefined {
  const values = parsed(args)
  if (values.help) return undefined
  if (values.updates === undefined) throw new UsageError('Say how many friends are changed a day: --updates 1e6, say.')
  const mode = oneOf('--mode', values.mode, MODES)
  return {
    updates: number('--updates', values.updates, { least: 1, most: 1e13 }),
    mode,
    apps: whole('--apps', values.apps, 1, 100_000),
    operations: whole('--operations', values.operations, 1, 1000),
    itemsPerRequest: whole('--items-per-request', values['items-per-request'], 1, 1000),
    shareQueued: number('--share-queued', values['share-queued'] ?? (mode === 'async' ? '1' : '0'), {
      least: 0,
      most: 1,
    }),
    merge: whole('--merge', values.merge, 1, 40),
    provisioned: whole('--provisioned', values.provisioned, 0, 10_000),
    metrics: oneOf('--metrics', values.metrics, METRICS_BY),
    logLevel: oneOf('--log-level', values['log-level'], LOG_LEVELS),
    nat: values.nat,
    chatMs: number('--chat-ms', values['chat-ms'], { least: 0, most: 28_000 }),
    secretTtlSeconds: whole('--secret-ttl', values['secret-ttl'], 1, 86_400),
    json: values.json,
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values
  } catch (error) {
    throw new UsageError(optionFault(error, Object.keys(OPTIONS)))
  }
}

function number(flag: string, text: string, { least, most }: { least: number; most: number }): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (value >= least && value <= most) return value
  throw new UsageError(`${flag} takes a number from ${least} to ${most}, not ${JSON.stringify(text)}.`)
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = number(flag, text, { least, most })
  if (Number.isInteger(value)) return value
  throw new UsageError(`${flag} takes a whole number, not ${JSON.stringify(text)}.`)
}

function oneOf<T extends string>(flag: string, text: string, values: readonly T[]): T {
  const found = values.find((value) => value.toLowerCase() === text.toLowerCase())
  if (found !== undefined) return found
  const hint = nearest(text, values)
  throw new UsageError(
    `${flag} takes ${values.join(', ')}, not ${JSON.stringify(text)}${hint ? `: did you mean ${hint}?` : '.'}`,
  )
}
