import type { Waiting } from '../../ledger/account-queues.ts'
import type { Job, Jobs } from '../../ledger/jobs.ts'

/** The jobs that a round looks at, in their order. */
export interface Window {
  readonly jobs: readonly Job[]
  /** Places of jobs that are gone from the table, or wait no longer. */
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
/** Whose the places are that a worker gives: nobody takes them back. */
const WORKER = 'worker'
/** Ten accounts are worked on side by side, and each request of theirs must be answered in its time. */
const AT_ONCE = 10

/**
 * Reads what waits for an account, from the front on and as much as can be held at once, and the doorbell's own job where that is still
 * to do: it has its place there unless that was taken away again, and is then given it back.
 * @throws StateUnavailable
 */
export async function readWindow(jobs: Jobs, own: Job): Promise<Window> {
  const waiting = await jobs.queues.list(own.group, MOST_JOBS)
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
  if (isWhole && !places.has(own.jobId)) found.push(...(await putBack(jobs, own)))
  const withdrawn = await withdrawnOf(jobs, own, found, places)
  return {
    jobs: found.filter((job) => !withdrawn.has(job)).toSorted((a, b) => a.order - b.order),
    gone: [...gone, ...[...withdrawn].map(({ jobId }) => jobId)].flatMap((jobId) => places.get(jobId) ?? []),
    places,
    isWhole,
  }
}

/** Jobs whose places were taken back before anybody had begun with them. The one that the doorbell names was rung for after all. */
async function withdrawnOf(jobs: Jobs, own: Job, found: readonly Job[], places: Window['places']): Promise<Set<Job>> {
  const isTakenBack = (jobId: string) => places.get(jobId)?.every((one) => one.isTakenBack)
  const isUntried = ({ state, attempts, answer }: Job) => state === 'queued' && attempts === 0 && !answer
  const some = found.filter((job) => job.jobId !== own.jobId && isUntried(job) && isTakenBack(job.jobId))
  if (some.length === 0) return new Set()
  const { begun } = await jobs.queues.stateOf(own.group)
  return new Set(some.filter(({ order }) => !begun.has(order)))
}

/**
 * One that has ended and left the queue has been told of. One that is still to do gets its place before it is begun: only by that can
 * whoever comes next know of a job that ended, and of whose end nobody could be told.
 */
async function putBack(jobs: Jobs, { jobId }: Job): Promise<Job[]> {
  const toDo = (await jobs.getMany([jobId])).filter(({ state }) => state === 'queued')
  await Promise.all(toDo.map((job) => jobs.queues.enlist(job, WORKER)))
  return toDo
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
