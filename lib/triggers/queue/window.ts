import type { AccountQueue, Waiting } from '../../jobs/account-queues.ts'
import type { Job } from '../../jobs/job.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { weightOf } from '../../jobs/weight.ts'

/** The jobs that a round looks at, in their order. */
export interface Window {
  /** How the account's queue stood before its places were read. */
  readonly account: AccountQueue
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

/** What a window is read by. */
export interface Reading {
  /** What its jobs may weigh together, but for the first, which is in it whatever it weighs. */
  readonly weight: number
  /** Jobs whose records need not be read again, by their ids. */
  readonly known: ReadonlyMap<string, Job>
}

interface Bounds extends Reading {
  /** Orders of jobs that a worker was broken off amid, and may have died of: each of them has a window to itself. */
  readonly begun: ReadonlySet<number>
}

/** As many as one call takes single items. */
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
export async function readWindow(jobs: Jobs, group: string, reading: Reading): Promise<Window> {
  const { account, waiting } = await jobs.queues.look(group, MOST_JOBS)
  const places = Map.groupBy(waiting, ({ jobId }) => jobId)
  const taken = await take(jobs, places, { ...reading, begun: account.begun })
  const isWhole = taken.found.length + taken.gone.length === places.size && waiting.length < MOST_JOBS
  return {
    account,
    jobs: taken.found.toSorted((a, b) => a.order - b.order),
    gone: taken.gone.flatMap((jobId) => places.get(jobId) ?? []),
    places,
    isWhole,
    weight: taken.weight,
  }
}

type Places = Window['places']

async function take(jobs: Jobs, places: Places, bounds: Bounds) {
  const all = [...places.values()].flatMap(([first]) => first ?? [])
  const found: Job[] = []
  const gone: string[] = []
  let held: Held = { weight: 0 }
  for (let at = 0; at < all.length; ) {
    const slice = all.slice(at, at + fitting(all.slice(at, at + SLICE), held, bounds))
    if (slice.length === 0) break
    at += slice.length
    const read = await recordsOf(jobs, slice, bounds)
    for (const { jobId } of slice) {
      const job = read.get(jobId)
      const more = job && withOne(held, job.order, weightOf(job), bounds)
      if (job && !more) return { found, gone, weight: held.weight }
      if (job) found.push(job)
      else gone.push(jobId)
      held = more ?? held
    }
  }
  return { found, gone, weight: held.weight }
}

async function recordsOf(jobs: Jobs, places: readonly Waiting[], { known }: Bounds): Promise<ReadonlyMap<string, Job>> {
  const unknown = places.map(({ jobId }) => jobId).filter((jobId) => !known.has(jobId))
  const read = unknown.length > 0 ? await jobs.getMany(unknown) : []
  return new Map([...known, ...read.map((job) => [job.jobId, job] as const)])
}

/** What a window has in it so far. */
interface Held {
  readonly weight: number
  /** Order of its first job, once there is one. */
  readonly first?: number
}

/** The window with one job more; undefined where that job has no room in it. */
function withOne(
  { weight, first }: Held,
  order: number,
  more: number,
  { weight: most, begun }: Bounds,
): Held | undefined {
  const hasRoom = first === undefined || (weight + more <= most && !begun.has(first) && !begun.has(order))
  return hasRoom ? { weight: weight + more, first: first ?? order } : undefined
}

/** How many of these, from the front on, have room as far as their places say. */
function fitting(places: readonly Waiting[], held: Held, bounds: Bounds): number {
  let count = 0
  for (const { order, weight = bounds.weight * UNWEIGHED } of places) {
    const more = withOne(held, order, weight, bounds)
    if (!more) break
    held = more
    count++
  }
  return count
}

/** Does `work` for all, some at a time, and answers in their order. */
export async function inSlices<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let at = 0; at < all.length; at += AT_ONCE) {
    results.push(...(await Promise.all(all.slice(at, at + AT_ONCE).map(work))))
  }
  return results
}
