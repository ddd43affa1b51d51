import { type Clock, isAhead } from '../clock.ts'
import type { Place } from './caller-line.ts'
import { MICROS } from './lane-reach.ts'
import type { SlotCounter } from './slot-counter.ts'

/** So many instances may go on without the table and still keep the limit together. */
const INSTANCES_ALONE = 10
/** Nobody waits longer. */
const LONGEST_WAIT_MS = 60_000
/** What lies farther ahead was left by a clock that has been set back. */
const LONGEST_LINE_MS = 2 * LONGEST_WAIT_MS

type Counter = Pick<SlotCounter, 'known' | 'number' | 'aheadMs'>

interface Chance {
  readonly of: number | undefined
  readonly slot: number
}

const anySlot = () => Math.floor(Math.random() * INSTANCES_ALONE)

/**
 * One instance's share of a lane while instances can't agree. Time is cut into rounds of ten intervals, by the table's clock as far
 * as it was heard, and in each round the instance has one interval: the one of its number (SlotCounter), or one by chance where it
 * was never told a number. So ten instances with numbers in a row keep the limit in every second, however low it is.
 */
export class LocalShare {
  readonly #counter: Counter
  readonly #clock: Pick<Clock, 'now'>
  readonly #intervalMs: number
  /** An interval by chance, and the number in whose place it counts. */
  #chance: Chance = { of: undefined, slot: anySlot() }
  #nextAt = 0

  /** @param intervalMicros between two calls of the lane, over all instances */
  constructor(counter: Counter, clock: Pick<Clock, 'now'>, intervalMicros: number) {
    this.#counter = counter
    this.#clock = clock
    this.#intervalMs = intervalMicros / MICROS
  }

  /** Whether all that was taken has gone by, and the round with it. */
  get isIdle(): boolean {
    return !this.#isAhead(this.#nextAt + this.#roundMs)
  }

  get #roundMs(): number {
    return this.#intervalMs * INSTANCES_ALONE
  }

  /** Places that were taken before the table was lost come first. */
  take(latestMs: number): Place {
    const now = this.#clock.now()
    const taken = this.#counter.known / MICROS
    const at = this.#slotFrom(Math.max(now, ...[taken, this.#nextAt].filter((until) => this.#isAhead(until))))
    const waitMs = Math.ceil(at - now)
    if (waitMs > Math.min(latestMs, LONGEST_WAIT_MS)) return { tooLate: true, retryAfterMs: waitMs }
    this.#nextAt = at + this.#intervalMs
    return { waitMs }
  }

  /** Chat refused a call of ours, so somebody else may have our interval: we take another by chance. */
  move(): void {
    this.#chance = { of: this.#counter.number, slot: anySlot() }
  }

  #slotFrom(earliest: number): number {
    const { number = 0, aheadMs } = this.#counter
    const slot = this.#chance.of === this.#counter.number ? this.#chance.slot : number % INSTANCES_ALONE
    const first = slot * this.#intervalMs - aheadMs
    return Math.ceil((earliest - first) / this.#roundMs) * this.#roundMs + first
  }

  #isAhead(until: number): boolean {
    return isAhead(until, LONGEST_LINE_MS, this.#clock.now())
  }
}
