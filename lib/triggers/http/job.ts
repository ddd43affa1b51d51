import { type AccessPolicy, type Guarded, mayCall } from '../../access.ts'
import { isEventCaller } from '../../callers.ts'
import { type Clock, within } from '../../clock.ts'
import { GatewayError } from '../../errors/gateway-error.ts'
import type { Gateway } from '../../gateway.ts'
import type { Job, Jobs } from '../../jobs/jobs.ts'
import type { Memory } from '../../jobs/memory.ts'
import { StateUnavailable } from '../../ledger/state-table.ts'
import { operations } from '../../operations/index.ts'
import { traceIdOf } from '../../telemetry/trace.ts'
import { type Answer, jsonAnswer, toUtcTime } from '../answer.ts'
import { answerOfMemory } from '../job-memory.ts'
import { refuse } from '../refuse.ts'
import type { HttpCall } from './call.ts'
import { JOB_PATH } from './routes.ts'

/** A job that has not ended is worth asking for again so many seconds later. */
const ASK_AGAIN_SECONDS = 1

/**
 * Tells what became of a job. One that an event caused has no caller who could ask over HTTP: whoever read its id off the bus may,
 * as far as the policy would let them ask for the same. An answer holds accounts and texts, so each look leaves a line of who looked
 * at whose job, shown or not.
 * @throws GatewayError NOT_FOUND where there is none; STATE_UNAVAILABLE where that can't be seen in time
 */
export function showJob(jobId: string, call: HttpCall, gateway: Gateway): Promise<Answer> {
  return within(look(jobId, call, gateway), call.deadline - gateway.clock.now(), () => {
    throw outOfReach()
  })
}

async function look(jobId: string, call: HttpCall, { jobs, clock, config, log }: Gateway): Promise<Answer> {
  const { requestId, traceparent, caller } = call
  try {
    const job = await jobs?.get(jobId)
    if (!jobs || !job) throw noSuchJob()
    const looked = { requestId, caller, jobId, owner: job.caller }
    if (!maySee(job, caller, config.accessPolicy)) {
      return refuse(noSuchJob(), { ...looked, traceparent, path: JOB_PATH }, log)
    }
    const answer = await describe(job, jobs, clock, config.callsPerSecond)
    log.info('job looked up', { ...looked, traceId: traceIdOf(traceparent), operation: job.operation, status: 200 })
    return answer
  } catch (error) {
    if (!(error instanceof StateUnavailable)) throw error
    throw outOfReach(error)
  }
}

/** @throws StateUnavailable */
async function describe(job: Job, jobs: Jobs, clock: Pick<Clock, 'now'>, callsPerSecond: number): Promise<Answer> {
  const { jobId, operation, createdAt, finishedAt } = job
  const described = (state: string) => ({ jobId, operation, state, createdAt: toUtcTime(createdAt) })
  if (finishedAt === undefined || job.state === 'queued') {
    const { begun, workedUntil } = await jobs.queues.stateOf(job.group)
    const isRunning = begun.has(job.order) && clock.now() < workedUntil
    return jsonAnswer(200, described(isRunning ? 'running' : 'queued'), { 'retry-after': String(ASK_AGAIN_SECONDS) })
  }
  const kept = (await jobs.answerOf(job)) as { readonly value: Memory } | undefined
  const answer = kept && answerOfMemory(kept.value, job, callsPerSecond)
  return jsonAnswer(200, { ...described(job.state), finishedAt: toUtcTime(finishedAt), answer })
}

const maySee = (job: Job, caller: string, policy: AccessPolicy): boolean =>
  job.caller === caller ||
  (isEventCaller(job.caller) && mayCall(policy, { caller, app: job.app, operation: operationOf(job) }))

/** One that only another version knows may be any, so that it takes a grant by its name. */
const operationOf = ({ operation }: Job): Guarded => operations.get(operation) ?? { name: operation, byName: true }

const outOfReach = (cause?: StateUnavailable): GatewayError =>
  new GatewayError('STATE_UNAVAILABLE', {
    detail: 'The job can’t be looked up now. Ask again later; it goes on meanwhile.',
    retryable: true,
    ...(cause && { cause }),
  })

const noSuchJob = (): GatewayError =>
  new GatewayError('NOT_FOUND', {
    detail: 'There is no such job of yours. Jobs are kept for 7 days and shown to the caller who asked for them.',
  })
