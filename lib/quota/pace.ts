/** How long an exceeded quota slows us down, and by how much. */
const SLOW_MS = 2000
const SLOW_SHARE = 0.5

/** When a call may go out: after `waitMs`, or not soon enough for its caller. */
export type Place = { readonly waitMs: number } | { readonly tooLate: true; readonly retryAfterMs: number }

/** Who hands out places in a lane (one app and command): this instance's own pace, or the quota that all instances share. */
export interface Places {
  /**
   * @param latestMs how long the caller can wait
   * @param share at whose expense, since a lane is shared fairly between these; nobody outside must be able to tell it
   * @param isHurried whether to be refused at once where the lane has no room now
   */
  takePlace(lane: string, latestMs: number, share: string, isHurried?: boolean): Place | Promise<Place>
  /** Whether a place asked for now would come too late, as far as is known here without asking anybody. */
  isFull(lane: string, latestMs: number, isHurried?: boolean): boolean
  /** Chat said that the lane's quota is exceeded. */
  slowDown(lane: string): void
}

interface Lane {
  readonly slowUntil: number
  readonly nextAt: number
}

/**
 * Spaces the calls of a lane (one app and command) out after Chat said that its quota is exceeded (60007): half the quota for two
 * seconds, never a stop. At other times calls go out as they come.
 */
export class Pace implements Places {
  readonly #intervalMs: number
  readonly #now: () => number
  readonly #lanes = new Map<string, Lane>()

  /** @param now Unix time in milliseconds */
  constructor(callsPerSecond: number, now: () => number) {
    this.#intervalMs = 1000 / callsPerSecond
    this.#now = now
  }

  /** Nobody is refused a place here. */
  isFull(): boolean {
    return false
  }

  slowDown(lane: string): void {
    const now = this.#now()
    this.#lanes.set(lane, { slowUntil: now + SLOW_MS, nextAt: Math.max(now, this.#lanes.get(lane)?.nextAt ?? 0) })
  }

  /** Takes the next place in the lane, however late: the caller's deadline is its own. */
  takePlace(lane: string): { waitMs: number } {
    const now = this.#now()
    const { slowUntil, nextAt } = this.#lanes.get(lane) ?? { slowUntil: 0, nextAt: 0 }
    // A clock set back would otherwise keep the lane slow for as long as it was set back by.
    if (now >= slowUntil || slowUntil - now > SLOW_MS) {
      this.#lanes.delete(lane)
      return { waitMs: 0 }
    }
    const at = Math.max(now, nextAt)
    // Whoever finds the slow time full queues on behind it, at the whole quota.
    const intervalMs = at < slowUntil ? this.#intervalMs / SLOW_SHARE : this.#intervalMs
    this.#lanes.set(lane, { slowUntil, nextAt: at + intervalMs })
    return { waitMs: at - now }
  }
}
