import type { Clock } from '../clock.ts'
import type { Place } from './lane.ts'

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
    const waitMs = Math.max(0, Math.ceil((this.#nextAt.get(lane) ?? now) - now))
    if (waitMs > latestMs) return { tooLate: true, retryAfterMs: waitMs }
    this.#nextAt.set(lane, now + waitMs + this.#intervalMs)
    return { waitMs }
  }
}
