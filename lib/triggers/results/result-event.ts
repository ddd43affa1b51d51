import type { Letter } from '../../jobs/letters.ts'
import { type Answer, withDocs, withFewErrors } from '../answer.ts'

/** An event as PutEvents takes it; the bus is always ours. */
export interface ResultEvent {
  readonly detailType: string
  /** JSON. */
  readonly detail: string
  /** The detail without anything that could be too long or strange for the bus. */
  readonly bare: string
  /** What a letter says where nobody can be told. */
  readonly about: {
    readonly operation: string
    readonly app: string
    readonly jobId?: string | undefined
    readonly eventId?: string | undefined
    readonly fifo?: Letter['fifo']
  }
}

/** The reason of the letter about a result that the bus refused for good, even bare: nothing of it is to be done again. */
export const RESULT_REFUSED = 'RESULT_REFUSED'

/** What a result is about. */
export interface Told {
  readonly operation: string
  readonly app?: string | undefined
  /** The job, where to ask for it, and its letters' place; without one nothing was queued. */
  readonly job?: { readonly jobId: string; readonly path: string; readonly group: string } | undefined
  /** Id of the event that caused it. */
  readonly cause?: string | undefined
  /** The trace it belongs to. */
  readonly traceparent?: string | undefined
  readonly answer: Pick<Answer, 'status' | 'body'>
}

/** An event holds 256 KB; what is larger says how many, and where the rest is. */
const MOST_DETAIL_BYTES = 240_000
/** What of an answer has no text of anybody else's in it; and what stays of one that is too large. */
const own = ['outcome', 'requestId', 'counts', 'docs', 'code', 'subject', 'status', 'retryable']
const essential = [...own, 'title', 'detail']
/** No id is longer that is taken today. */
const MOST_CHARACTERS = 256

/**
 * The event that tells what became of a request: `.completed` where something of it was done, else `.failed`.
 * @param docsUrl see withDocs
 */
export function resultEvent(told: Told, docsUrl: string): ResultEvent {
  const { operation, app = '', job, cause, traceparent } = told
  const answer = { status: told.answer.status, body: withDocs(told.answer.body, docsUrl) }
  const { outcome } = answer.body as { readonly outcome?: string }
  const end = outcome === 'ok' || outcome === 'partial' ? 'completed' : 'failed'
  const facts = { ...(job && { jobId: job.jobId, job: job.path }), operation, ...(app !== '' && { app }) }
  const origin = { ...facts, eventId: cause, traceparent }
  const eventId = cause !== undefined && cause.length <= MOST_CHARACTERS ? cause : undefined
  const bare = JSON.stringify({ ...facts, eventId, answer: shortened(answer, own) })
  const { status, body } = answer
  const detail = firstThatFits([
    () => ({ ...origin, answer: { status, body } }),
    () => ({ ...origin, answer: { status, body: withFewErrors(body) } }),
    () => ({ ...origin, answer: shortened(answer, essential) }),
  ])
  const fifo = job && { group: job.group, deduplicationId: `result-${job.jobId}-${end}` }
  return {
    detailType: `chat.${operation}.${end}`,
    detail: detail ?? bare,
    bare,
    about: { operation, app, jobId: job?.jobId, eventId, ...(fifo && { fifo }) },
  }
}

/** Of several ways to tell it, each shorter than the one before, the first that an event has room for. */
function firstThatFits(ways: readonly (() => object)[]): string | undefined {
  for (const way of ways) {
    const detail = JSON.stringify(way())
    if (Buffer.byteLength(detail) <= MOST_DETAIL_BYTES) return detail
  }
  return undefined
}

function shortened({ status, body }: Told['answer'], kept: readonly string[]): object {
  const members = Object.entries(body)
  const omitted = members.map(([name]) => name).filter((name) => !kept.includes(name))
  return { status, body: { ...Object.fromEntries(members.filter(([name]) => kept.includes(name))), omitted } }
}
