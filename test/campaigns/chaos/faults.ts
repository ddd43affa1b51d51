import type { Break } from '../../../local/aws/proxy.ts'
import type { Random } from '../random.ts'
import { hostileNames } from './hostile-replies.ts'
import type { NetFault } from './tcp-proxy.ts'

export type FunctionKey = 'http' | 'events' | 'worker'
export type AwsService = 'secrets' | 'tables' | 'queues' | 'bus'

/** A fault as the schedule holds it: all of what is to happen, and where. */
export type Fault =
  | { readonly at: 'network'; readonly host: 'primary' | 'backup'; readonly net: NetFault }
  | { readonly at: 'host down'; readonly host: 'primary' | 'backup'; readonly ms: number }
  | { readonly at: 'Chat'; readonly fault: object; readonly app?: string }
  | {
      readonly at: 'AWS'
      readonly service: AwsService
      readonly action: string
      readonly how: Break
      readonly times: number
    }
  | { readonly at: 'key rotation'; readonly app: string; readonly order: string; readonly gapMs: number }
  | { readonly at: 'kill'; readonly function: FunctionKey }
  /** It jumps so far, and is right again after so long. */
  | { readonly at: 'clock'; readonly function: FunctionKey; readonly offsetMs: number; readonly lastsMs: number }

/** Codes that prove nothing was done, whatever they come with. */
const PROOFS = [30006, 30008, 60004, 60007, 60018, 70500] as const
/** Codes after which nobody knows. */
const DOUBTS = [30007, 60008, 60013, 60014, 70169, 70202] as const
/** Codes that refuse a call for good, and say nothing about the attempt before it: the app is not served now. */
const REFUSALS = [30004, 60010, 60016, 60020, 60026, 60027, 99_999] as const
const CREDENTIALS = [70001, 70009, 70003] as const
const STATUSES = [301, 400, 404, 429, 500, 502, 503, 504] as const
const KINDS = ['cut', 'cutBody', 'malformed', 'html', 'silence', 'endless'] as const

/** The app whose credentials Chat refuses now and then, which keeps it from work for a minute. */
export const FRAGILE = 'fragile'
export const APPS = ['default', 'europe', 'asia', FRAGILE] as const
const sound = ['default', 'europe', 'asia'] as const

const ACTIONS = {
  secrets: ['GetSecretValue'],
  tables: ['PutItem', 'UpdateItem', 'GetItem', 'Query', 'BatchGetItem', 'BatchWriteItem', 'DeleteItem'],
  queues: ['SendMessage', 'ChangeMessageVisibilityBatch', 'ChangeMessageVisibility'],
  bus: ['PutEvents'],
} as const satisfies Record<AwsService, readonly [string, ...string[]]>

/** What a service answers that is well-formed and no help. */
const ODD_ANSWERS: Readonly<Record<AwsService, readonly [object, ...object[]]>> = {
  secrets: [{}, { SecretString: '{"sdkAppId":' }, { SecretString: '[]' }],
  tables: [{ Responses: {}, UnprocessedKeys: {} }],
  queues: [{ Failed: [], Successful: [] }],
  bus: [{ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'try again' }] }],
}
/** A table or queue that said yes and did nothing would be a broken promise of AWS's, which nothing could stand. */
const mayAnswerOddly: readonly AwsService[] = ['secrets', 'bus']

type Draw = (random: Random) => Fault

const hostOf = (random: Random) => random.weighted([[9, 'primary'] as const, [1, 'backup'] as const])
const network =
  (draw: (random: Random) => NetFault): Draw =>
  (random) => ({ at: 'network', host: hostOf(random), net: draw(random) })
const chat =
  (draw: (random: Random) => object): Draw =>
  (random) => ({ at: 'Chat', fault: draw(random) })

/** Some of those who are everybody's friends. */
const itemsOf = (random: Random, codes: readonly [number, ...number[]]) =>
  Object.fromEntries(Array.from({ length: 4 }, () => [`f${random.whole(0, 9)}`, random.pick(codes)]))

function drawAws(random: Random): Fault {
  const service = random.weighted([
    [3, 'secrets'],
    [6, 'tables'],
    [2, 'queues'],
    [2, 'bus'],
  ] as const)
  const isOdd = mayAnswerOddly.includes(service) && random.isLucky(0.3)
  const how = isOdd ? { answer: random.pick(ODD_ANSWERS[service]) } : random.pick(['cut', 'lost', 'throttled'] as const)
  const action = random.pick(ACTIONS[service] as readonly [string, ...string[]])
  return {
    at: 'AWS',
    service,
    action,
    how,
    times: random.weighted([
      [6, 1],
      [2, 3],
      [1, 8],
    ] as const),
  }
}

/** Each kind of fault, how often it comes, and how one is drawn. Names are those of the report. */
const kinds: readonly (readonly [weight: number, name: string, draw: Draw])[] = [
  [8, 'latency', network((random) => ({ kind: 'latency', ms: random.whole(5, 900), jitterMs: random.whole(0, 60) }))],
  [
    3,
    'bandwidth',
    network((random) => ({ kind: 'bandwidth', bytes: random.whole(64, 512), everyMs: random.whole(5, 40) })),
  ],
  [3, 'slow drip', network((random) => ({ kind: 'drip', bytes: random.whole(1, 4), everyMs: random.whole(4, 30) }))],
  [6, 'reset before', network(() => ({ kind: 'reset', after: false }))],
  [6, 'reset after', network(() => ({ kind: 'reset', after: true }))],
  [6, 'cut mid-body', network((random) => ({ kind: 'cut', bytes: random.whole(0, 400) }))],
  [2, 'black hole before', network(() => ({ kind: 'black hole', after: false }))],
  [2, 'black hole after', network(() => ({ kind: 'black hole', after: true }))],
  [12, 'hostile body', network((random) => ({ kind: 'hostile', reply: random.pick(hostileNames) }))],
  [1, 'host down', (random) => ({ at: 'host down', host: hostOf(random), ms: random.whole(50, 700) })],
  [6, 'Chat: refuses, nothing done', chat((random) => ({ errorCode: random.pick(PROOFS) }))],
  [4, 'Chat: doubt, nothing done', chat((random) => ({ errorCode: random.pick(DOUBTS) }))],
  [5, 'Chat: doubt, all done', chat((random) => ({ errorCode: random.pick(DOUBTS), after: true }))],
  [2, 'Chat: refuses for good', chat((random) => ({ errorCode: random.pick(REFUSALS) }))],
  [3, 'Chat: items refused, not done', chat((random) => ({ items: itemsOf(random, PROOFS) }))],
  [3, 'Chat: items in doubt, done', chat((random) => ({ items: itemsOf(random, DOUBTS), after: true }))],
  [4, 'Chat: HTTP status', chat((random) => ({ httpStatus: random.pick(STATUSES), after: random.isLucky(0.5) }))],
  [8, 'Chat: broken answer', chat((random) => ({ kind: random.pick(KINDS), after: random.isLucky(0.6) }))],
  [4, 'Chat: slow', chat((random) => ({ latencyMs: random.whole(20, 1200) }))],
  [
    1,
    'Chat: credentials refused',
    (random) => ({ at: 'Chat', app: FRAGILE, fault: { errorCode: random.pick(CREDENTIALS) } }),
  ],
  [13, 'AWS', drawAws],
  [
    0.5,
    'key rotation',
    (random) => ({
      at: 'key rotation',
      app: random.pick(sound),
      order: random.pick(['together', 'secret-first', 'chat-first'] as const),
      gapMs: random.whole(50, 900),
    }),
  ],
  [
    0.4,
    'kill',
    (random) => ({
      at: 'kill',
      function: random.weighted([
        [3, 'http'],
        [1, 'events'],
        [3, 'worker'],
      ] as const),
    }),
  ],
  [
    0.8,
    'clock jump',
    (random) => ({
      at: 'clock',
      function: random.pick(['http', 'events', 'worker'] as const),
      offsetMs: random.whole(-600, 600) * 1000,
      lastsMs: random.whole(500, 8000),
    }),
  ],
]

export interface DrawnFault {
  readonly name: string
  readonly fault: Fault
}

export function drawFault(random: Random): DrawnFault {
  const [name, draw] = random.weighted(kinds.map(([weight, kind, of]) => [weight, [kind, of] as const] as const))
  return { name, fault: draw(random) }
}
