import type { Waiting } from '../../ledger/account-queues.ts'
import type { Job, Jobs } from '../../ledger/jobs.ts'
import { weightOf } from '../../ledger/weight.ts'

/** The jobs that a round looks at, in their order. */
export interface Window {
  readonly jobs: readonly Job[]
  /** Places of jobs that are gone from the table. */
  readonly gone: readonly Waiting[]
  /** All places that were seen, by the ids of their jobs: one that was redriven or accepted again may have two. */
  readonly places: ReadonlyMap<string, readonly Waiting[]>
  /** Whether that is all that waits. */
  readonly isWhole: boolean
  /** What the jobs weigh together. */
  readonly weight: number
}

/** Where a window ends, but for its first job, which is in it whatever it weighs. */
export interface Bounds {
  /** What its jobs may weigh together. */
  readonly weight: number
  /** How many they may be; as many as one call takes single items where it is left out. */
  readonly count?: number
}

const MOST_JOBS = 1000
/** Jobs read at a time. */
const SLICE = 100
/** The share of a window that a job counts for whose place does not say what it weighs, until its record has been read. */
const UNWEIGHED = 0.1
/** Ten accounts are worked on side by side, and each request of theirs must be answered in its time. */
const AT_ONCE = 10

/**
 * Reads what waits for an account, from the front on and as much as can be held at once: what its places say decides what is read,
 * and what the records say, before anything in them is unpacked, decides what is taken. A job without a place is none of it, even
 * where a doorbell has come for it: its place was taken back, and its caller told that nothing will be done.
 * @throws StateUnavailable
 */
export async function readWindow(jobs: Jobs, group: string, bounds: Bounds): Promise<Window> {
  const waiting = await jobs.queues.list(group, MOST_JOBS)
  const places = Map.groupBy(waiting, ({ jobId }) => jobId)
  const taken = await take(jobs, places, bounds)
  const isWhole = taken.found.length + taken.gone.length === places.size && waiting.length < MOST_JOBS
  return {
    jobs: taken.found.toSorted((a, b) => a.order - b.order),
    gone: taken.gone.flatMap((jobId) => places.get(jobId) ?? []),
    places,
    isWhole,
    weight: taken.weight,
  }
}

type Places = Window['places']

async function take(jobs: Jobs, places: Places, { weight: most, count = MOST_JOBS }: Bounds) {
  const jobIds = [...places.keys()]
  const taken = { found: [] as Job[], gone: [] as string[], weight: 0 }
  for (let at = 0; at < jobIds.length && taken.found.length < count; ) {
    const next = jobIds.slice(at, at + Math.min(SLICE, count - taken.found.length))
    const weights = next.map((jobId) => places.get(jobId)?.[0]?.weight ?? most * UNWEIGHED)
    const slice = next.slice(0, fitting(weights, most - taken.weight, taken.found.length === 0))
    if (slice.length === 0) break
    at += slice.length
    const read = new Map((await jobs.getMany(slice)).map((job) => [job.jobId, job]))
    for (const jobId of slice) {
      const job = read.get(jobId)
      const weight = job ? weightOf(job) : 0
      if (job && taken.found.length > 0 && taken.weight + weight > most) return taken
      if (job) taken.found.push(job)
      else taken.gone.push(jobId)
      taken.weight += weight
    }
  }
  return taken
}

/** How many of these fit into what is left, from the front on; the first does in any case where nothing is there yet. */
function fitting(weights: readonly number[], left: number, isFirst: boolean): number {
  let sum = 0
  const end = weights.findIndex((weight, index) => {
    sum += weight
    return sum > left && !(isFirst && index === 0)
  })
  return end < 0 ? weights.length : end
}

/** Does `work` for all, some at a time, and answers in their order. */
export async function inSlices<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let at = 0; at < all.length; at += AT_ONCE) {
    results.push(...(await Promise.all(all.slice(at, at + AT_ONCE).map(work))))
  }
  return results
}
