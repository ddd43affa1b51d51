import { randomUUID } from 'node:crypto'
import { StateUnavailable } from '../ledger/state-table.ts'
import type { Job } from './job.ts'
import type { JobQueue } from './job-queue.ts'
import type { Jobs } from './jobs.ts'

export interface AcceptParts {
  readonly jobs: Jobs
  readonly queue: JobQueue
}

/** A job that nobody could be rung for, and that may have its place in the queue all the same: it may be done yet. */
export class MayBeQueued extends StateUnavailable {
  /** What kept its place from being taken back. */
  readonly fault: unknown

  constructor({ cause }: StateUnavailable, fault: unknown) {
    super(cause)
    this.fault = fault
  }
}

interface Announced {
  /** What tells this ring from earlier ones, see JobQueue.ring. */
  readonly again?: string
  /** Whether it may have been announced before. */
  readonly isKnown?: boolean
  /** See Ring. */
  readonly behind?: number
  /** See Ring. */
  readonly joins?: boolean
  /** The jobs for whoever has no time for a place that nobody rings for. */
  readonly inTime?: Jobs
}

/**
 * Puts a job into its account's queue and rings for it. One that nobody rings for is taken out again, or it would be done whenever
 * the account's next job is, long after its caller was told that it is not. One that had its place there before keeps it, and with
 * it its turn: somebody has rung for it.
 * @throws MayBeQueued where it may be done all the same, StateUnavailable where it will not
 */
export async function announce({ jobs, queue }: AcceptParts, job: Job, announced: Announced = {}): Promise<void> {
  const { again = '', isKnown = false, inTime = jobs, behind = 0, joins = false } = announced
  const by = randomUUID()
  let isNew: boolean | undefined
  try {
    isNew = await inTime.queues.enlist(job, by)
    // An earlier ring for a place that was taken back has rung for nothing, and must not pass for this one.
    const isAnew = isNew && (isKnown || again !== '')
    await queue.ring({ ...job, behind, joins }, isAnew ? `${again}-${by}` : again)
  } catch (error) {
    if (!(error instanceof StateUnavailable)) throw error
    const left = isNew === false ? { isOut: false } : await takeOut(jobs, job, by)
    // The table may yet do what it was asked for and gave no answer to.
    throw left.isOut && isNew ? error : new MayBeQueued(error, left.fault)
  }
}

interface TakenOut {
  /** Whether it is proved that nobody will do the job. */
  readonly isOut: boolean
  /** What kept it from being taken out. */
  readonly fault?: unknown
}

/**
 * A worker that another doorbell has called may be at it already, and tells of its end by its place. Whoever asked for the same job
 * meanwhile may have rung for it, and been told that it is queued: then the place is theirs.
 */
async function takeOut(jobs: Jobs, job: Job, by: string): Promise<TakenOut> {
  try {
    const { begun } = await jobs.queues.stateOf(job.group)
    const now = await jobs.get(job.jobId)
    if (now?.state !== 'queued' || begun.has(job.order)) return { isOut: false }
    const isTaken = await jobs.queues.takeBack(job, by)
    // Whoever had begun with it before it was taken back may have ended their turn, and what came of that stands in its record.
    return { isOut: isTaken && isUntouched(await jobs.get(job.jobId)) }
  } catch (fault) {
    return { isOut: false, fault }
  }
}

const isUntouched = (job: Job | undefined): boolean =>
  job?.state === 'queued' && job.attempts === 0 && job.answer === undefined
