import { type Clock, isAhead } from '../clock.ts'
import { CallerLine, type Place } from './caller-line.ts'
import { attributeOf, CallerShare } from './caller-share.ts'
import { farthestOf, MICROS } from './lane-reach.ts'
import { LocalShare } from './local-share.ts'
import type { SlotCounter } from './slot-counter.ts'
import { SparePlaces } from './spare-places.ts'

export type { Place }

const SLOW_MS = 2000
/** For so long, or a third of it, those who are in a hurry don't ask again for what there was no room for. */
const MOST_CLOSED_MS = 600

/** One lane as this instance sees it: a line for each caller who waits. */
export class Lane {
  readonly #counter: SlotCounter
  readonly #clock: Clock
  readonly #interval: number
  readonly #spare: SparePlaces
  /** Where places come from without the table. */
  readonly alone: LocalShare
  readonly #lines = new Map<string, CallerLine>()
  /** By attribute, of which there are few, and kept: what was learned in one request serves the next. */
  readonly #shares = new Map<string, CallerShare>()
  #slowUntil = 0
  #closedUntil = 0

  /** @param intervalMicros between two calls of the lane, over all instances */
  constructor(counter: SlotCounter, clock: Clock, intervalMicros: number) {
    this.#counter = counter
    this.#clock = clock
    this.#interval = intervalMicros
    this.#spare = new SparePlaces(clock, farthestOf(intervalMicros))
    this.alone = new LocalShare(counter, clock, intervalMicros)
  }

  /** Whether nothing is known of it that counts any longer. */
  get isIdle(): boolean {
    const now = this.#clock.now()
    const isQuiet = this.#lines.size === 0 && this.#spare.isEmpty && this.alone.isIdle
    return isQuiet && this.#counter.known < now * MICROS && !isAhead(this.#slowUntil, SLOW_MS, now)
  }

  /** Every second place only for two seconds. */
  slowDown(): void {
    this.#slowUntil = this.#clock.now() + SLOW_MS
  }

  /** Whether there is no room before that, as far as is known here. */
  isFull(latestMs: number, isHurried: boolean): boolean {
    const now = this.#clock.now()
    if (isHurried && isAhead(this.#closedUntil, MOST_CLOSED_MS, now)) return true
    return this.#spare.isEmpty && this.#counter.known > (now + latestMs) * MICROS
  }

  /** Asks whether the table is there. @throws StateUnavailable */
  look(): Promise<void> {
    return this.#counter.look()
  }

  /**
   * @param share see SharedQuota.takePlace, as is the last
   * @throws StateUnavailable where the table is out of reach before the call's time is over
   */
  take(latestMs: number, share: string, isHurried: boolean): Promise<Place> {
    const line = this.#lines.get(share) ?? this.#lineFor(share)
    const place = line.take(latestMs, isHurried)
    // Callers are without end, so only those who wait are kept.
    if (line.isServing) this.#lines.set(share, line)
    if (isHurried)
      void place.then(
        (got) => 'tooLate' in got && this.#close(),
        () => undefined,
      )
    return place
  }

  #close(): void {
    this.#closedUntil = this.#clock.now() + (MOST_CLOSED_MS * (1 + 2 * Math.random())) / 3
  }

  #lineFor(share: string): CallerLine {
    const parts = {
      counter: this.#counter,
      clock: this.#clock,
      spare: this.#spare,
      interval: () => this.#interval * (isAhead(this.#slowUntil, SLOW_MS, this.#clock.now()) ? 2 : 1),
      ended: () => this.#lines.delete(share),
    }
    return new CallerLine(parts, this.#countOf(share))
  }

  #countOf(share: string): CallerShare {
    const attribute = attributeOf(share, this.#clock.now())
    const known = this.#shares.get(attribute)
    if (known) return known
    const made = new CallerShare(attribute)
    this.#shares.set(attribute, made)
    return made
  }
}
