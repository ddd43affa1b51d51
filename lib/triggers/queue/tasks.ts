import { GatewayError } from '../../errors/gateway-error.ts'
import type { Job, Jobs } from '../../ledger/jobs.ts'
import type { ItemResult } from '../../outcome.ts'
import { planTask, type Task } from '../../task.ts'
import type { Answer } from '../answer.ts'

/** What is kept of a job's answer. */
export type KeptAnswer = Pick<Answer, 'status' | 'body'>

/** A job as it is to be done now. */
export interface JobToDo {
  readonly job: Job
  /** What is left of it, or why it can't be done. */
  readonly work: { readonly task: Task } | { readonly refused: GatewayError }
  /** Results of its earlier attempts. */
  readonly earlier: readonly ItemResult[]
}

/** What the parts of an answer are called that the next attempt goes on from. */
interface Left {
  readonly retry?: unknown
  readonly results?: readonly ItemResult[]
}

/** Reads what a job asks for: all of it at first, then what its attempts have left. @throws StateUnavailable */
export async function readToDo(job: Job, jobs: Jobs, defaultApp: string): Promise<JobToDo> {
  const answer = (await jobs.answerOf(job))?.value as KeptAnswer | undefined
  const { retry, results = [] } = (answer?.body ?? {}) as Left
  const body = retry === undefined ? await jobs.bodyOf(job) : { value: retry }
  const earlier = retry === undefined ? [] : results
  if (!body) return { job, earlier, work: { refused: new GatewayError('INTERNAL', { detail: DAMAGED }) } }
  try {
    const task = await planTask({ ...job, body: body.value }, defaultApp)
    return { job, earlier, work: { task: { ...task, app: job.app, isQueued: true } } }
  } catch (error) {
    // What was valid when it was accepted may not be after a deployment.
    if (!(error instanceof GatewayError)) throw error
    return { job, earlier, work: { refused: error } }
  }
}

const DAMAGED = 'What this job asks for is damaged in the table, so nothing was sent. Send it again.'
