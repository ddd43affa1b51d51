import type { Waiting } from '../../ledger/account-queues.ts'
import type { Job, Jobs } from '../../ledger/jobs.ts'

/** The jobs that a round looks at, in their order. */
export interface Window {
  readonly jobs: readonly Job[]
  /** Places of jobs that are gone from the table. */
  readonly gone: readonly Waiting[]
  /** All places that were seen, by the ids of their jobs: one that was redriven or accepted again may have two. */
  readonly places: ReadonlyMap<string, readonly Waiting[]>
  /** Whether that is all that waits. */
  readonly isWhole: boolean
}

/** As many single items as one call takes. */
const MOST_JOBS = 1000
/** What jobs ask for and have brought, compressed: all of it is held at once. */
const MOST_BYTES = 2_000_000
/** Jobs read at a time. */
const SLICE = 100
/** Ten accounts are worked on side by side, and each request of theirs must be answered in its time. */
const AT_ONCE = 10

/**
 * Reads what waits for an account, from the front on and as much as can be held at once. A job without a place is none of it, even
 * where a doorbell has come for it: its place was taken back, and its caller told that nothing will be done.
 * @throws StateUnavailable
 */
export async function readWindow(jobs: Jobs, group: string): Promise<Window> {
  const waiting = await jobs.queues.list(group, MOST_JOBS)
  const places = Map.groupBy(waiting, ({ jobId }) => jobId)
  const jobIds = [...places.keys()]
  const found: Job[] = []
  const gone: string[] = []
  let bytes = 0
  for (let at = 0; at < jobIds.length && bytes < MOST_BYTES; at += SLICE) {
    const slice = jobIds.slice(at, at + SLICE)
    const read = new Map((await jobs.getMany(slice)).map((job) => [job.jobId, job]))
    gone.push(...slice.filter((jobId) => !read.has(jobId)))
    found.push(...read.values())
    bytes = found.reduce((sum, job) => sum + sizeOf(job), 0)
  }
  const isWhole = found.length + gone.length === jobIds.length && waiting.length < MOST_JOBS
  return {
    jobs: found.toSorted((a, b) => a.order - b.order),
    gone: gone.flatMap((jobId) => places.get(jobId) ?? []),
    places,
    isWhole,
  }
}

const PART_BYTES = 350_000

const sizeOf = ({ body, answer }: Job): number =>
  [body, answer].reduce((sum, parts) => sum + (parts ? parts.first.length + parts.more * PART_BYTES : 0), 0)

/** Does `work` for all, some at a time, and answers in their order. */
export async function inSlices<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let at = 0; at < all.length; at += AT_ONCE) {
    results.push(...(await Promise.all(all.slice(at, at + AT_ONCE).map(work))))
  }
  return results
}
