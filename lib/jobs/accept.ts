import { randomUUID } from 'node:crypto'
import { type Clock, within } from '../clock.ts'
import { GatewayError } from '../errors/gateway-error.ts'
import type { Accept, Accepted, Terms } from '../flow/later.ts'
import { withMessageId } from '../flow/send-numbers.ts'
import { asRepeat, isRepeatableForEver, type Task, turnOf } from '../flow/task.ts'
import { StateUnavailable } from '../ledger/state-table.ts'
import { faultOf, type Log } from '../telemetry/log.ts'
import { metric } from '../telemetry/metric.ts'
import { traceIdOf } from '../telemetry/trace.ts'
import type { Admitted, Backlogs } from './backlogs.ts'
import { jobIdOf } from './job-ids.ts'
import type { JobQueue } from './job-queue.ts'
import type { Job, Jobs } from './jobs.ts'

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

interface AcceptingParts extends AcceptParts {
  readonly backlogs: Backlogs
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}

/** What has no items of its own brings a page of them at most. */
const PAGE_ITEMS = 100
/** Of the time to queue a job, what is left for its ring. */
const RING_MS = 500

/**
 * Queues tasks as jobs. A job is written down, put into its account's queue, and rung for, in this order: it counts from its place
 * on. What fails before can be repeated, and the same origin makes the same job.
 * The returned function throws GatewayError RATE_LIMITED where the caller has too much waiting already, and STATE_UNAVAILABLE where table
 * or queue are out of reach, or no time is left for them. It names the job where that may be done all the same; where it names none,
 * nothing will be.
 */
export function createAccept(parts: AcceptingParts): Accept {
  const { clock } = parts
  return async (task, terms) => {
    const jobId = jobIdOf(task, terms)
    const leftMs = terms.deadline - clock.now()
    if (leftMs <= RING_MS) throw notQueued({ jobInDoubt: terms.isRepeat ? jobId : undefined })
    return within(accept(parts, task, jobId, terms), leftMs, () => {
      throw notQueued({ jobInDoubt: jobId })
    })
  }
}

async function accept(
  { jobs, queue, backlogs, clock, log }: AcceptingParts,
  task: Task,
  id: string,
  terms: Terms,
): Promise<Accepted | undefined> {
  const inTime = jobs.until(() => terms.deadline - RING_MS - clock.now())
  let counted = 0
  try {
    const { behind, standsFor } = await admit({ jobs: inTime, backlogs }, task, id, terms)
    counted = standsFor
    const added = await add(inTime, task, id, { ...terms, standsFor })
    if (!added?.isNew) {
      counted = 0
      await backlogs.leave(task.share, standsFor)
    }
    if (!added) return undefined
    const { job, isNew } = added
    if (job.state === 'queued') await announce({ jobs, queue }, job, { isKnown: !isNew, inTime, behind })
    const { jobId, operation, app, createdAt, state } = job
    return { jobId, operation, app, createdAt, state, isKnown: !isNew }
  } catch (error) {
    if (!(error instanceof StateUnavailable)) throw error
    const isQueued = error instanceof MayBeQueued
    if (isQueued && error.fault !== undefined) {
      const about = { requestId: task.requestId, traceId: traceIdOf(task.traceparent), jobId: id }
      log.error('job not taken back', { ...about, ...faultOf(error.fault), ...metric('JobsNotTakenBack') })
    }
    if (!isQueued) await backlogs.leave(task.share, counted).catch(() => undefined)
    // An earlier request under the key may have queued it, whatever became of this one.
    throw notQueued({ cause: error, jobInDoubt: isQueued || terms.isRepeat ? id : undefined })
  }
}

/** @throws StateUnavailable, or GatewayError RATE_LIMITED where the caller has too much waiting */
async function admit(
  { jobs, backlogs }: Pick<AcceptingParts, 'jobs' | 'backlogs'>,
  task: Task,
  id: string,
  terms: Terms,
) {
  // What an earlier request may have queued already is not new to the queue.
  if (terms.isRepeat) return ADMITTED
  const admitted = await backlogs.admit(task.share)
  if (!('refusedForMs' in admitted)) return admitted
  // An event may be brought twice, and of one whose job is queued nobody must be told that it is refused.
  if ((terms.cause ?? terms.key) !== undefined && (await jobs.get(id))) return ADMITTED
  const retryAfter = Math.ceil(admitted.refusedForMs / 1000)
  throw new GatewayError('RATE_LIMITED', { detail: TOO_MUCH_WAITS, retryAfter })
}

/** The job that the task is now, or has been before. @throws StateUnavailable */
async function add(jobs: Jobs, task: Task, jobId: string, terms: Terms & Pick<Admitted, 'standsFor'>) {
  const { operation, app, caller, requestId, traceparent } = task
  if (terms.isRepeat && !isRepeatableForEver(operation)) {
    const job = await jobs.get(jobId)
    return job && { job, isNew: false }
  }
  const asked = terms.isRepeat ? asRepeat(task) : task
  // A send is told apart by its job, so that each of its attempts is the same send.
  const body = withMessageId(operation, asked.body, { caller, key: jobId })
  const items = task.items?.list.length ?? PAGE_ITEMS
  const facts = { operation: operation.name, body, items, app, caller, requestId, traceparent, cause: terms.cause }
  // What takes no turn waits for nobody: its queue is its own.
  return jobs.add({ ...facts, jobId, account: turnOf(task) ?? jobId, standsFor: terms.standsFor })
}

interface Announced {
  /** What tells this ring from earlier ones, see JobQueue.ring. */
  readonly again?: string
  /** Whether it may have been announced before. */
  readonly isKnown?: boolean
  /** See Ring. */
  readonly behind?: number
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
  const { again = '', isKnown = false, inTime = jobs, behind = 0 } = announced
  const by = randomUUID()
  let isNew: boolean | undefined
  try {
    isNew = await inTime.queues.enlist(job, by)
    // An earlier ring for a place that was taken back has rung for nothing, and must not pass for this one.
    const isAnew = isNew && (isKnown || again !== '')
    await queue.ring({ ...job, behind }, isAnew ? `${again}-${by}` : again)
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

interface NotQueued {
  readonly cause?: StateUnavailable
  /** Id of a job that may be done all the same. */
  readonly jobInDoubt?: string | undefined
}

/** What keeps a job from being queued, or from being told in time that it is. */
const notQueued = ({ cause, jobInDoubt }: NotQueued): GatewayError =>
  new GatewayError('STATE_UNAVAILABLE', {
    detail: jobInDoubt === undefined ? NOTHING_QUEUED : MAY_BE_QUEUED,
    retryable: true,
    ...(jobInDoubt !== undefined && { jobInDoubt }),
    ...(cause && { cause }),
  })

const ADMITTED: Admitted = { behind: 0, standsFor: 0 }
const TOO_MUCH_WAITS =
  'Of all that waits in the queue too much is yours, so this was not queued. Send it again after Retry-After, once some of your jobs have ended.'
const NOTHING_QUEUED = 'The job can’t be queued now, and nothing of it will be done. Send it again later.'
const MAY_BE_QUEUED =
  'The job can’t be queued now, and whether it is queued all the same is not known: look at its Location. ' +
  'Send it again later; with the same Idempotency-Key it stays one job.'
