import { randomUUID } from 'node:crypto'
import type { SQSRecord } from 'aws-lambda'
import fc from 'fast-check'
import { operations } from '../../../lib/operations/index.ts'
import type { Deployment } from '../../support/deployment.ts'
import { eventOf } from '../../support/events.ts'
import { damage, damaged } from './damage.ts'
import { publishedEventFault } from './published.ts'
import { isBodyOf } from './readings.ts'
import { bodies } from './requests.ts'

/** An event for the events function, made when it is sent: another id each time, so that no run meets the job of an earlier one. */
export type MakeEvent = () => unknown

const envelopes: fc.Arbitrary<MakeEvent> = fc.oneof(
  {
    weight: 6,
    arbitrary: bodies.map(
      ({ operation, body }) =>
        () =>
          eventOf(operation, body),
    ),
  },
  {
    weight: 3,
    arbitrary: bodies.map(({ operation, body }) => () => ({ operation, body })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(bodies, fc.array(damage, { minLength: 1, maxLength: 2 }))
      .map(([{ operation, body }, damages]) => () => ({
        ...Object(damaged(eventOf(operation, body), damages)),
        id: randomUUID(),
      })),
  },
  {
    weight: 1,
    arbitrary: bodies.map(
      ({ operation, body }) =>
        () =>
          eventOf(operation, body, { source: 'chat-gateway', 'detail-type': `chat.${operation}.completed` }),
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue().map((value) => () => value) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<MakeEvent>(...[null, 0, '', 'chat.friends.update', [], {}].map((value) => () => value)),
  },
)
export const events = envelopes

/** A message, as SQS is asked to take it: letters say why they are sent. */
interface Sent {
  readonly MessageBody?: string
  readonly MessageAttributes?: { readonly reason?: { readonly StringValue: string } }
}

/** Looks at a text for secrets. */
export type Search = (place: string, text: string) => void

/** What the functions have asked of SQS and EventBridge since it was last forgotten. */
interface Trace {
  readonly rings: number
  /** Their reasons. */
  readonly letters: readonly string[]
  readonly results: readonly { readonly type: string; readonly detail: string }[]
}

/** Everything that went to SQS and EventBridge is searched, whole. */
function traceOf({ sqs, eventBridge }: Deployment, search: Search): Trace {
  const sent = sqs.calls.filter(({ action }) => action === 'SendMessage').map(({ body }) => body as unknown as Sent)
  const put = eventBridge.calls.flatMap(({ body }) => body.Entries as readonly { DetailType: string; Detail: string }[])
  for (const { MessageBody, ...rest } of sent) search('a message', `${MessageBody}\n${JSON.stringify(rest)}`)
  for (const { Detail, ...rest } of put) search('a result', `${Detail}\n${JSON.stringify(rest)}`)
  const letters = sent.flatMap(({ MessageAttributes }) => MessageAttributes?.reason?.StringValue ?? [])
  return {
    rings: sent.length - letters.length,
    letters,
    results: put.map(({ DetailType, Detail }) => ({ type: DetailType, detail: Detail })),
  }
}

function forget({ sqs, eventBridge, dynamo }: Deployment): void {
  for (const { calls } of [sqs, eventBridge, dynamo]) calls.length = 0
}

type Read = Readonly<Record<string, unknown>>

/** What an event asks for, told without the code that the door uses; undefined for one of the gateway's own. */
function wantedOf(event: unknown): { readonly operation: string; readonly body: unknown } | undefined {
  const { source, 'detail-type': type, detail, operation, body } = Object(event) as Read
  if (source === 'chat-gateway') return undefined
  const named = (name: unknown) => (typeof name === 'string' ? name : '')
  if (type === undefined) return { operation: named(operation), body }
  return { operation: named(type).replace(/^chat\./, ''), body: detail }
}

/** Whether a body is one of the operation's, and says nothing that its row refuses: a message too long, a tag asked for twice. */
function isTaken(operation: string, body: unknown): boolean {
  const row = operations.get(operation)
  return row !== undefined && isBodyOf(operation, body) && (row.refuses?.(body) ?? []).length === 0
}

/** What is wrong with what became of an event. */
export async function faultsOfEvent(deployment: Deployment, make: MakeEvent, search: Search): Promise<string[]> {
  forget(deployment)
  const event = make()
  await deployment.event(event)
  const { rings, letters, results } = traceOf(deployment, search)
  const found = `${rings} rings, ${letters.length} letters, ${results.length} results`
  const published = results.flatMap(({ detail }) => publishedEventFault(JSON.parse(detail)))
  const wanted = wantedOf(event)
  if (!wanted) return rings + letters.length + results.length === 0 ? [] : [`an event of our own made ${found}`]
  const isGood = isTaken(wanted.operation, wanted.body)
  const isQueued = rings === 1 && letters.length === 0 && results.length === 0
  const isPutAway = rings === 0 && letters.length === 1 && results.length === 1 && results[0]!.type.endsWith('.failed')
  // A cursor may be of nobody's making, and the door knows.
  const mayBeEither = isGood && Object.hasOwn(wanted.body as object, 'cursor')
  const isRight = mayBeEither ? isQueued || isPutAway : isGood ? isQueued : isPutAway
  return isRight ? published : [`a ${isGood ? 'good' : 'bad'} event made ${found}`, ...published]
}

/** A message of the queue: a doorbell of nobody's, or of a job queued just before. */
export interface Ring {
  readonly text: string
  readonly job: boolean
  readonly group: number
  readonly count: string
}

const doorbells = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '',
    'null',
    '[]',
    '{}',
    '{"jobId":5}',
    '{"jobId":""}',
    '{"jobId":"gone"}',
    '{"jobId":null',
    '{"__proto__":{"jobId":"x"}}',
  ),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.string().map((jobId) => JSON.stringify({ jobId })),
  fc.constantFrom('x'.repeat(3000), '\0', '好'.repeat(900), '#').map((jobId) => JSON.stringify({ jobId })),
)

export const rings: fc.Arbitrary<readonly Ring[]> = fc.array(
  fc.record({
    text: doorbells,
    job: fc.oneof({ weight: 1, arbitrary: fc.constant(true) }, { weight: 3, arbitrary: fc.constant(false) }),
    group: fc.nat(3),
    count: fc.constantFrom('1', '2', '1000', 'x'),
  }),
  { minLength: 1, maxLength: 4 },
)

/** Of an account that no other event is about, so that a worker finds no more than these. */
const remark = { userId: 'bell', friends: [{ userId: 'bob', remark: 'r' }] }

async function recordOf(deployment: Deployment, { text, job, group, count }: Ring, index: number): Promise<SQSRecord> {
  forget(deployment)
  if (job) await deployment.event(eventOf('friends.update', remark))
  const [rung] = deployment.sqs.calls.filter(({ action }) => action === 'SendMessage')
  return {
    messageId: `m${index}`,
    receiptHandle: `h${index}`,
    body: rung ? String(rung.body.MessageBody) : text,
    attributes: {
      MessageGroupId: rung ? String(rung.body.MessageGroupId) : `g${group}`,
      ApproximateReceiveCount: count,
    },
    messageAttributes: {},
  } as unknown as SQSRecord
}

/** What is wrong with what the worker makes of messages: each is answered, and those that lead nowhere are put away. */
export async function faultsOfRings(deployment: Deployment, asked: readonly Ring[], search: Search): Promise<string[]> {
  const records: SQSRecord[] = []
  for (const [index, ring] of asked.entries()) records.push(await recordOf(deployment, ring, index))
  forget(deployment)
  const { batchItemFailures } = await deployment.work(records)
  const { letters, results } = traceOf(deployment, search)
  const known = new Set(asked.flatMap(({ job }, index) => (job ? [`m${index}`] : [])))
  const back = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
  const strangers = asked.length - known.size
  const putAway = letters.filter((reason) => reason === 'UNKNOWN_JOB').length
  return [
    ...back.map((id) => `${id} comes back: ${records[Number(id.slice(1))]?.body.slice(0, 100)}`),
    ...(putAway === strangers ? [] : [`${putAway} letters for ${strangers} doorbells of no job`]),
    ...(known.size > 0 && results.length === 0 ? ['nobody was told of a job'] : []),
    ...results.flatMap(({ detail }) => publishedEventFault(JSON.parse(detail))),
  ]
}
