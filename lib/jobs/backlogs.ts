import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { isAhead } from '../clock.ts'
import { expiring } from '../ledger/expiry.ts'
import { type Key, type StateTable, StateUnavailable } from '../ledger/state-table.ts'
import type { JobQueue } from './job-queue.ts'

/** How a job is let in. */
export interface Admitted {
  /** About how many calls the jobs make that wait before it at the same expense. */
  readonly behind: number
  /** How many jobs it stands for in what is counted, until it has ended; mostly none. */
  readonly standsFor: number
}

/** How a job is kept out for now. */
export interface Refused {
  /** Until then nothing of the share is let in here; from then on it is counted anew. */
  readonly refusedForMs: number
}

export interface BacklogsParts {
  readonly table: StateTable
  readonly queue: Pick<JobQueue, 'size'>
  readonly clock: Pick<Clock, 'now'>
  /** How many jobs may wait, of all callers together. */
  readonly most: number
}

/** One job in so many is counted, for all of them: a lone one costs nothing. */
export const STANDS_FOR = 10
/** What was learned is a guide for so long; whoever has not come for as long is alone again. */
const BELIEF_MS = 10_000
/** How often the queue is asked for its size, and how long whoever is refused is refused unasked. */
const LOOK_MS = 5000
/** SQS tells sizes about right, and after a rush late; and what is being accepted is counted before it is rung for. */
const TOLERANCE = 1000
/** A count that nobody changes any more outlives the jobs that it counts. */
const TTL_MS = 14 * 86_400_000
/** Of so many jobs it is remembered at least how many calls they make; of twice as many the older ones count half. */
const NOTED = 10_000
/** Callers are without end; so many may come at a time before those are forgotten who have not come lately. */
const MOST_KNOWN = 1000

/** What this instance has seen of one share's backlog. */
interface Seen {
  waiting: number
  /** Jobs let in since. */
  since: number
  /** Jobs queued here of which it is known how many calls they make, and these calls. */
  noted: { jobs: number; calls: number }
  at: number
  refusedUntil: number
}

/**
 * How many jobs wait at whose expense, over all instances; counted in samples, so about. Nobody may have more waiting than there is room
 * left: one caller alone gets half of what may wait, two a third each, and whoever has little finds room.
 *
 * A count that was not taken back, as where a worker died, is put right against the size of the queue before anybody is refused for it.
 */
export class Backlogs {
  readonly #parts: BacklogsParts
  readonly #seen = new Map<string, Seen>()
  #size = 0
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(parts: BacklogsParts) {
    this.#parts = parts
  }

  /** Refuses where the share has more waiting than there is room for others. */
  async admit(share: string): Promise<Admitted | Refused> {
    const seen = this.#seenOf(share)
    const now = this.#parts.clock.now()
    if (isAhead(seen.refusedUntil, LOOK_MS, now)) return { refusedForMs: seen.refusedUntil - now }
    const behind = callsIn(seen, seen.waiting + seen.since)
    seen.at = now
    seen.since++
    const isDue = seen.since % STANDS_FOR === 0 || seen.refusedUntil !== 0
    if (!isDue) return { behind, standsFor: 0 }
    return this.#count(share, seen).catch((error: unknown) => {
      // Without the table nothing can be queued anyway, and without the queue's size nobody is known to have too much.
      if (!(error instanceof StateUnavailable)) throw error
      return { behind, standsFor: 0 }
    })
  }

  /** Notes how many calls a job adds that was queued: what waits is counted in jobs, and many of them may share a call. */
  note(share: string, calls: number): void {
    const { noted } = this.#seenOf(share)
    const kept = noted.jobs < 2 * NOTED ? 1 : 0.5
    noted.jobs = noted.jobs * kept + 1
    noted.calls = noted.calls * kept + calls
  }

  /** Takes back what jobs stood for that have ended, or were not queued after all. @throws StateUnavailable */
  async leave(share: string, standsFor: number): Promise<void> {
    if (standsFor !== 0) await this.#add(share, -standsFor)
  }

  async #count(share: string, seen: Seen): Promise<Admitted | Refused> {
    const { clock, most } = this.#parts
    // Those who come while the table answers are behind all these.
    seen.waiting += seen.since
    seen.since = 0
    const [counted, size] = await Promise.all([this.#add(share, STANDS_FOR), this.#sizeOfQueue()])
    const room = Math.max(STANDS_FOR, most - size)
    const waiting = await this.#putRight(share, counted, { room, size })
    seen.waiting = waiting
    if (waiting <= room) {
      seen.refusedUntil = 0
      return { behind: callsIn(seen, waiting - STANDS_FOR), standsFor: STANDS_FOR }
    }
    seen.refusedUntil = clock.now() + LOOK_MS
    await this.#add(share, -STANDS_FOR)
    return { refusedForMs: LOOK_MS }
  }

  async #add(share: string, count: number): Promise<number> {
    const values = { count, ...expiring(this.#parts.clock.now() + TTL_MS) }
    const change = 'SET #expiresAt = :expiresAt, #expiresAtMs = :expiresAtMs ADD #waiting :count'
    const item = await this.#parts.table.update(keyOf(share), change, { values, secondEffect: 'counted' })
    return Number(item?.waiting)
  }

  /** No share has much more waiting than the queue has in all, nor less than what has just come. */
  async #putRight(share: string, counted: number, queue: { readonly room: number; readonly size: number }) {
    const { room, size } = queue
    const isTooHigh = counted > room && counted > 2 * size + TOLERANCE
    const right = isTooHigh ? Math.max(size, STANDS_FOR) : Math.max(counted, STANDS_FOR)
    if (right === counted) return counted
    const terms = { when: '#waiting = :counted', values: { counted, right } }
    await this.#parts.table.update(keyOf(share), 'SET #waiting = :right', terms)
    return right
  }

  async #sizeOfQueue(): Promise<number> {
    const now = this.#parts.clock.now()
    if (Math.abs(now - this.#lookedAt) < LOOK_MS) return this.#size
    this.#lookedAt = now
    this.#size = await this.#parts.queue.size()
    return this.#size
  }

  #seenOf(share: string): Seen {
    const now = this.#parts.clock.now()
    const isOld = ({ at }: Seen) => Math.abs(now - at) > BELIEF_MS
    const known = this.#seen.get(share)
    if (known && !isOld(known)) return known
    if (this.#seen.size >= MOST_KNOWN) {
      for (const [other, seen] of this.#seen) if (isOld(seen)) this.#seen.delete(other)
    }
    const made: Seen = { waiting: 0, since: 0, at: now, refusedUntil: 0, noted: { jobs: 0, calls: 0 } }
    this.#seen.set(share, made)
    return made
  }
}

/** About how many calls so many of a share's jobs make, going by those that were queued here. */
const callsIn = ({ noted: { jobs, calls } }: Seen, count: number): number =>
  jobs === 0 ? count : Math.round((count * calls) / jobs)

/** A share's name is its caller's, and none is kept where it need not be. */
const keyOf = (share: string): Key => [`backlog#${createHash('sha256').update(share).digest('hex')}`, 'backlog']
