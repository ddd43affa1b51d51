import { createHash, randomUUID } from 'node:crypto'
import type { Clock } from './clock.ts'
import { GatewayError } from './errors/gateway-error.ts'
import type { JobQueue } from './ledger/job-queue.ts'
import type { Job, Jobs } from './ledger/jobs.ts'
import { StateUnavailable } from './ledger/state-table.ts'
import { accountOf, asRepeat, type Task } from './task.ts'

/** A job that the worker will do. */
export interface Accepted {
  readonly jobId: string
  readonly operation: string
  readonly app: string
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly state: Job['state']
  /** Whether it had been accepted before: then this brought nothing new. */
  readonly isKnown: boolean
  readonly isReplayed?: true
}

/** What makes two requests for a job the same: the event they come from, or the caller's own key. */
interface Origin {
  readonly cause?: string | undefined
  readonly key?: string | undefined
}

export interface Terms extends Origin {
  /** Unix milliseconds; what can't be rung for by then is not queued. */
  readonly deadline: number
  /** An earlier request under the key was broken off: nobody knows what it did. */
  readonly isRepeat?: boolean
}

/** Undefined where what must not be repeated is a repeat, and is no job yet. */
export type Accept = (task: Task, terms: Terms) => Promise<Accepted | undefined>

export interface AcceptParts {
  readonly jobs: Jobs
  readonly queue: JobQueue
}

/** Of the time to queue a job, what is left for its ring. */
const RING_MS = 500

/**
 * Queues tasks as jobs. A job is written down, put into its account's queue, and rung for, in this order: it counts from the ring
 * on. What fails before can be repeated, and the same origin makes the same job.
 * The returned function throws GatewayError STATE_UNAVAILABLE where table or queue are out of reach, or no time is left for them.
 */
export function createAccept({ jobs, queue, clock }: AcceptParts & { readonly clock: Pick<Clock, 'now'> }): Accept {
  return async (task, terms) => {
    const inTime = jobs.until(() => terms.deadline - RING_MS - clock.now())
    try {
      const added = await add(inTime, task, terms)
      if (!added) return undefined
      const { job, isNew } = added
      if (job.state === 'queued') await announce({ jobs, queue }, job, { inTime })
      const { jobId, operation, app, createdAt, state } = job
      return { jobId, operation, app, createdAt, state, isKnown: !isNew }
    } catch (error) {
      throw error instanceof StateUnavailable ? notQueued(error) : error
    }
  }
}

/** The job that the task is now, or has been before. @throws StateUnavailable */
async function add(jobs: Jobs, task: Task, terms: Terms) {
  const { operation, app, caller, requestId, traceparent } = task
  const jobId = jobIdOf(task, terms)
  if (terms.isRepeat && operation.repeatable === false) {
    const job = await jobs.get(jobId)
    return job && { job, isNew: false }
  }
  const { body } = terms.isRepeat ? asRepeat(task) : task
  const asked = { operation: operation.name, body, app, caller, requestId, traceparent, cause: terms.cause }
  return jobs.add({ ...asked, jobId, account: accountOf(task) })
}

/**
 * Puts a job into its account's queue and rings for it. One that nobody rings for is taken out again, or it would be done whenever
 * the account's next job is, long after its caller was told that it may not be. One that had its place there before keeps it, and with
 * it its turn: somebody has rung for it.
 * @param again see JobQueue.ring
 * @param inTime the jobs for whoever has no time for a place that nobody rings for
 * @throws StateUnavailable
 */
export async function announce(
  { jobs, queue }: AcceptParts,
  job: Job,
  { again, inTime = jobs }: { readonly again?: string; readonly inTime?: Jobs } = {},
): Promise<void> {
  const by = randomUUID()
  const isNew = await inTime.queues.enlist(job, by)
  await queue.ring(job, again).catch(async (error: unknown) => {
    if (isNew) await takeOut(jobs, job, by).catch(() => undefined)
    throw error
  })
}

/**
 * A worker that another doorbell has called may be at it already, and tells of its end by its place. Whoever asked for the same job
 * meanwhile may have rung for it, and been told that it is queued: then the place is theirs.
 */
async function takeOut(jobs: Jobs, job: Job, by: string): Promise<void> {
  const { begun } = await jobs.queues.stateOf(job.group)
  const now = await jobs.get(job.jobId)
  if (now?.state === 'queued' && !begun.has(job.order)) await jobs.queues.takeBack(job, by)
}

function jobIdOf({ operation, app, body, caller }: Task, { cause, key }: Origin): string {
  if (cause !== undefined) return jobIdOfEvent(cause)
  return key === undefined
    ? idOf(['request', randomUUID()])
    : idOf(['key', caller, app, operation.name, key, hashOf(body)])
}

/** The job that an event becomes, however often it comes. */
export const jobIdOfEvent = (eventId: string): string => idOf(['event', eventId])

const idOf = (parts: readonly string[]): string => hashOf(parts).slice(0, 32)

/** SHA-256 of a value's JSON, in hex. */
export const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

/** What keeps a job from being queued, or from being told in time that it is. */
export const notQueued = (cause?: StateUnavailable): GatewayError =>
  new GatewayError('STATE_UNAVAILABLE', {
    detail:
      'The job can’t be queued now, or whether it was is not known. Send it again later; with an Idempotency-Key it is done once.',
    retryable: true,
    ...(cause && { cause }),
  })
