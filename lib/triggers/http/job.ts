import { type AccessPolicy, type Guarded, mayCall } from '../../access.ts'
import { isEventCaller } from '../../callers.ts'
import { within } from '../../clock.ts'
import { GatewayError } from '../../errors/gateway-error.ts'
import type { Gateway } from '../../gateway.ts'
import type { Job } from '../../jobs/job.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import type { Memory } from '../../jobs/memory.ts'
import { StateUnavailable } from '../../ledger/state-table.ts'
import { known } from '../../operations/known.ts'
import { rowNamed } from '../../operations/load.ts'
import { traceIdOf } from '../../telemetry/trace.ts'
import { type Answer, ASK_AGAIN, jsonAnswer, toUtcTime } from '../answer.ts'
import { answerOfMemory } from '../job-memory.ts'
import { refuse } from '../refuse.ts'
import type { HttpCall } from './call.ts'
import { endOf, hasEnded } from './job-end.ts'
import { JOB_PATH } from './routes.ts'

/** What waits for a job's end answers so long before the call's deadline, so that it can still read the table and write the answer. */
const LAST_LOOK_MS = 1000

/**
 * Tells what became of a job. One that an event caused has no caller who could ask over HTTP: whoever read its id off the bus may,
 * as far as the policy would let them ask for the same. An answer holds accounts and texts, so each look leaves a line of who looked
 * at whose job, shown or not. Where the call says how long to wait, the answer comes when the job ends, or after that time.
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
    // Only now: somebody else's job must not be told from none by how long the answer takes.
    const lookedAt = await endOf(job, lastLook(call, clock.now()), jobs, clock)
    if (!lookedAt) throw noSuchJob()
    const answer = await describe(lookedAt, jobs, clock, config.callsPerSecond)
    log.info('job looked up', { ...looked, traceId: traceIdOf(traceparent), operation: job.operation, status: 200 })
    return answer
  } catch (error) {
    if (!(error instanceof StateUnavailable)) throw error
    throw outOfReach(error)
  }
}

/** @returns Unix milliseconds until when to wait for the job's end */
const lastLook = ({ waitSeconds = 0, deadline }: HttpCall, now: number): number =>
  Math.min(now + waitSeconds * 1000, deadline - LAST_LOOK_MS)

/** @throws StateUnavailable */
async function describe(job: Job, jobs: Jobs, clock: Gateway['clock'], callsPerSecond: number): Promise<Answer> {
  const { jobId, operation, createdAt } = job
  const described = (state: string) => ({ jobId, operation, state, createdAt: toUtcTime(createdAt) })
  if (!hasEnded(job)) {
    const { begun, workedUntil } = await jobs.queues.stateOf(job.group)
    const isRunning = begun.has(job.order) && clock.now() < workedUntil
    return jsonAnswer(200, described(isRunning ? 'running' : 'queued'), ASK_AGAIN)
  }
  const kept = (await jobs.answerOf(job)) as { readonly value: Memory } | undefined
  const answer = kept && answerOfMemory(kept.value, job, await rowNamed(operation), callsPerSecond)
  return jsonAnswer(200, { ...described(job.state), finishedAt: toUtcTime(job.finishedAt), answer })
}

const maySee = (job: Job, caller: string, policy: AccessPolicy): boolean =>
  job.caller === caller ||
  (isEventCaller(job.caller) && mayCall(policy, { caller, app: job.app, operation: operationOf(job) }))

/** One that only another version knows may be any, so that it takes a grant by its name. */
const operationOf = ({ operation }: Job): Guarded => known.get(operation) ?? { name: operation, byName: true }

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
