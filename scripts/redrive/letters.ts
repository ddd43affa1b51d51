import type { Message } from '@aws-sdk/client-sqs'
import { turnIn } from '../../lib/flow/plan.ts'
import { isJobId } from '../../lib/jobs/jobs.ts'
import { orderIn, readLetter as readText } from '../../lib/jobs/letters.ts'
import type { JobLetter } from '../../lib/jobs/redrive.ts'
import type { Members } from '../../lib/json.ts'
import { operations } from '../../lib/operations/index.ts'
import { readEnvelope } from '../../lib/triggers/events/envelope.ts'
import { RESULT_REFUSED } from '../../lib/triggers/results/result-event.ts'
import type { QueueKind } from './flags.ts'
import { strangerOf, type Trust } from './trust.ts'

/** A job that the worker gave up, or whose doorbell nobody answered. */
export interface AboutJob extends JobLetter {
  readonly kind: 'job'
  readonly jobId: string
}

/** An event that never became a job. */
export interface AboutEvent {
  readonly kind: 'event'
  readonly id: string
  /** As it is to be handed over again: with an id. */
  readonly event: object
  /** Whose turn it takes; undefined where it waits for nobody. */
  readonly turn: string | undefined
  /** The gateway itself refused it, and would again. */
  readonly isRefused: boolean
  /** The latest time that it can be from, in Unix milliseconds. */
  readonly at: number
}

/** Nothing that could be done again. */
export interface AboutNothing {
  readonly kind: 'nothing'
  readonly mark: 'no job' | 'left out' | 'untold' | 'unreadable'
  readonly id: string
}

/** A letter of either queue, whoever laid it down. */
export interface Letter {
  readonly queue: QueueKind
  readonly messageId: string
  /** Whom SQS says it is from: the role's id and the session's name of whoever assumed one. */
  readonly sender: string
  /** The queue that SQS itself put it away from, by its ARN. */
  readonly from: string | undefined
  /** Who of the two, sender or queue, is none that the gateway knows. */
  readonly stranger: string | undefined
  /** Unix milliseconds. */
  readonly sentAt: number
  /** A code of ours, or AWS's own word. */
  readonly reason: string
  /** What else was said about it. */
  readonly detail: string
  /** Empty where the letter doesn't say. */
  readonly operation: string
  readonly app: string
  readonly about: AboutJob | AboutEvent | AboutNothing
}

/** What SQS put there after the worker had got it a thousand times without an end. */
const CRASH_LOOP = 'CRASH_LOOP'
const UNKNOWN_JOB = 'UNKNOWN_JOB'
const UNREADABLE = 'UNREADABLE'
const NOT_DELIVERED = 'NOT_DELIVERED'

/** What is known of the queue that a letter rests in. */
export interface Resting {
  readonly queue: QueueKind
  readonly defaultApp: string
  readonly trust: Trust
}

/** Reads a message of a dead-letter queue. One that nobody here can have written becomes a letter about nothing. */
export function readLetter(message: Message, { queue, defaultApp, trust }: Resting): Letter {
  const body = readText(message.Body ?? '')
  const read = queue === 'jobs' ? readJobLetter(body, message) : readEventLetter(body, message, defaultApp)
  const { MessageId: messageId = '', Attributes } = message
  const about = { kind: 'nothing', mark: 'unreadable', id: messageId } as const
  const unreadable = { reason: UNREADABLE, detail: (message.Body ?? '').slice(0, 100), operation: '', app: '', about }
  const { SenderId: sender = '', DeadLetterQueueSourceArn: from, SentTimestamp = 0 } = { ...Attributes }
  const told = read ?? unreadable
  const isDoorbell = told.about.kind === 'job' && told.about.isDoorbell
  const stranger = strangerOf({ sender, from, isDoorbell }, trust)
  return { queue, messageId, sender, from, stranger, sentAt: Number(SentTimestamp), ...told }
}

type Read = Pick<Letter, 'reason' | 'detail' | 'operation' | 'app' | 'about'>

function readJobLetter(body: Members, { Attributes }: Message): Read | undefined {
  const { jobId, reason, operation, app, before } = body
  const id = textOf(jobId)
  const facts = { detail: textOf(before), operation: textOf(operation), app: textOf(app) }
  if (reason === UNKNOWN_JOB) return { ...facts, reason, about: { kind: 'nothing', mark: 'no job', id } }
  if (reason === RESULT_REFUSED) return untold(body)
  if (!isJobId(id)) return undefined
  const about = { kind: 'job', jobId: id, order: orderIn(body, Attributes?.MessageDeduplicationId) } as const
  return textOf(reason) === ''
    ? { ...facts, reason: CRASH_LOOP, about: { ...about, isDoorbell: true } }
    : { ...facts, reason: textOf(reason), about: { ...about, isDoorbell: false } }
}

/** The letter about a result that nobody could be told of. */
function untold({ operation, app, jobId, eventId, result }: Members): Read {
  const about = { kind: 'nothing', mark: 'untold', id: textOf(jobId) || textOf(eventId) } as const
  return { reason: RESULT_REFUSED, detail: textOf(result), operation: textOf(operation), app: textOf(app), about }
}

/** The letter about an event that has no room in one. */
function leftOut({ reason, operation, app, id, source, leftOutBytes, ...more }: Members): Read {
  const detail = `${textOf(more['detail-type']) || 'a constant input'} from ${textOf(source) || 'a rule'}, ${leftOutBytes} bytes`
  const about = { kind: 'nothing', mark: 'left out', id: textOf(id) } as const
  return { reason: textOf(reason), detail, operation: textOf(operation), app: textOf(app), about }
}

function readEventLetter(body: Members, message: Message, defaultApp: string): Read | undefined {
  const { requestContext, requestPayload, responsePayload, reason, event } = body
  if (reason === RESULT_REFUSED) return untold(body)
  if (typeof body.leftOutBytes === 'number') return leftOut(body)
  if (requestContext !== undefined && requestPayload !== undefined) {
    const { requestId, condition } = Object(requestContext) as Members
    const { errorType, errorMessage } = Object(responsePayload) as Members
    const told = { reason: textOf(condition) || NOT_DELIVERED, detail: joined(errorType, errorMessage) }
    return { ...told, ...eventFacts(requestPayload, textOf(requestId), message, defaultApp) }
  }
  if (typeof reason === 'string' && event !== undefined) {
    const facts = eventFacts(event, '', message, defaultApp)
    return { reason, detail: '', ...facts, about: { ...facts.about, isRefused: true } }
  }
  if (typeof body['detail-type'] !== 'string' && typeof body.operation !== 'string') return undefined
  const said = (name: string) => message.MessageAttributes?.[name]?.StringValue
  const told = { reason: said('ERROR_CODE') ?? NOT_DELIVERED, detail: joined(said('ERROR_MESSAGE')) }
  return { ...told, ...eventFacts(body, '', message, defaultApp) }
}

/**
 * An event keeps its id, so that it becomes the same job. A rule's constant input has none: its job's id came from the invocation,
 * and where there was none, the letter's own serves.
 */
function eventFacts(event: unknown, requestId: string, { MessageId = '', Attributes }: Message, defaultApp: string) {
  const { operation, body, eventId, faults } = readEnvelope(event)
  const { app } = Object(body) as Members
  const id = eventId ?? (requestId || MessageId)
  const about: AboutEvent = {
    kind: 'event',
    id,
    // One whose own id is refused is handed over as it stands, to be refused again: another id would make it another event.
    event: faults.length > 0 ? Object(event) : { ...Object(event), id },
    turn: turnIn(operations.get(operation), body, defaultApp),
    isRefused: false,
    at: timeOf(Object(event).time, Number(Attributes?.SentTimestamp ?? 0)),
  }
  return { operation, app: textOf(app) || defaultApp, about }
}

/** An event was sent before it came to rest; its own time counts whole seconds. */
function timeOf(time: unknown, sentAt: number): number {
  const at = typeof time === 'string' ? Date.parse(time) + 999 : Number.NaN
  return Number.isNaN(at) ? sentAt : Math.min(at, sentAt)
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const joined = (...texts: unknown[]): string => texts.map(textOf).filter(Boolean).join(': ')
