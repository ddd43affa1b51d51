import { GatewayError } from '../../errors/gateway-error.ts'
import { afterwards, type ItemResult, type Outcome } from '../../flow/outcome.ts'
import { isRepeatableForEver } from '../../flow/task.ts'
import type { Job } from '../../jobs/job.ts'
import type { EndedJob } from '../../jobs/jobs.ts'
import { type Memory, memoryOfRefusal, reasonIn, resultsIn } from '../../jobs/memory.ts'
import type { Worked } from '../../jobs/work.ts'
import { rowNamed } from '../../operations/load.ts'
import { type Fields, faultOf } from '../../telemetry/log.ts'
import { traceIdOf } from '../../telemetry/trace.ts'
import { jobPath } from '../answer.ts'
import { effortFigures, faultFigures, figureFields, itemFigures } from '../figures.ts'
import { answerOfMemory } from '../job-memory.ts'
import { type Refused, refuse } from '../refuse.ts'
import { type ResultEvent, resultEvent } from '../results/result-event.ts'
import { brokenOff, doubtOf } from './broken-off.ts'
import type { Doorbell } from './doorbell.ts'
import type { ShiftParts } from './parts.ts'
import { retryWait } from './retry-wait.ts'
import type { JobToDo } from './tasks.ts'

/** A job that has ended, and the event that says so; `end` where that is yet to be written down. */
export interface Ended {
  readonly job: Job
  readonly event: ResultEvent
  readonly end?: EndedJob
}

/** What became of one job: it has ended, or is to be tried again after so many seconds, or as soon as there is a place for it. */
export type Settled = Ended | { readonly retryAfter: number | 'a place' }

/** The letter about a doorbell that leads nowhere. */
export const UNKNOWN_JOB = 'UNKNOWN_JOB'

/** Writes down what became of jobs: an end with its event, a letter where nobody goes on trying, or what is left to do. */
export class Settlement {
  readonly #parts: ShiftParts
  readonly #invocationId: string

  /** @param invocationId of the worker's invocation, for the log */
  constructor(parts: ShiftParts, invocationId: string) {
    this.#parts = parts
    this.#invocationId = invocationId
  }

  /**
   * @param takenAt Unix milliseconds, when the job's turn began
   * @throws StateUnavailable
   */
  async settle({ job, earlier, memory: before }: JobToDo, became: Worked, takenAt: number): Promise<Settled> {
    const { log, config } = this.#parts
    const worked = 'refused' in became ? brokenOff(before, became.refused) : became
    if ('refused' in worked) {
      const counted = { counted: 'JobAttempts', queueAge: takenAt - job.createdAt } as const
      refuse(worked.refused, { ...refusedOf(job), ...counted }, log)
      return this.#end(job, memoryOfRefusal(worked.refused))
    }
    const outcome = afterwards(earlier, worked.outcome)
    const isOn = gotOn(earlier, worked.outcome)
    const wasBegun = worked.outcome.leading?.code !== 'DEADLINE_EXCEEDED' || worked.effort.calls > 0
    const hadNoPlace = isWithoutPlace(worked.outcome)
    const attempts = job.attempts + (isOn || !wasBegun || hadNoPlace ? 0 : 1)
    const isOver = outcome.retry === undefined || attempts >= config.jobAttempts
    this.#note({ ...job, attempts }, outcome, worked, { isOver, takenAt })
    const memory: Memory = { outcome }
    if (isOver) return this.#end(job, memory, outcome)
    await this.#parts.jobs.progress(job, attempts, memory)
    if (hadNoPlace) return { retryAfter: 'a place' }
    return { retryAfter: isOn ? 0 : retryWait(Math.max(1, attempts), config) }
  }

  /**
   * Counts an attempt that broke for a reason of ours; after the last one the job ends, and the group goes on.
   * @param takenAt Unix milliseconds, when the job's turn began
   * @throws StateUnavailable
   */
  async noteFault(job: Job, fault: unknown, takenAt: number): Promise<Settled> {
    const { log, config, jobs } = this.#parts
    const { operation, app } = job
    const attempts = job.attempts + 1
    const figures = { JobAttempts: 1, JobsBroken: 1, QueueAge: takenAt - job.createdAt }
    const broke = { attempts, ...faultOf(fault), ...figureFields({ operation, app }, figures) }
    log.error('job broke', { ...this.#aboutOf(job), ...broke })
    if (attempts >= config.jobAttempts) return this.#endFaulty(job)
    await jobs.progress(job, attempts)
    return { retryAfter: retryWait(attempts, config) }
  }

  /**
   * Ends a job whose last attempt broke. What may be sent again at any time is told as failed, since sending it again puts it right.
   * Whether anything else was sent is in doubt.
   */
  async #endFaulty(job: Job): Promise<Ended> {
    const operation = await rowNamed(job.operation)
    const mayBeSentAgain = operation !== undefined && isRepeatableForEver(operation)
    return this.#endBroken(job, mayBeSentAgain ? await this.#keptBefore(job) : await this.#inDoubt(job))
  }

  /**
   * Ends a job of which one worker after another has died. What it may have done is in doubt.
   * @throws StateUnavailable
   */
  async giveUp(job: Job): Promise<Ended> {
    const { operation, app, attempts } = job
    const told = { attempts, ...figureFields({ operation, app }, { JobsBroken: 1 }) }
    this.#parts.log.error('job given up', { ...this.#aboutOf(job), ...told })
    return this.#endBroken(job, await this.#inDoubt(job))
  }

  /**
   * What a job may have done, told as in doubt. What it asks for may be what breaks it, and is read again of a send alone: whoever asked for
   * that needs its id and its numbers to look.
   */
  async #inDoubt(job: Job): Promise<Memory | undefined> {
    const operation = await rowNamed(job.operation)
    const body = operation?.sends && (await this.#parts.jobs.bodyOf(job))?.value
    const interrupted = { operation, app: job.app, body }
    const before = await this.#keptBefore(job)
    try {
      return doubtOf(interrupted, before)
    } catch {
      // What was kept may be the very thing that broke the job.
      return doubtOf(interrupted, undefined)
    }
  }

  async #keptBefore(job: Job): Promise<Memory | undefined> {
    return (await this.#parts.jobs.answerOf(job))?.value as Memory | undefined
  }

  /** What earlier attempts have done stays told. */
  async #endBroken(job: Job, before: Memory | undefined): Promise<Ended> {
    const broken = new GatewayError('INTERNAL')
    const became = this.#brokenOffOr(before, broken)
    if (!('refused' in became)) return this.#end(job, { outcome: became.outcome }, became.outcome)
    refuse(broken, refusedOf(job), this.#parts.log)
    return this.#end(job, memoryOfRefusal(broken))
  }

  /** What was kept may be the very thing that broke the job, which must end all the same. */
  #brokenOffOr(before: Memory | undefined, refused: GatewayError): Worked {
    try {
      return brokenOff(before, refused)
    } catch {
      return { refused }
    }
  }

  /** The event of a job that had ended before, and may not have been told of. @throws StateUnavailable */
  async recall(job: Job): Promise<Ended> {
    return this.#endedOf(job, (await this.#keptBefore(job)) ?? NOTHING_KEPT)
  }

  /** @throws StateUnavailable */
  async putAwayUnknown({ jobId, group, messageId, text }: Doorbell): Promise<void> {
    const fifo = { group, deduplicationId: messageId }
    await this.#parts.queue.bury({
      reason: UNKNOWN_JOB,
      operation: '',
      app: '',
      content: { jobId, message: text },
      brief: { jobId },
      fifo,
    })
    this.#parts.log.error('doorbell of no job put away', { jobId, messageId })
  }

  /** The letter goes before the end is written down: a job that ended without its letter would be lost. */
  async #end(job: Job, memory: Memory, outcome?: Outcome): Promise<Ended> {
    const { jobs } = this.#parts
    const isDone = outcome?.outcome === 'ok' || outcome?.outcome === 'partial'
    const needsLetter = !isDone || outcome?.retry !== undefined
    if (needsLetter) await this.#putAway(job, reasonIn(memory))
    const end = await jobs.endOf(job, isDone ? 'completed' : 'failed', memory, needsLetter)
    return { ...(await this.#endedOf(job, memory)), end }
  }

  /** @throws StateUnavailable */
  async #putAway(job: Job, reason: string) {
    const { queue, log } = this.#parts
    const { jobId, operation, app, group, order } = job
    const fifo = { group, deduplicationId: `${jobId}-${order}` }
    await queue.bury({ reason, operation, app, content: { jobId, order }, fifo })
    log.warn('job put away', { ...this.#aboutOf(job), operation, app, reason })
  }

  async #endedOf(job: Job, memory: Memory): Promise<Ended> {
    const { jobId, operation, app, group, cause, traceparent } = job
    const { callsPerSecond, errorDocsUrl } = this.#parts.config
    const answer = answerOfMemory(memory, job, await rowNamed(operation), callsPerSecond)
    const told = { operation, app, job: { jobId, path: jobPath(jobId), group }, cause, traceparent, answer }
    return { job, event: resultEvent(told, errorDocsUrl) }
  }

  /** Whose the job is, and which. */
  #aboutOf({ requestId, traceparent, jobId, caller }: Job): Fields {
    return { requestId, traceId: traceIdOf(traceparent), invocationId: this.#invocationId, jobId, caller }
  }

  /** Items are counted once, when the job is over; effort and faults at each attempt. */
  #note(job: Job, outcome: Outcome, worked: WithOutcome, { isOver, takenAt }: Turn): void {
    const { log, clock } = this.#parts
    const { app, createdAt, operation, attempts } = job
    const { effort, merged, isAppReal } = worked
    const code = outcome.leading?.code
    const figures = {
      JobAttempts: 1,
      QueueAge: takenAt - createdAt,
      ...(isOver && itemFigures(outcome)),
      ...faultFigures(worked.outcome.leading?.code),
      ...effortFigures(effort),
    }
    const became = { outcome: outcome.outcome, code, merged, attempts, ageMs: clock.now() - createdAt }
    log.info('job', { ...this.#aboutOf(job), ...became, ...figureFields({ operation, app, isAppReal }, figures) })
  }
}

type WithOutcome = Extract<Worked, { readonly outcome: Outcome }>

/** One attempt at a job. */
interface Turn {
  /** Whether nobody goes on trying. */
  readonly isOver: boolean
  /** Unix milliseconds, when it began. */
  readonly takenAt: number
}

const refusedOf = ({ requestId, traceparent, caller, jobId, operation, app }: Job): Refused => ({
  requestId,
  traceparent,
  caller,
  jobId,
  operation,
  app,
})

/** What is told of a job that has ended, and of which nothing is remembered. */
const NOTHING_KEPT: Memory = { status: 200, body: {} }

/** Whether some of it was not sent for want of a place in the quota: it is Chat alone that says such a thing in words of its own. */
function isWithoutPlace(outcome: Outcome): boolean {
  const errors = [outcome.leading, ...resultsIn(outcome).map(({ error }) => error)]
  return errors.some((error) => error?.code === 'RATE_LIMITED' && error.upstream === undefined)
}

/** Whether an attempt has done something that those before it had not. */
function gotOn(earlier: readonly ItemResult[], { outcome, answer }: Outcome): boolean {
  const { counts } = answer
  return outcome === 'ok' || (earlier.length > 0 && counts !== undefined && counts.ok + (counts.pending ?? 0) > 0)
}
