import { GatewayError } from '../../errors/gateway-error.ts'
import type { ItemResult } from '../../flow/outcome.ts'
import { planTask } from '../../flow/plan.ts'
import { asRepeat, isRepeatableForEver, type Task } from '../../flow/task.ts'
import type { Job } from '../../jobs/job.ts'
import { type Memory, outcomeIn, resultsIn } from '../../jobs/memory.ts'
import type { Worked } from '../../jobs/work.ts'
import type { Members } from '../../json.ts'
import type { Doubt } from '../../ledger/idempotency.ts'
import { rowNamed } from '../../operations/load.ts'
import { doubtOf } from './broken-off.ts'
import type { ShiftParts } from './parts.ts'

/** A job as it is to be done now. */
export interface JobToDo {
  readonly job: Job
  /** What is left of it, or why nothing of it can be sent. */
  readonly work: { readonly task: Task } | Extract<Worked, { readonly refused: GatewayError }>
  /** What its earlier attempts brought, where there were any, as it is told where nothing more can be sent. */
  readonly memory: Memory | undefined
  /** Results of its earlier attempts. */
  readonly earlier: readonly ItemResult[]
}

type ReadParts = Pick<ShiftParts, 'jobs' | 'config'> & Pick<Task, 'patience'>

/**
 * Reads what a job asks for: all of it at first, then what its attempts have left.
 * @param doubt where a worker was broken off while it may have been sending this
 * @throws StateUnavailable
 */
export async function readToDo(
  job: Job,
  doubt: Doubt | undefined,
  { jobs, config, patience }: ReadParts,
): Promise<JobToDo> {
  const memory = (await jobs.answerOf(job))?.value as Memory | undefined
  const before = outcomeIn(memory)
  const { outcome, retry } = before ?? {}
  const results = resultsIn(before)
  const asked = await jobs.bodyOf(job)
  const body = retry === undefined ? asked : { value: leftOf(retry, asked?.value) }
  const earlier = retry === undefined ? [] : results
  const known = {
    job,
    memory: doubt
      ? doubtOf({ operation: await rowNamed(job.operation), app: job.app, body: body?.value }, memory)
      : memory,
    earlier,
  }
  if (!body) return { ...known, work: { refused: new GatewayError('INTERNAL', { detail: DAMAGED }) } }
  try {
    const task = await planTask(
      { ...job, askedAt: job.createdAt, body: body.value },
      { ...config, defaultApp: job.app },
    )
    const queued: Task = { ...task, isQueued: true, patience }
    const hasUnknown = results.some(({ status }) => status === 'unknown')
    // Of items that may be repeated for a time only, none that is left is in doubt: what was stays unknown.
    const areInDoubt = hasUnknown && isRepeatableForEver(task.operation)
    const isInDoubt = doubt !== undefined || outcome === 'unknown' || areInDoubt
    return { ...known, work: { task: isInDoubt ? asRepeat(queued, doubt?.since) : queued } }
  } catch (error) {
    // What was valid and allowed when it was accepted may not be after a deployment.
    if (!(error instanceof GatewayError)) throw error
    return { ...known, work: { refused: error } }
  }
}

/** What is left, without the word that it is a repeat where its caller did not say so: what attempts came to is known here. */
function leftOf(retry: Members, asked: unknown): Members {
  const { repeated, ...left } = retry
  return Object(asked).repeated === true ? { ...left, repeated } : left
}

const DAMAGED = 'What this job asks for is damaged in the table, so nothing was sent. Send it again.'
