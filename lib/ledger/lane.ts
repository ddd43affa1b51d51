import { type Clock, isAhead } from '../clock.ts'
import { CallerLine, type Place } from './caller-line.ts'
import { attributeOf, CallerShare } from './caller-share.ts'
import { farthestOf, MICROS } from './lane-reach.ts'
import type { SlotCounter } from './slot-counter.ts'
import { SparePlaces } from './spare-places.ts'

export type { Place }

const SLOW_MS = 2000

/** One lane as this instance sees it: a line for each caller who waits. */
export class Lane {
  readonly #counter: SlotCounter
  readonly #clock: Clock
  readonly #interval: number
  readonly #spare: SparePlaces
  readonly #lines = new Map<string, CallerLine>()
  /** By attribute, of which there are few, and kept: what was learned in one request serves the next. */
  readonly #shares = new Map<string, CallerShare>()
  #slowUntil = 0

  /** @param intervalMicros between two calls of the lane, over all instances */
  constructor(counter: SlotCounter, clock: Clock, intervalMicros: number) {
    this.#counter = counter
    this.#clock = clock
    this.#interval = intervalMicros
    this.#spare = new SparePlaces(clock, farthestOf(intervalMicros))
  }

  /** Every second place only for two seconds. */
  slowDown(): void {
    this.#slowUntil = this.#clock.now() + SLOW_MS
  }

  /** Whether the lane ends later than that, as far as is known here. */
  isFull(latestMs: number): boolean {
    return this.#spare.isEmpty && this.#counter.known > (this.#clock.now() + latestMs) * MICROS
  }

  /** @throws StateUnavailable where the table is out of reach before the call's time is over */
  take(latestMs: number, caller: string): Promise<Place> {
    const line = this.#lines.get(caller) ?? this.#lineFor(caller)
    const place = line.take(latestMs)
    // Callers are without end, so only those who wait are kept.
    if (line.isServing) this.#lines.set(caller, line)
    return place
  }

  #lineFor(caller: string): CallerLine {
    const parts = {
      counter: this.#counter,
      clock: this.#clock,
      spare: this.#spare,
      interval: () => this.#interval * (isAhead(this.#slowUntil, SLOW_MS, this.#clock.now()) ? 2 : 1),
      ended: () => this.#lines.delete(caller),
    }
    return new CallerLine(parts, this.#shareOf(caller))
  }

  #shareOf(caller: string): CallerShare {
    const attribute = attributeOf(caller, this.#clock.now())
    const known = this.#shares.get(attribute)
    if (known) return known
    const made = new CallerShare(attribute)
    this.#shares.set(attribute, made)
    return made
  }
}
