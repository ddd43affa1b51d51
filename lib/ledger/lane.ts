import { type Clock, within } from '../clock.ts'
import { LATE_MICROS, MICROS, type SlotCounter } from './slot-counter.ts'

/** When a call may go out; or that this is too late for it, and when the lane will have come to an end. Milliseconds. */
export type Place = { readonly waitMs: number } | { readonly tooLate: true; readonly retryAfterMs: number }

interface Waiter {
  /** Unix microseconds. */
  readonly latest: number
  readonly answer: (place: Place) => void
  readonly fail: (error: unknown) => void
}

/** Most calls that one write takes places for, and how much of a slow lane's time: others may be taking as much just now. */
const MOST_AT_ONCE = 50
const LONGEST_SPAN = 5000 * MICROS
/** Nobody waits longer, so that a lane far ahead is a fault and never a queue. */
const LONGEST_WAIT_MS = 60_000
/** Calls that have to wait anyway wait for company first, at most this long, so that fewer writes are needed. */
const GATHER_MICROS = 100 * MICROS
const SLOW_MS = 2000

/** One lane as this instance sees it: its callers in order of arrival, served by one write at a time. */
export class Lane {
  readonly #counter: SlotCounter
  readonly #clock: Clock
  readonly #interval: number
  #waiting: Waiter[] = []
  #isServing = false
  /** Times taken that came too late for their callers: later callers use them, so nothing taken is lost under load. */
  #spare: number[] = []
  #slowUntil = 0

  /** @param intervalMicros between two calls of the lane, over all instances */
  constructor(counter: SlotCounter, clock: Clock, intervalMicros: number) {
    this.#counter = counter
    this.#clock = clock
    this.#interval = intervalMicros
  }

  /** Every second place only for two seconds. */
  slowDown(): void {
    this.#slowUntil = this.#clock.now() + SLOW_MS
  }

  /** @throws StateUnavailable where the table is out of reach before the call's time is over */
  async take(latestMs: number): Promise<Place> {
    const longestMs = Math.min(latestMs, LONGEST_WAIT_MS)
    const latest = (this.#clock.now() + longestMs) * MICROS
    const spare = this.#waiting.length === 0 ? this.#takeSpare(latest) : undefined
    if (spare !== undefined) return this.#placeAt(spare)
    if (longestMs <= 0 || this.#endOfQueue() > latest) return this.#tooLate()
    const place = new Promise<Place>((answer, fail) => {
      this.#waiting.push({ latest, answer, fail })
      if (!this.#isServing) void this.#serveAll()
    })
    return within(place, longestMs, () => this.#tooLate())
  }

  async #serveAll(): Promise<void> {
    this.#isServing = true
    try {
      while (this.#waiting.length > 0) await this.#serve()
    } catch (error) {
      for (const { fail } of this.#waiting.splice(0)) fail(error)
    } finally {
      this.#isServing = false
    }
  }

  async #serve(): Promise<void> {
    const { slack } = this.#counter
    if (slack > 0) await this.#clock.sleep(Math.min(slack / 2, GATHER_MICROS) / MICROS)
    this.#refuseHopeless()
    if (this.#waiting.length === 0) return
    const interval = this.#interval * (this.#clock.now() < this.#slowUntil ? 2 : 1)
    const count = Math.min(this.#waiting.length, MOST_AT_ONCE, Math.max(1, Math.floor(LONGEST_SPAN / interval)))
    const first = await this.#counter.take(count * interval)
    this.#spare.push(...Array.from({ length: count }, (_, index) => first + index * interval))
    this.#handOut(count)
  }

  /** Answers up to `count` callers in order of arrival. Where places went by meanwhile, the last ones wait on. */
  #handOut(count: number): void {
    const without: Waiter[] = []
    for (const waiter of this.#waiting.splice(0, count)) {
      const at = this.#takeSpare(waiter.latest)
      if (at !== undefined) waiter.answer(this.#placeAt(at))
      else if (this.#spare.length > 0) waiter.answer(this.#tooLate())
      else without.push(waiter)
    }
    this.#waiting.unshift(...without)
  }

  #refuseHopeless(): void {
    for (const waiter of this.#waiting.splice(0)) {
      if (this.#endOfQueue() > waiter.latest) waiter.answer(this.#tooLate())
      else this.#waiting.push(waiter)
    }
  }

  /** The earliest time that a caller who comes now may hope for. */
  #endOfQueue(): number {
    return Math.max(this.#counter.known, this.#clock.now() * MICROS) + this.#waiting.length * this.#interval
  }

  #takeSpare(latest: number): number | undefined {
    const earliest = this.#clock.now() * MICROS - LATE_MICROS
    while (this.#spare[0] !== undefined && this.#spare[0] < earliest) this.#spare.shift()
    return this.#spare[0] !== undefined && this.#spare[0] <= latest ? this.#spare.shift() : undefined
  }

  #placeAt(at: number): Place {
    return { waitMs: Math.max(0, Math.ceil(at / MICROS - this.#clock.now())) }
  }

  #tooLate(): Place {
    const aheadMicros = Math.max(this.#counter.known - this.#clock.now() * MICROS, this.#interval)
    return { tooLate: true, retryAfterMs: Math.ceil(aheadMicros / MICROS) }
  }
}
