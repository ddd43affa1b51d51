import { isAhead } from '../clock.ts'
import { type Limit, perSecondOf, USED_SHARE } from './limit.ts'

/** How long an exceeded quota slows us down, and by how much. */
const SLOW_MS = 2000
const SLOW_SHARE = 0.5
/** Nobody waits longer for a lane with a rate of its own. */
const LONGEST_WAIT_MS = 60_000
/** A line that ends later was left by a clock that has been set back. */
const LONGEST_LINE_MS = 2 * LONGEST_WAIT_MS
/** Parts of apps are without end; so many lanes are kept of those that are idle. */
const MOST_LANES = 1000

/** When a call may go out: after `waitMs`, or not soon enough for its caller. */
export type Place = { readonly waitMs: number } | { readonly tooLate: true; readonly retryAfterMs: number }

/** Who hands out places in a lane: this instance's own pace, or the quota that all instances share. */
export interface Places {
  /**
   * @param latestMs how long the caller can wait
   * @param share at whose expense, since a lane is shared fairly between these; nobody outside must be able to tell it
   * @param isHurried whether to be refused at once where the lane has no room now
   */
  takePlace(limit: Limit, latestMs: number, share: string, isHurried?: boolean): Place | Promise<Place>
  /** Whether a place asked for now would come too late, as far as is known here without asking anybody. */
  isFull(limit: Limit, latestMs: number, isHurried?: boolean): boolean
  /** Chat said that the lane's quota is exceeded. */
  slowDown(limit: Limit): void
}

interface Lane {
  readonly slowUntil: number
  readonly nextAt: number
}

/**
 * Without a table, an instance paces its own calls.
 *
 * A lane with a rate of its own is so small that one instance can exceed it: its calls are spaced out from the first one on. The
 * calls of any other lane go out as they come, and are spaced out after Chat said that the quota is exceeded (60007). That makes a
 * lane half as fast for two seconds, and never stops it.
 */
export class Pace implements Places {
  readonly #callsPerSecond: number
  readonly #now: () => number
  readonly #lanes = new Map<string, Lane>()

  /** @param now Unix time in milliseconds */
  constructor(callsPerSecond: number, now: () => number) {
    this.#callsPerSecond = callsPerSecond
    this.#now = now
  }

  /** Nobody is refused a place in a lane without a rate of its own. */
  isFull({ lane, rate }: Limit, latestMs: number): boolean {
    if (rate === undefined) return false
    const now = this.#now()
    return this.#laneAt(lane, now).nextAt - now > latestMs
  }

  slowDown({ lane }: Limit): void {
    const now = this.#now()
    this.#keep(lane, { slowUntil: now + SLOW_MS, nextAt: Math.max(now, this.#lanes.get(lane)?.nextAt ?? 0) })
  }

  /**
   * Takes the next place in the lane. Where the lane has no rate of its own, that is one however late: the caller's deadline is its
   * own.
   */
  takePlace({ lane, rate }: Limit, latestMs = Number.POSITIVE_INFINITY): Place {
    const now = this.#now()
    const { slowUntil, nextAt } = this.#laneAt(lane, now)
    if (rate === undefined && slowUntil <= now) {
      this.#lanes.delete(lane)
      return { waitMs: 0 }
    }
    const waitMs = Math.ceil(nextAt - now)
    if (rate !== undefined && waitMs > Math.min(latestMs, LONGEST_WAIT_MS))
      return { tooLate: true, retryAfterMs: waitMs }
    // Whoever finds the slow time full queues on behind it, at the whole quota.
    const intervalMs = this.#intervalMs(rate) / (nextAt < slowUntil ? SLOW_SHARE : 1)
    this.#keep(lane, { slowUntil, nextAt: nextAt + intervalMs })
    return { waitMs }
  }

  #intervalMs(rate: number | undefined): number {
    const perSecond = perSecondOf(rate, this.#callsPerSecond)
    return 1000 / (rate === undefined ? perSecond : perSecond * USED_SHARE)
  }

  /** A clock that was set back makes no lane slower. */
  #laneAt(lane: string, now: number): Lane {
    const { slowUntil, nextAt } = this.#lanes.get(lane) ?? { slowUntil: now, nextAt: now }
    return {
      slowUntil: isAhead(slowUntil, SLOW_MS, now) ? slowUntil : now,
      nextAt: isAhead(nextAt, LONGEST_LINE_MS, now) ? nextAt : now,
    }
  }

  #keep(lane: string, state: Lane): void {
    if (this.#lanes.size >= MOST_LANES && !this.#lanes.has(lane)) this.#forgetIdle()
    this.#lanes.set(lane, state)
  }

  #forgetIdle(): void {
    const now = this.#now()
    for (const [lane, { slowUntil, nextAt }] of this.#lanes)
      if (Math.max(slowUntil, nextAt) <= now) this.#lanes.delete(lane)
  }
}
