import { type Clock, within } from '../clock.ts'
import { GatewayError } from '../errors/gateway-error.ts'
import type { Accept, Accepted, Terms } from '../flow/later.ts'
import { withMessageId } from '../flow/send-numbers.ts'
import { asRepeat, isRepeatableForEver, type Task, turnOf } from '../flow/task.ts'
import { StateUnavailable } from '../ledger/state-table.ts'
import { faultOf, type Log } from '../telemetry/log.ts'
import { metric } from '../telemetry/metric.ts'
import { traceIdOf } from '../telemetry/trace.ts'
import { type AcceptParts, announce, MayBeQueued } from './announce.ts'
import type { Admitted, Backlogs } from './backlogs.ts'
import { jobIdOf } from './job-ids.ts'
import type { Jobs } from './jobs.ts'
import { callsOf } from './merge.ts'

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
    const calls = callsOf(task, added.joins)
    if (isNew) backlogs.note(task.share, calls)
    const joins = added.joins && calls < 1
    if (job.state === 'queued') await announce({ jobs, queue }, job, { isKnown: !isNew, inTime, behind, joins })
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
    return job && { job, isNew: false, joins: false }
  }
  const asked = terms.isRepeat ? asRepeat(task) : task
  // A send is told apart by its job, so that each of its attempts is the same send.
  const body = withMessageId(operation, asked.body, { caller, key: jobId })
  const items = task.items?.list.length ?? PAGE_ITEMS
  const facts = { operation: operation.name, body, items, app, caller, requestId, traceparent, cause: terms.cause }
  // What takes no turn waits for nobody: its queue is its own.
  return jobs.add({ ...facts, jobId, account: turnOf(task) ?? jobId, standsFor: terms.standsFor })
}

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
