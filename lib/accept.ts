import { createHash, randomUUID } from 'node:crypto'
import { GatewayError } from './errors/gateway-error.ts'
import type { JobQueue } from './ledger/job-queue.ts'
import type { Job, Jobs } from './ledger/jobs.ts'
import { StateUnavailable } from './ledger/state-table.ts'
import { faultOf, type Log } from './log.ts'
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
  readonly log: Log
}

/**
 * Queues tasks as jobs. A job is written down, rung for, and put into its account's queue, in this order: it counts from the ring
 * on. Whatever fails before can be repeated, and the same origin makes the same job.
 * The returned function throws GatewayError STATE_UNAVAILABLE where table or queue are out of reach.
 */
export function createAccept({ jobs, queue, log }: AcceptParts): Accept {
  return async (task, origin) => {
    const { operation, body, app, caller, requestId } = task
    const asked = { operation: operation.name, body, app, caller, requestId, cause: origin.cause }
    try {
      const added = await jobs.add({ ...asked, jobId: jobIdOf(task, origin), account: accountOf(task) })
      const { job } = added
      if (job.state === 'queued') {
        await queue.ring(job)
        await enlist(jobs, job, log)
      }
      const { jobId, createdAt, state } = job
      return { jobId, operation: job.operation, app: job.app, createdAt, state, isKnown: !added.isNew }
    } catch (error) {
      throw outOfReach(error)
    }
  }
}

/** The doorbell is out, so the job will be done; what does not stand in the queue only can't be merged. */
async function enlist(jobs: Jobs, job: Job, log: Log): Promise<void> {
  await jobs.enlist(job).catch((error: unknown) => {
    if (!(error instanceof StateUnavailable)) throw error
    log.warn('job not enlisted', { jobId: job.jobId, requestId: job.requestId, ...faultOf(error) })
  })
}

function jobIdOf({ operation, app, body, caller }: Task, { cause, key }: Origin): string {
  if (cause !== undefined) return idOf(['event', cause])
  return key === undefined
    ? idOf(['request', randomUUID()])
    : idOf(['key', caller, app, operation.name, key, hashOf(body)])
}

const idOf = (parts: readonly string[]): string => hashOf(parts).slice(0, 32)

/** SHA-256 of a value's JSON, in hex. */
export const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

function outOfReach(error: unknown): unknown {
  if (!(error instanceof StateUnavailable)) return error
  const detail =
    'The job can’t be queued now, or whether it was is not known. Send it again later; with an Idempotency-Key it is done once.'
  return new GatewayError('STATE_UNAVAILABLE', { detail, retryable: true })
}
