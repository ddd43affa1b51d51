import type { Clock } from '../clock.ts'
import { FARTHEST_MICROS, LATE_MICROS, MICROS } from './slot-counter.ts'

/** Times taken that nobody has yet, or that came too late for their callers: whoever comes next uses them. Unix microseconds. */
export class SparePlaces {
  readonly #clock: Pick<Clock, 'now'>
  #times: number[] = []

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
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
    // Where our clock was set back, what lies farther ahead than anybody waits is nobody's any more.
    if (first !== undefined && first > earliest + FARTHEST_MICROS) this.#times = []
    while (this.#times[0] !== undefined && this.#times[0] < earliest) this.#times.shift()
  }
}
