import type { Clock } from '../../clock.ts'
import type { Job } from '../../jobs/job.ts'
import type { Jobs } from '../../jobs/jobs.ts'

/** Most jobs end within a second or two, so that the first waits are short. */
const FIRST_MS = 200
const GROWTH = 1.5
/** Later ones are not longer than this: a second of the function's life costs more than a read. */
const LONGEST_MS = 2000

/** Whether the record tells how the job ended. One that was sent again has its old end in it, and waits. */
export const hasEnded = (job: Job): job is Job & { readonly finishedAt: number } =>
  job.finishedAt !== undefined && job.state !== 'queued'

/**
 * Reads a job's record again until the job has ended, or until it is time: 15 times in 20 s, the last time at the very end.
 * @param until Unix milliseconds
 * @returns the job as it was read last; undefined where its record is gone by then
 * @throws StateUnavailable
 */
export async function endOf(job: Job, until: number, jobs: Pick<Jobs, 'get'>, clock: Clock): Promise<Job | undefined> {
  let read: Job | undefined = job
  for (let pause = FIRST_MS; read && !hasEnded(read); pause = Math.min(pause * GROWTH, LONGEST_MS)) {
    const leftMs = until - clock.now()
    if (leftMs <= 0) break
    await clock.sleep(Math.min(pause, leftMs))
    read = await jobs.get(job.jobId)
  }
  return read
}
