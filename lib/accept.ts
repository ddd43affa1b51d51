import { createHash, randomUUID } from 'node:crypto'
import { GatewayError } from './errors/gateway-error.ts'
import { placeOf } from './ledger/account-queues.ts'
import type { JobQueue } from './ledger/job-queue.ts'
import type { Job, Jobs } from './ledger/jobs.ts'
import { StateUnavailable } from './ledger/state-table.ts'
import { accountOf, type Task } from './task.ts'

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
export interface Origin {
  readonly cause?: string | undefined
  readonly key?: string | undefined
}

export type Accept = (task: Task, origin: Origin) => Promise<Accepted>

export interface AcceptParts {
  readonly jobs: Jobs
  readonly queue: JobQueue
}

/**
 * Queues tasks as jobs. A job is written down, put into its account's queue, and rung for, in this order: it counts from the ring
 * on. What fails before can be repeated, and the same origin makes the same job.
 * The returned function throws GatewayError STATE_UNAVAILABLE where table or queue are out of reach.
 */
export function createAccept({ jobs, queue }: AcceptParts): Accept {
  return async (task, origin) => {
    const { operation, body, app, caller, requestId, traceparent } = task
    const asked = { operation: operation.name, body, app, caller, requestId, traceparent, cause: origin.cause }
    try {
      const { job, isNew } = await jobs.add({ ...asked, jobId: jobIdOf(task, origin), account: accountOf(task) })
      if (job.state === 'queued') await announce({ jobs, queue }, job)
      const { jobId, createdAt, state } = job
      return { jobId, operation: job.operation, app: job.app, createdAt, state, isKnown: !isNew }
    } catch (error) {
      throw error instanceof StateUnavailable ? notQueued(error) : error
    }
  }
}

/**
 * Puts a job into its account's queue and rings for it. One that nobody rings for is taken out again, or it would be done whenever
 * the account's next job is, long after its caller was told that it may not be. One that had its place there before keeps it, and with
 * it its turn: somebody has rung for it.
 * @param again see JobQueue.ring
 * @throws StateUnavailable
 */
export async function announce({ jobs, queue }: AcceptParts, job: Job, again?: string): Promise<void> {
  const isNew = await jobs.queues.enlist(job)
  await queue.ring(job, again).catch(async (error: unknown) => {
    if (isNew) await takeOut(jobs, job).catch(() => undefined)
    throw error
  })
}

/** A worker that another doorbell has called may be at it already, and tells of its end by its place. */
async function takeOut(jobs: Jobs, job: Job): Promise<void> {
  const { begun } = await jobs.queues.stateOf(job.group)
  const now = await jobs.get(job.jobId)
  if (now?.state === 'queued' && !begun.has(job.order)) await jobs.queues.delist(job.group, [placeOf(job)])
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
