import { type Clock, isAhead } from '../clock.ts'
import type { Place } from './lane.ts'

/** Nobody waits longer: a line that ends later was left by a clock that has been set back. */
const LONGEST_LINE_MS = 60_000

/** One instance's share of every lane while instances can't agree: its calls evenly spaced, nothing remembered elsewhere. */
export class LocalShare {
  readonly #intervalMs: number
  readonly #clock: Pick<Clock, 'now'>
  readonly #nextAt = new Map<string, number>()

  constructor(callsPerSecond: number, clock: Pick<Clock, 'now'>) {
    this.#intervalMs = 1000 / callsPerSecond
    this.#clock = clock
  }

  take(lane: string, latestMs: number): Place {
    const now = this.#clock.now()
    const next = this.#nextAt.get(lane) ?? now
    const waitMs = isAhead(next, LONGEST_LINE_MS, now) ? Math.ceil(next - now) : 0
    if (waitMs > latestMs) return { tooLate: true, retryAfterMs: waitMs }
    this.#nextAt.set(lane, now + waitMs + this.#intervalMs)
    return { waitMs }
  }
}
