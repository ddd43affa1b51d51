/** How slow a pace may get, in calls a second. */
const SLOWEST = 1
const SECOND_MS = 1000
const FEW_CALLS = 25
/** Each second without a complaint gives back this part of the full rate. */
const RECOVERY = 0.05

/**
 * When the next calls may go out. It never gives more calls a second than it is told, halves them after each complaint of the gateway's
 * and goes back to the full rate little by little.
 */
export class Pace {
  readonly #now: () => number
  #full: number
  #rate: number
  #changedAt: number
  #nextAt: number
  /** What went out in the last second, and when. */
  #recent: (readonly [at: number, calls: number])[] = []

  /** @param rate calls a second; Infinity for as many as come @param now Unix milliseconds */
  constructor(rate: number, now: () => number) {
    this.#full = rate
    this.#rate = rate
    this.#now = now
    this.#changedAt = now()
    this.#nextAt = now()
  }

  /** Calls a second just now. */
  get rate(): number {
    const seconds = (this.#now() - this.#changedAt) / SECOND_MS
    if (this.#rate >= this.#full) return this.#full
    return Math.min(this.#full, this.#rate + this.#full * RECOVERY * seconds)
  }

  /**
   * Most calls that go out at once: an eighth of a second's, so that little is held in memory, or a few where that is fewer, so that a slow
   * answer does not hold up the rest; half a second's at most, so that no second has more than its rate.
   */
  get burst(): number {
    return Math.max(1, Math.floor(Math.min(this.rate / 2, Math.max(this.rate / 8, FEW_CALLS))))
  }

  /** Milliseconds until so many calls may go out: they are spaced evenly, and what is late may catch up, within any second's rate. */
  waitMs(calls: number): number {
    const now = this.#now()
    const evenly = this.#nextAt - now
    let left = this.rate - calls
    for (const [at, count] of this.#lastSecond(now).reverse()) {
      left -= count
      if (left < 0) return Math.max(0, evenly, at + SECOND_MS - now)
    }
    return Math.max(0, evenly)
  }

  /** These go out now. */
  spend(calls: number): void {
    const now = this.#now()
    this.#nextAt = Math.max(this.#nextAt, now - SECOND_MS) + (calls / this.rate) * SECOND_MS
    this.#recent = [...this.#lastSecond(now), [now, calls]]
  }

  #lastSecond(now: number): (readonly [at: number, calls: number])[] {
    return this.#recent.filter(([at]) => at > now - SECOND_MS)
  }

  /**
   * The gateway says that it is too much.
   * @param quota calls a second of the whole app, where it says so
   */
  slowDown(quota: number | undefined): void {
    const now = this.#now()
    const recent = this.#lastSecond(now).reduce((sum, [, calls]) => sum + calls, 0)
    // Answers of one moment complain of the same thing.
    if (now - this.#changedAt < SECOND_MS && this.#rate < this.#full) return
    const before = Number.isFinite(this.rate) ? this.rate : Math.max(recent, SLOWEST)
    if (quota !== undefined && quota >= SLOWEST) this.#full = Math.min(this.#full, quota)
    if (!Number.isFinite(this.#full)) this.#full = before
    this.#rate = Math.max(SLOWEST, Math.min(before, this.#full) / 2)
    this.#changedAt = now
  }
}
