/** How slow a pace may get, in calls a second. */
const SLOWEST = 1
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
  #nextAt = 0

  /** @param rate calls a second; Infinity for as many as come @param now Unix milliseconds */
  constructor(rate: number, now: () => number) {
    this.#full = rate
    this.#rate = rate
    this.#now = now
    this.#changedAt = now()
  }

  /** Calls a second just now. */
  get rate(): number {
    const seconds = (this.#now() - this.#changedAt) / 1000
    if (this.#rate >= this.#full) return this.#full
    return Math.min(this.#full, this.#rate + this.#full * RECOVERY * seconds)
  }

  /** Most calls that go out at once: a quarter of a second's, so that no second has more than its rate. */
  get burst(): number {
    return Math.max(1, Math.floor(this.rate / 4))
  }

  /** Milliseconds until something may go out. */
  waitMs(): number {
    return Math.max(0, this.#nextAt - this.#now())
  }

  /** These go out now. */
  spend(calls: number): void {
    this.#nextAt = this.#now() + (calls / this.rate) * 1000
  }

  /**
   * The gateway says that it is too much.
   * @param quota calls a second of the whole app, where it says so
   * @param recent calls that went out in the last second, for a pace without a bound
   */
  slowDown(quota: number | undefined, recent: number): void {
    const now = this.#now()
    // Answers of one moment complain of the same thing.
    if (now - this.#changedAt < 1000 && this.#rate < this.#full) return
    const before = Number.isFinite(this.rate) ? this.rate : Math.max(recent, SLOWEST)
    if (quota !== undefined && quota >= SLOWEST) this.#full = Math.min(this.#full, quota)
    if (!Number.isFinite(this.#full)) this.#full = before
    this.#rate = Math.max(SLOWEST, Math.min(before, this.#full) / 2)
    this.#changedAt = now
  }
}
