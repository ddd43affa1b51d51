import { isRepeatableForEver } from '../../flow/task.ts'
import type { Job } from '../../jobs/job.ts'
import { rowNamed } from '../../operations/load.ts'

/**
 * Of jobs in their order, the first that are begun together. What can't be repeated at any time is begun by itself: a worker that dies
 * leaves in doubt all that it has begun.
 */
export async function togetherOf(jobs: readonly Job[]): Promise<readonly Job[]> {
  for (const [index, { operation }] of jobs.entries()) {
    const row = await rowNamed(operation)
    if (row && !isRepeatableForEver(row)) return jobs.slice(0, Math.max(index, 1))
  }
  return jobs
}
