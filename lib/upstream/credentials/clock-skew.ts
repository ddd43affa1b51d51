/**
 * A difference below this is none: Chat's `Date` is exact to the second, and a reply takes up to an attempt's five seconds.
 * A UserSig of the shortest life, a minute, is renewed after thirty seconds, so that less can't make it run out.
 */
const TOLERANCE_MS = 30_000
/**
 * A week: more than any mistaken time zone or day, and than the usual life of a UserSig. A `Date` beyond that is taken for a
 * lie, since a UserSig that was signed by it would be good for as much longer.
 */
const MOST_MS = 7 * 24 * 3_600_000

/** How far Chat's clock is from ours, so far as it must be corrected for. Times are Unix milliseconds. */
export class ClockSkew {
  readonly #ownNow: () => number
  #ms = 0

  constructor(ownNow: () => number) {
    this.#ownNow = ownNow
  }

  /** Chat's time, as far as we know. */
  readonly now = (): number => this.#ownNow() + this.#ms

  /** How much our clock is corrected by, in seconds; negative where it is fast. */
  get seconds(): number {
    return Math.round(this.#ms / 1000)
  }

  /** Learns from a reply's `Date`; true where it shows that our time was wrong, which is also so once our clock is right again. */
  learn(date: number | undefined): boolean {
    if (date === undefined) return false
    const off = date - this.#ownNow()
    if (Math.abs(off) > MOST_MS || Math.abs(off - this.#ms) <= TOLERANCE_MS) return false
    this.#ms = Math.abs(off) <= TOLERANCE_MS ? 0 : off
    return true
  }

  /** The same, but only while our clock is corrected: a reply alone is no reason to begin with that. */
  review(date: number | undefined): boolean {
    return this.#ms !== 0 && this.learn(date)
  }

  forget(): void {
    this.#ms = 0
  }
}
