import type { Break } from '../../../local/aws/proxy.ts'
import type { Random } from '../random.ts'
import { hostileNames } from './hostile-replies.ts'
import type { NetFault } from './tcp-proxy.ts'

export type FunctionKey = 'http' | 'events' | 'worker'
export type AwsService = 'secrets' | 'tables' | 'queues' | 'bus'
export type Rotation = 'together' | 'secret-first' | 'chat-first'

/** What operators and strangers do with dead letters; `draw` decides of which job a forged one is, and what is wrong with it. */
export interface LetterFault {
  readonly at: 'letters'
  readonly how: (typeof LETTER_FAULTS)[number]
  readonly into: 'JobsQueue' | 'JobsDeadLetters'
  readonly draw: number
}
const LETTER_FAULTS = ['moved back', 'doubled', 'redriven', 'forged job', 'forged event'] as const

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
  | { readonly at: 'key rotation'; readonly app: string; readonly order: Rotation; readonly gapMs: number }
  | { readonly at: 'kill'; readonly function: FunctionKey }
  | LetterFault
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
  queues: ['SendMessage', 'ChangeMessageVisibilityBatch'],
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

const aws =
  (service: AwsService): Draw =>
  (random) => {
    const isOdd = mayAnswerOddly.includes(service) && random.isLucky(0.3)
    const how = isOdd
      ? { answer: random.pick(ODD_ANSWERS[service]) }
      : random.pick(['cut', 'lost', 'throttled'] as const)
    const action = random.pick(ACTIONS[service] as readonly [string, ...string[]])
    const times = random.weighted([
      [6, 1],
      [2, 3],
      [1, 8],
    ] as const)
    return { at: 'AWS', service, action, how, times }
  }
const rotation =
  (order: Rotation): Draw =>
  (random) => ({ at: 'key rotation', app: random.pick(sound), order, gapMs: random.whole(50, 900) })
const kill =
  (name: FunctionKey): Draw =>
  () => ({ at: 'kill', function: name })
const jump =
  (name: FunctionKey): Draw =>
  (random) => ({
    at: 'clock',
    function: name,
    offsetMs: random.whole(-600, 600) * 1000,
    lastsMs: random.whole(500, 8000),
  })

const letters =
  (how: LetterFault['how']): Draw =>
  (random) => ({ at: 'letters', how, into: random.pick(['JobsQueue', 'JobsDeadLetters']), draw: random.fraction() })

/** Each kind of fault: how often it comes, and how one is drawn. */
const kinds: readonly (readonly [weight: number, draw: Draw])[] = [
  [8, network((random) => ({ kind: 'latency', ms: random.whole(5, 900), jitterMs: random.whole(0, 60) }))],
  [3, network((random) => ({ kind: 'bandwidth', bytes: random.whole(64, 512), everyMs: random.whole(5, 40) }))],
  [3, network((random) => ({ kind: 'drip', bytes: random.whole(1, 4), everyMs: random.whole(4, 30) }))],
  [6, network(() => ({ kind: 'reset', after: false }))],
  [6, network(() => ({ kind: 'reset', after: true }))],
  [6, network((random) => ({ kind: 'cut', bytes: random.whole(0, 400) }))],
  [2, network(() => ({ kind: 'black hole', after: false }))],
  [2, network(() => ({ kind: 'black hole', after: true }))],
  [12, network((random) => ({ kind: 'hostile', reply: random.pick(hostileNames) }))],
  [1, (random) => ({ at: 'host down', host: hostOf(random), ms: random.whole(50, 700) })],
  [6, chat((random) => ({ errorCode: random.pick(PROOFS) }))],
  [4, chat((random) => ({ errorCode: random.pick(DOUBTS) }))],
  [5, chat((random) => ({ errorCode: random.pick(DOUBTS), after: true }))],
  [2, chat((random) => ({ errorCode: random.pick(REFUSALS) }))],
  [3, chat((random) => ({ items: itemsOf(random, PROOFS) }))],
  [3, chat((random) => ({ items: itemsOf(random, DOUBTS), after: true }))],
  [4, chat((random) => ({ httpStatus: random.pick(STATUSES), after: random.isLucky(0.5) }))],
  [8, chat((random) => ({ kind: random.pick(KINDS), after: random.isLucky(0.6) }))],
  [4, chat((random) => ({ latencyMs: random.whole(20, 1200) }))],
  [1, (random) => ({ at: 'Chat', app: FRAGILE, fault: { errorCode: random.pick(CREDENTIALS) } })],
  [3, aws('secrets')],
  [6, aws('tables')],
  [2, aws('queues')],
  [2, aws('bus')],
  [0.17, rotation('together')],
  [0.17, rotation('secret-first')],
  [0.17, rotation('chat-first')],
  [0.17, kill('http')],
  [0.06, kill('events')],
  [0.17, kill('worker')],
  [0.27, jump('http')],
  [0.27, jump('events')],
  [0.27, jump('worker')],
  [0.5, letters('moved back')],
  [0.3, letters('doubled')],
  [0.3, letters('redriven')],
  [1, letters('forged job')],
  [0.5, letters('forged event')],
]

/** So many, by their weights; where there is room for all kinds, one of each is among them. */
export function drawFaults(random: Random, count: number): Fault[] {
  const first = count >= kinds.length ? kinds : []
  return Array.from({ length: count }, (_, index) => {
    const draw = first[index]?.[1] ?? random.weighted(kinds)
    return draw(random)
  })
}

/** What the report counts it as. */
export function kindOf(fault: Fault): string {
  switch (fault.at) {
    case 'network':
      return kindOfNet(fault.net)
    case 'AWS':
      return kindOfAws(fault.service)
    case 'key rotation':
      return `key rotation: ${fault.order}`
    case 'letters':
      return `letters: ${fault.how}`
    case 'kill':
    case 'clock':
      return `${fault.at}: ${fault.function}`
    default:
      return fault.at
  }
}

export const kindOfNet = (net: NetFault): string =>
  'after' in net ? `${net.kind} ${net.after ? 'after' : 'before'}` : net.kind
export const kindOfAws = (service: AwsService): string => `AWS: ${service}`
