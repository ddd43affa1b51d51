import type { Job } from '../../jobs/job.ts'
import { known } from '../../operations/known.ts'
import { traceIdOf } from '../../telemetry/trace.ts'
import { figureFields } from '../figures.ts'
import type { ShiftParts } from './parts.ts'
import { retryWait } from './retry-wait.ts'

/**
 * Of the jobs that wait for an account, in their order, those that can be done now: none behind one of an operation that this version does
 * not know, which must not be overtaken. Where that one is the first, it alone.
 */
export function beforeUnknown(queued: readonly Job[]): readonly Job[] {
  const first = queued.findIndex(({ operation }) => !known.has(operation))
  return first < 0 ? queued : queued.slice(0, Math.max(1, first))
}

/**
 * A later version accepted such a job, and may be deployed in a moment: while one replaces another, instances of both run, and whoever
 * went back may go forward again. So it waits, as after an attempt that brought nothing; after the last it ends as one that can't be done,
 * with a letter, and its account goes on.
 * @returns when it is to be tried again, or undefined where its operation is known, or no attempt is left
 * @throws StateUnavailable
 */
export async function putOffUnknown(
  job: Job,
  { jobs, config, log }: Pick<ShiftParts, 'jobs' | 'config' | 'log'>,
  invocationId: string,
): Promise<{ readonly retryAfter: number } | undefined> {
  const { requestId, traceparent, jobId, caller } = job
  const attempts = job.attempts + 1
  if (known.has(job.operation) || attempts >= config.jobAttempts) return undefined
  await jobs.progress(job, attempts)
  const seconds = retryWait(attempts, config)
  const about = { requestId, traceId: traceIdOf(traceparent), invocationId, jobId, caller }
  const figures = figureFields(job, { JobAttempts: 1, JobsPutOff: 1 })
  log.warn('job of an unknown operation put off', { ...about, attempts, seconds, ...figures })
  return { retryAfter: seconds }
}
