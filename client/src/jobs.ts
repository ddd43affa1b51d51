import type { CallOptions } from './answers/options.ts'
import { type Judged, type Reply, replyOf } from './answers/reply.ts'
import { answerOf, errorOf } from './answers/unions.ts'
import type { Accepted, JobEnded, JobWaiting } from './printed/parts.ts'
import { type Clock, readNumber } from './settings.ts'
import type { Exchange, GatewayReply } from './transport/messages.ts'
import { isProblem } from './transport/repeats.ts'
import { retryAfter } from './transport/waits.ts'

/** A job as it stands. */
export type Job = JobWaiting | JobEnded

/** A job that was queued by `respondAsync`. */
export interface QueuedJob<Answer> extends Accepted {
  /** Waits until it has ended, and answers what the call itself would have answered. @throws JobNotEnded */
  readonly answer: (options?: CallOptions) => Reply<Answer>
}

/** The time of waiting was over before the job had ended. It goes on. */
export class JobNotEnded extends Error {
  override readonly name = 'JobNotEnded'
  /** As it was last seen. */
  readonly job: JobWaiting

  constructor(job: JobWaiting, ms: number) {
    super(
      `Job ${job.jobId} is still ${job.state} after ${Math.round(ms / 1000)} s of waiting. Wait for it again: it is kept for 7 days.`,
    )
    this.job = job
  }
}

/** The gateway holds an answer back for so long, at most. */
const HELD_SECONDS = 20
const HELD_MS = (HELD_SECONDS + 10) * 1000
/** How long a job is waited for unless it is said otherwise. */
const PATIENCE_MS = 10 * 60_000
const ASK_AGAIN_MS = 1000

/** Looks at jobs, and waits for them. */
export interface Jobs {
  /** Where a job stands. @throws GatewayError such as NOT_FOUND */
  readonly job: (jobId: string, options?: CallOptions) => Promise<Job>
  /**
   * Waits until a job has ended: for 10 minutes, or `timeoutMs`.
   * @throws JobNotEnded, GatewayError
   */
  readonly waitForJob: (jobId: string, options?: CallOptions) => Promise<JobEnded>
}

export function createJobs(exchange: Exchange, clock: Clock): Jobs {
  // Gateways of an earlier version know no waiting, and refuse the question.
  let canHold = true
  const look = async (jobId: string, query: string, options: CallOptions): Promise<GatewayReply> =>
    exchange({
      method: 'GET',
      path: `/v1/jobs/${encodeURIComponent(jobId)}${query}`,
      effect: 'read',
      signal: options.signal,
      ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
      ...(options.traceparent !== undefined && { headers: { traceparent: options.traceparent } }),
    })
  return {
    job: async (jobId, options = {}) => jobIn(await look(jobId, '', options)),
    waitForJob: async (jobId, options = {}) => {
      const begun = clock.now()
      const patience = readNumber('timeoutMs', options.timeoutMs, PATIENCE_MS, 1)
      for (;;) {
        const asked = clock.now()
        const left = begun + patience - asked
        const seconds = Math.min(HELD_SECONDS, Math.ceil(left / 1000))
        const reply = await look(jobId, canHold && seconds > 0 ? `?wait=${seconds}` : '', {
          ...options,
          timeoutMs: HELD_MS,
        })
        if (canHold && reply.status === 400 && isProblem(reply)) {
          canHold = false
          continue
        }
        const job = jobIn(reply)
        if ('answer' in job) return job
        // An answer that was not held back would otherwise be asked for without a pause.
        const wasHeld = clock.now() - asked >= ASK_AGAIN_MS
        const waitMs = wasHeld ? 0 : (retryAfter(reply.headers['retry-after'], clock.now()) ?? ASK_AGAIN_MS)
        if (clock.now() + waitMs >= begun + patience) throw new JobNotEnded(job, clock.now() - begun)
        await clock.sleep(waitMs, options.signal)
      }
    },
  }
}

function jobIn(reply: GatewayReply): Job {
  if (reply.status >= 300) throw errorOf(reply, false)
  return reply.body as Job
}

/** What a job's call would have answered. */
export function answerOfJob({ answer: { status, body } }: JobEnded): Judged {
  const type = status >= 400 ? 'application/problem+json' : 'application/json'
  return answerOf({ status, headers: { 'content-type': type }, body, requestId: String(body.requestId ?? '') })
}

/** A queued job with its answer to come. */
export const queuedJob = <Answer extends Judged>(accepted: Accepted, { waitForJob }: Jobs): QueuedJob<Answer> => ({
  ...accepted,
  answer: (options) =>
    replyOf(waitForJob(accepted.jobId, options).then((job) => answerOfJob(job) as unknown as Answer)),
})
