import { type Clock, isAhead, within } from '../clock.ts'
import { Outages } from '../ledger/outages.ts'
import { type StateTable, StateUnavailable } from '../ledger/state-table.ts'
import type { Log } from '../telemetry/log.ts'
import { Lane, type Place } from './lane.ts'
import { farthestOf } from './lane-reach.ts'
import { type Limit, perSecondOf, USED_SHARE } from './limit.ts'
import { SlotCounter } from './slot-counter.ts'

export type { Place }

export interface SharedQuotaParts {
  readonly table: StateTable
  /** What Chat allows one lane (app and command) over all instances, where nothing else is said of it. */
  readonly callsPerSecond: number
  readonly clock: Clock
  readonly log: Log
}

const RETRY_TABLE_MS = 5000
/** How long calls wait for what such a look brings. */
const LOOK_PATIENCE_MS = 250
/** A place at our own share is certain once it is as near as this. */
const SOON_MS = 500
/** How often those who wait longer ask for the table. */
const STEP_MS = 1000
/** Parts of apps are without end; so many lanes are kept of those that are idle. */
const MOST_LANES = 1000

/**
 * One budget per lane for all instances, paced: places are times, each an interval after the one before, handed out by a
 * counter in the table. Whoever has a place keeps it. Between any two calls lies the interval, less what a call may be late
 * (30 ms), so no sliding second holds more calls than the lane's rate; the 20 ms left over are for timers and for clocks that differ.
 *
 * Fair between callers: all may take places up to half a second ahead, and beyond that each caller a little only, until the lane
 * has come near again. So whoever asks for more than there is waits here, and whoever asks for little finds a place soon
 * (docs/decisions/0012).
 */
export class SharedQuota {
  readonly #parts: SharedQuotaParts
  readonly #lanes = new Map<string, Lane>()
  readonly #outages: Outages
  #isOut = false
  #retryAt = 0
  #lookedAt = 0
  #looking: Promise<void> | undefined

  constructor(parts: SharedQuotaParts) {
    this.#parts = parts
    this.#outages = new Outages(parts.log, parts.clock, 'each instance paces its calls at its own share of the quota')
  }

  /**
   * The lane's next place. Without the table it comes from this instance's own share; a call that waits long for that joins the
   * others as soon as the table is back.
   * @param latestMs the longest wait of use to the caller; a place beyond it is refused
   * @param share whose turn it uses, over all instances; none may be able to choose by it with whom they are counted as one
   * @param isHurried whether to be refused at once where the lane has no room now
   */
  async takePlace(limit: Limit, latestMs: number, share: string, isHurried = false): Promise<Place> {
    const { clock } = this.#parts
    const latestAt = clock.now() + latestMs
    const left = () => latestAt - clock.now()
    const lane = this.#laneOf(limit)
    if (await this.#isThere(lane, latestMs)) {
      try {
        return await lane.take(left(), share, isHurried)
      } catch (error) {
        this.#noteOutage(error)
      }
    }
    const own = lane.alone.take(left())
    if ('tooLate' in own) return own
    const at = clock.now() + own.waitMs
    while (at - clock.now() > SOON_MS) {
      await clock.sleep(Math.min(at - clock.now() - SOON_MS, STEP_MS))
      if (await this.#isThere(lane, left())) return this.takePlace(limit, left(), share, isHurried)
    }
    return { waitMs: Math.max(0, at - clock.now()) }
  }

  /** Whether a place asked for now would come too late, as far as this instance has seen the lane. */
  isFull({ lane }: Limit, latestMs: number, isHurried = false): boolean {
    return !this.#isOut && (this.#lanes.get(lane)?.isFull(latestMs, isHurried) ?? false)
  }

  /** After Chat said that the quota is exceeded: this instance takes every second place only, for two seconds. */
  slowDown(limit: Limit): void {
    const lane = this.#laneOf(limit)
    lane.slowDown()
    if (this.#isOut) lane.alone.move()
  }

  #laneOf(limit: Limit): Lane {
    const known = this.#lanes.get(limit.lane)
    if (known) return known
    if (this.#lanes.size >= MOST_LANES) this.#forgetIdle()
    const made = this.#laneFor(limit)
    this.#lanes.set(limit.lane, made)
    return made
  }

  #laneFor({ lane, rate }: Limit): Lane {
    const { table, clock, callsPerSecond } = this.#parts
    const interval = Math.ceil(1_000_000 / (perSecondOf(rate, callsPerSecond) * USED_SHARE))
    return new Lane(new SlotCounter(table, clock, lane, farthestOf(interval)), clock, interval)
  }

  #forgetIdle(): void {
    for (const [name, lane] of this.#lanes) if (lane.isIdle) this.#lanes.delete(name)
  }

  #noteOutage(error: unknown): void {
    if (!(error instanceof StateUnavailable)) throw error
    this.#isOut = true
    this.#retryAt = this.#parts.clock.now() + RETRY_TABLE_MS
    this.#outages.note(error)
  }

  /**
   * Whether the table is in use. One that was out of reach is looked at once in five seconds, and then everybody waits a moment for
   * it: calls at our own share would come on top of the full quota that the others may long be sharing again.
   */
  async #isThere(lane: Lane, latestMs: number): Promise<boolean> {
    const { clock } = this.#parts
    if (!this.#isOut) return true
    const now = clock.now()
    if (!this.#looking && !isAhead(this.#retryAt, RETRY_TABLE_MS, now)) {
      this.#lookedAt = now
      const noteBack = () => {
        this.#isOut = false
      }
      const noteLooked = () => {
        this.#looking = undefined
      }
      this.#looking = lane
        .look()
        .then(noteBack, (error: unknown) => this.#noteOutage(error))
        .finally(noteLooked)
    }
    const patienceMs = Math.min(this.#lookedAt + LOOK_PATIENCE_MS - now, latestMs)
    if (this.#looking && patienceMs > 0) await within(this.#looking, patienceMs, () => undefined)
    return !this.#isOut
  }
}
