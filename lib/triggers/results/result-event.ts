import { type Answer, withFewErrors } from '../answer.ts'
import type { ResultEvent } from './event-bus.ts'

/** What a result is about. */
export interface Told {
  readonly operation: string
  readonly app?: string | undefined
  /** The job and where to ask for it; without one nothing was queued. */
  readonly job?: { readonly jobId: string; readonly path: string } | undefined
  /** Id of the event that caused it. */
  readonly cause?: string | undefined
  /** The trace it belongs to. */
  readonly traceparent?: string | undefined
  readonly answer: Pick<Answer, 'status' | 'body'>
}

/** An event holds 256 KB; what is larger says how many, and where the rest is. */
const MOST_DETAIL_BYTES = 240_000
/** What stays of an answer that is too large. */
const essential = ['outcome', 'requestId', 'counts', 'code', 'status', 'title', 'detail', 'retryable'] as const

/** The event that tells what became of a request: `.completed` where something of it was done, else `.failed`. */
export function resultEvent({ operation, app, job, cause, traceparent, answer }: Told): ResultEvent {
  const { outcome } = answer.body as { readonly outcome?: string }
  const end = outcome === 'ok' || outcome === 'partial' ? 'completed' : 'failed'
  const facts = { ...(job && { jobId: job.jobId, job: job.path }), operation, app, eventId: cause, traceparent }
  const write = (told: object) => JSON.stringify({ ...facts, answer: told })
  const { status, body } = answer
  let detail = write({ status, body })
  if (isTooLarge(detail)) detail = write({ status, body: withFewErrors(body) })
  if (isTooLarge(detail)) detail = write(shortened(answer))
  return { detailType: `chat.${operation}.${end}`, detail }
}

const isTooLarge = (detail: string): boolean => Buffer.byteLength(detail) > MOST_DETAIL_BYTES

function shortened({ status, body }: Told['answer']): object {
  const members = Object.entries(body)
  const isEssential = (name: string) => (essential as readonly string[]).includes(name)
  const omitted = members.map(([name]) => name).filter((name) => !isEssential(name))
  return { status, body: { ...Object.fromEntries(members.filter(([name]) => isEssential(name))), omitted } }
}
