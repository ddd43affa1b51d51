import type { Clock } from '../clock.ts'
import { MICROS } from './lane-reach.ts'
import { LATE_MICROS } from './slot-counter.ts'

/** Times taken that nobody has yet, or that came too late for their callers: whoever comes next uses them. Unix microseconds. */
export class SparePlaces {
  readonly #clock: Pick<Clock, 'now'>
  readonly #farthest: number
  #times: number[] = []

  /** @param farthest how far ahead there is nothing to be had, in microseconds */
  constructor(clock: Pick<Clock, 'now'>, farthest: number) {
    this.#clock = clock
    this.#farthest = farthest
  }

  /** Whether there is none that can still be used. */
  get isEmpty(): boolean {
    this.#dropPast()
    return this.#times.length === 0
  }

  add(first: number, count: number, interval: number): void {
    const added = Array.from({ length: count }, (_, index) => first + index * interval)
    this.#times = [...this.#times, ...added].sort((a, b) => a - b)
  }

  /** The first one, where that is soon enough. */
  take(latest: number): number | undefined {
    this.#dropPast()
    return this.#times[0] !== undefined && this.#times[0] <= latest ? this.#times.shift() : undefined
  }

  #dropPast(): void {
    const earliest = this.#clock.now() * MICROS - LATE_MICROS
    const first = this.#times[0]
    // Where our clock was wrong, or was set back, what lies farther ahead than a lane does is nobody's any more.
    if (first !== undefined && first > earliest + this.#farthest) this.#times = []
    while (this.#times[0] !== undefined && this.#times[0] < earliest) this.#times.shift()
  }
}
