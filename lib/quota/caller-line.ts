import { type Clock, within } from '../clock.ts'
import type { CallerShare } from './caller-share.ts'
import { MICROS, QUANTUM } from './lane-reach.ts'
import type { Booking, SlotCounter } from './slot-counter.ts'
import type { SparePlaces } from './spare-places.ts'

/** When a call may go out; or that this is too late for it, and when it is worth asking again. Milliseconds. */
export type Place = { readonly waitMs: number } | { readonly tooLate: true; readonly retryAfterMs: number }

interface Waiter {
  /** Unix microseconds, as is the other. */
  readonly since: number
  readonly latest: number
  /** Whether it has better to do than to ask again where there is no room. */
  readonly isHurried: boolean
  readonly answer: (place: Place) => void
  readonly fail: (error: unknown) => void
}

export interface LineParts {
  readonly counter: SlotCounter
  readonly clock: Clock
  /** Of the lane, whichever caller's they were. */
  readonly spare: SparePlaces
  /** Microseconds between two calls of the lane. */
  readonly interval: () => number
  /** Nobody waits here any longer. */
  readonly ended: () => void
}

/** Nobody waits longer, so that a lane far ahead is a fault and never a queue. */
const LONGEST_WAIT_MS = 60_000
/** Calls that have to wait anyway wait for company first, at most this long, so that fewer writes are needed. */
const GATHER_MICROS = 100 * MICROS
/** Of the time that a call has left, what it may pass without asking. */
const PAUSE_SHARE = 1 / 3
const LEAST_PAUSE_MS = 100

/**
 * One caller's calls that wait for a lane on this instance, in order of arrival, served by one write at a time. Callers don't
 * wait for each other: each takes turns of at most a quantum.
 */
export class CallerLine {
  readonly #parts: LineParts
  readonly #share: CallerShare
  #waiting: Waiter[] = []
  #isServing = false
  /** How often in a row the lane had no room. */
  #fails = 0

  constructor(parts: LineParts, share: CallerShare) {
    this.#parts = parts
    this.#share = share
  }

  get isServing(): boolean {
    return this.#isServing
  }

  /** @throws StateUnavailable where the table is out of reach before the call's time is over */
  async take(latestMs: number, isHurried = false): Promise<Place> {
    const longestMs = Math.min(latestMs, LONGEST_WAIT_MS)
    const since = this.#now()
    const latest = since + longestMs * MICROS
    if (longestMs <= 0 || (this.#parts.spare.isEmpty && this.#end() > latest)) return this.#tooLate(since)
    const place = new Promise<Place>((answer, fail) => {
      this.#waiting.push({ since, latest, isHurried, answer, fail })
      this.#handOut()
      if (!this.#isServing && this.#waiting.length > 0) void this.#serveAll()
    })
    return within(place, longestMs, () => this.#tooLate(since))
  }

  async #serveAll(): Promise<void> {
    this.#isServing = true
    try {
      // Who has just come must not go before those who have been waiting on other instances.
      const mayPause = this.#waiting.every(({ isHurried }) => !isHurried)
      if (mayPause && this.#share.hasFailed && this.#parts.counter.isCrowded)
        await this.#parts.clock.sleep(this.#pauseMs())
      while (this.#waiting.length > 0) await this.#serve()
    } catch (error) {
      for (const { fail } of this.#waiting.splice(0)) fail(error)
    } finally {
      this.#isServing = false
      this.#parts.ended()
    }
  }

  async #serve(): Promise<void> {
    const { counter, clock, spare } = this.#parts
    const { slack } = counter
    if (slack > 0) await clock.sleep(Math.ceil(Math.min(slack / 2, GATHER_MICROS) / MICROS))
    this.#refuse(({ latest }) => this.#end() > latest)
    this.#handOut()
    if (this.#waiting.length === 0) return
    const interval = this.#parts.interval()
    const most = Math.max(1, Math.floor(QUANTUM / interval))
    const count = Math.min(this.#waiting.length, most)
    const booking = await counter.take({
      share: this.#share,
      span: count * interval,
      quantum: most * interval,
      latest: this.#lastLatest(),
      fails: this.#fails,
    })
    if (booking) spare.add(booking.first, count, interval)
    this.#handOut()
    if (!booking) this.#refuse(({ isHurried }) => isHurried)
    this.#learn(booking)
    await this.#pause(booking)
  }

  #learn(booking: Booking | undefined): void {
    this.#fails = booking ? 0 : this.#fails + 1
    if (booking) this.#share.noteSuccess(booking.isOverdue)
    else this.#share.noteFailure()
  }

  /** Waits until it makes sense to ask again. */
  async #pause(booking: Booking | undefined): Promise<void> {
    const { counter, clock } = this.#parts
    const untilNear = Math.max(0, counter.nearAt - this.#now())
    const isOpen = booking && (!booking.isLast || untilNear === 0)
    if (isOpen || this.#waiting.length === 0) return
    await clock.sleep(Math.ceil(untilNear / MICROS) + this.#pauseMs())
  }

  #pauseMs(): number {
    const leftMs = (this.#lastLatest() - this.#now()) / MICROS
    return Math.ceil(Math.min(this.#share.pauseMs(), Math.max(LEAST_PAUSE_MS, leftMs * PAUSE_SHARE)))
  }

  /** Answers callers in order of arrival, for as long as there are places. */
  #handOut(): void {
    const { spare } = this.#parts
    for (let first = this.#waiting[0]; first && !spare.isEmpty; first = this.#waiting[0]) {
      const at = spare.take(first.latest)
      first.answer(at === undefined ? this.#tooLate(first.since) : this.#placeAt(at))
      this.#waiting.shift()
    }
  }

  #refuse(isInVain: (waiter: Waiter) => boolean): void {
    for (const waiter of this.#waiting.splice(0)) {
      if (isInVain(waiter)) waiter.answer(this.#tooLate(waiter.since))
      else this.#waiting.push(waiter)
    }
  }

  /** The earliest time that a call which comes now may hope for. */
  #end(): number {
    const { counter, interval } = this.#parts
    return Math.max(counter.known, this.#now()) + this.#waiting.length * interval()
  }

  #lastLatest(): number {
    return this.#waiting.reduce((last, { latest }) => Math.max(last, latest), 0)
  }

  #now(): number {
    return this.#parts.clock.now() * MICROS
  }

  #placeAt(at: number): Place {
    return { waitMs: Math.max(0, Math.ceil(at / MICROS - this.#parts.clock.now())) }
  }

  /** Whoever has waited in vain has learned how full the lane is: for about as long again. */
  #tooLate(since: number): Place {
    const ahead = Math.max(this.#end() - this.#now(), this.#now() - since, this.#parts.interval())
    return { tooLate: true, retryAfterMs: Math.ceil(ahead / MICROS) }
  }
}
