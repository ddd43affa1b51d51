import { isDeepStrictEqual } from 'node:util'
import { known } from '../operations/known.ts'
import { type AcceptParts, announce } from './announce.ts'
import type { Job } from './job.ts'
import type { Jobs } from './jobs.ts'
import { type Memory, outcomeIn } from './memory.ts'

/** What a dead letter says of its job. */
export interface JobLetter {
  /** What the job's order was when this was laid down; a redrive gives it another. */
  readonly order: number | undefined
  /** The doorbell itself, put away by SQS: the worker never got as far as writing a letter. */
  readonly isDoorbell: boolean
}

/** What speaks against another try, or is to be known before it. */
export type JobMark = 'written since' | 'queued again' | 'under way' | 'ended since' | 'job gone'

/** How a job gets another try: it begins anew, or is only rung for. */
export interface JobCure {
  readonly by: 'revive' | 'ring'
  readonly job: Job
}

export interface JobOutlook {
  readonly mark?: JobMark
  /** Undefined where there is nothing to try. */
  readonly cure?: JobCure
}

export interface JobFacts {
  readonly job: Job | undefined
  /** Whether the job has left something to be done again. */
  readonly hasLeft: boolean
  /** When the worker last wrote the account, in Unix milliseconds; 0 where the job puts no older value over a newer one. */
  readonly writtenAt: number
}

/** What a letter says of its job beside its id. */
interface AboutJob {
  readonly operation: string
  readonly app: string
  readonly order: number | undefined
}

/**
 * Whether the worker can have written this letter about this job, in this life of it or an earlier one. Whoever may write to the queues
 * could have laid down any other.
 */
export function fits({ operation, app, order = 0 }: AboutJob, job: Job): boolean {
  const known = { operation: job.operation, app: job.app }
  return isDeepStrictEqual({ operation, app }, known) && order <= job.order
}

/** What can become of a letter's job. `npm run redrive` and the worker, who meets letters that SQS has moved back, go by the same. */
export function outlookOfJob({ order, isDoorbell }: JobLetter, { job, hasLeft, writtenAt }: JobFacts): JobOutlook {
  if (!job) return { mark: 'job gone' }
  const isOfThisLife = order === undefined || order === job.order
  if (job.state === 'queued') {
    if (!isDoorbell && order === job.order) return { mark: 'under way' }
    return { ...(!isDoorbell && { mark: 'queued again' }), cure: { by: 'ring', job } }
  }
  if (isDoorbell || !isOfThisLife || !hasLeft) return { mark: 'ended since' }
  return { ...(writtenAt > (job.finishedAt ?? 0) && { mark: 'written since' }), cure: { by: 'revive', job } }
}

/** What only reads puts no older value over a newer one. */
export const reads = (operation: string): boolean => known.get(operation)?.effect === 'read'

/** Whether an ended job has left something to be done again. @throws StateUnavailable */
export async function leavesWork(job: Job | undefined, jobs: Jobs): Promise<boolean> {
  if (job?.state !== 'completed') return job?.state === 'failed'
  const answer = await jobs.answerOf(job)
  return outcomeIn(answer?.value as Memory | undefined)?.retry !== undefined
}

/**
 * Lets an ended job begin anew, and rings for it. Somebody else may do so at the same moment: whoever comes second rings for it too,
 * while it waits.
 * @returns false where it has ended again meanwhile, or is gone
 * @throws StateUnavailable
 */
export async function revive(ended: Job, parts: AcceptParts): Promise<boolean> {
  const job = await parts.jobs.revive(ended)
  if (job?.state !== 'queued') return false
  await ringAgain(job, parts)
  return true
}

/**
 * Rings for a job that waits.
 * @param by tells this ring from an earlier one; the same within five minutes is no second ring
 * @throws StateUnavailable
 */
export async function ringAgain(job: Job, parts: AcceptParts, by: string | number = job.order): Promise<void> {
  // A letter that is moved into the jobs queue may bring the id that it was laid down with, `{jobId}-{order}`: none of these.
  await announce(parts, job, { again: `-again-${by}` })
}
