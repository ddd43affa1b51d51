import type { Clock } from '../clock.ts'
import type { CallerShare } from './caller-share.ts'
import { type Bounds, type Form, requestOf, type Wish } from './slot-forms.ts'
import type { Item, StateTable } from './state-table.ts'

/** All times here are Unix microseconds, so that DynamoDB adds whole numbers. */
export const MICROS = 1000

/** A time that has come by at most this much when its write returns is as good as now (see SharedQuota). */
export const LATE_MICROS = 30 * MICROS
/** Of that, what a lane may stand behind the time of the write, so that it is joined rather than begun anew. */
const BEHIND_MICROS = 12 * MICROS
/** And by how much less than usual a write may take. */
const SOONER_MICROS = 10 * MICROS
/** How far ahead a lane is open to all. Whoever waits for it to come near asks often enough that it does not run dry meanwhile. */
const HORIZON_MICROS = 500 * MICROS
/** A lane that ends by so much before its horizon had room for a while. */
const ROOM_MICROS = 60 * MICROS
/** A lane ahead by half as much again as anybody waits was set by a clock gone wrong, and would refuse all for so long; it is begun anew. */
export const FARTHEST_MICROS = 90_000 * MICROS
/** How long what was seen of a lane is a guide. */
const BELIEF_MICROS = 2000 * MICROS
/** What a write takes, as far as it is known: rises slowly, falls fast, and doubles when a place came too late. */
const FIRST_LATENCY = 20 * MICROS
const LATE_LATENCY = 50 * MICROS
const LONGEST_LATENCY = 2000 * MICROS
const RISE = 0.1
const FALL = 0.5
/** Share of the latest write in what is expected of the other instances. */
const LEARN = 0.2

/** A piece of the lane, as wanted by one caller. Microseconds. */
export interface Request extends Wish {
  readonly share: CallerShare
  /** A place later than this is of no use. */
  readonly latest: number
  /** How often this was asked for in vain. */
  readonly fails: number
}

export interface Booking {
  /** The first microsecond of the piece. */
  readonly first: number
  /** The caller has had its quantum: until the lane comes near, there is no more. */
  readonly isLast: boolean
  /** There was room for a while. */
  readonly isOverdue: boolean
}

/**
 * A lane's item in the table. `next` is the first time nobody has taken yet; it stores times and not indexes, so that instances
 * with another rate than ours take from the same lane. Beside it stands what each caller has taken in this round.
 */
export class SlotCounter {
  readonly #table: StateTable
  readonly #clock: Clock
  readonly #pk: string
  #known = 0
  /** When the lane was last seen full to its horizon, and when it was last seen not to be idle. */
  #fullAt = 0
  #busyAt = 0
  /** How often others had moved the lane on, so that joining them was right; from 0 to 1. */
  #shared = 0
  #latency = FIRST_LATENCY

  constructor(table: StateTable, clock: Clock, lane: string) {
    this.#table = table
    this.#clock = clock
    this.#pk = `quota#${lane}`
  }

  /** `next` as this instance last saw it: it may stand later by now, not earlier. Nothing where our clock was set back. Microseconds. */
  get known(): number {
    return this.#known > this.#now() + FARTHEST_MICROS ? 0 : this.#known
  }

  /** How long the next write may wait with no place known to us going by. Microseconds. */
  get slack(): number {
    return this.known - this.#earliest()
  }

  /** When the lane comes near enough for all, or later. Microseconds. */
  get nearAt(): number {
    return this.known - HORIZON_MICROS
  }

  /** Whether the lane was full to its horizon of late. */
  get isCrowded(): boolean {
    return this.#isWithin(BELIEF_MICROS, this.#fullAt)
  }

  /** Writes, and takes nothing. @throws StateUnavailable */
  async look(): Promise<void> {
    await this.#table.update(this.#pk, 'SET #next = if_not_exists(#next, :now)', { values: { now: this.#now() } })
  }

  /**
   * Takes a piece of the lane; undefined where that is not to be had now. One write where the lane is as this instance expects it.
   * @throws StateUnavailable
   */
  async take(request: Request): Promise<Booking | undefined> {
    await this.#table.prepare()
    const isUnknown = request.fails === 0 && !this.isCrowded
    for (const form of this.#plan(request)) {
      // Where writes take long, the lane may have come to its end since the last one: then it is not full but to be begun.
      if (form === 'far' && isUnknown && !this.#isBusy()) continue
      const booking = await this.#write(form, request)
      if (booking) return booking
    }
    return undefined
  }

  /** What to try, likeliest first. Where it was in vain before, one thing at a time: those who wait must not wear the item out. */
  #plan({ share, latest, fails }: Request): readonly Form[] {
    const { isCrowded } = this
    const isBusy = this.#isBusy()
    if (fails === 0 && !isCrowded && !isBusy)
      return this.#shared > 0.5 ? ['near', 'begin', 'far', 'near'] : ['begin', 'near', 'far', 'begin', 'far']
    const isBeyond = latest > this.#now() + HORIZON_MICROS && (!isCrowded || share.triesBeyond())
    const both: readonly Form[] = isCrowded ? ['far', 'near'] : ['near', 'far']
    const oneByOne: readonly Form[] = [fails % 2 === 0 ? 'far' : 'near']
    const joins: readonly Form[] = isBeyond ? (fails === 0 ? both : oneByOne) : ['near']
    return isBusy && this.#isWithin(BELIEF_MICROS, this.#busyAt) ? joins : [...joins, 'begin']
  }

  async #write(form: Form, request: Request): Promise<Booking | undefined> {
    const startedAt = this.#now()
    const wasBusy = this.#isBusy()
    const bounds = this.#bounds(request.latest)
    const { change, terms } = requestOf(form, request, bounds)
    const item = await this.#table.update(this.#pk, change, terms)
    this.#noteLatency(this.#now() - startedAt)
    if (form === 'far') request.share.noteBeyond(item !== undefined)
    if (item) return this.#noteTaken(form, request, item, startedAt)
    if (form === 'begin') this.#noteBusy(bounds.earliest, startedAt)
    if (form === 'near' && wasBusy) this.#noteFull(bounds.nearEnd, startedAt)
    return undefined
  }

  #noteTaken(form: Form, { share, span, quantum }: Request, item: Item, startedAt: number): Booking {
    const next = Number(item.next)
    const first = next - span
    const taken = Number(item[share.attribute])
    const isShared = form !== 'begin' && first > this.#known
    this.#shared += ((isShared ? 1 : 0) - this.#shared) * LEARN
    this.#known = next
    this.#busyAt = startedAt
    this.#fullAt = first > startedAt + HORIZON_MICROS ? startedAt : 0
    if (first < this.#now() - LATE_MICROS) this.#noteLate()
    const hadRoom = first < startedAt + HORIZON_MICROS - ROOM_MICROS
    return { first, isLast: taken >= quantum, isOverdue: hadRoom || (form === 'far' && taken === span) }
  }

  /** It was not to be begun: it ends at the earliest then. */
  #noteBusy(earliest: number, at: number): void {
    this.#known = Math.max(this.known, earliest)
    this.#busyAt = at
  }

  /** It was not to be joined, and not for being idle: it ends later than that. */
  #noteFull(end: number, at: number): void {
    this.#known = Math.max(this.known, end)
    this.#fullAt = at
  }

  #bounds(latest: number): Bounds {
    const earliest = this.#earliest()
    const behind = earliest - BEHIND_MICROS
    return {
      earliest,
      behind,
      nearEnd: Math.max(behind, Math.min(latest, this.#now() + HORIZON_MICROS)),
      farEnd: Math.max(behind, latest),
      farthest: this.#now() + FARTHEST_MICROS,
    }
  }

  /** Whether the lane can't be idle, as far as this instance knows. */
  #isBusy(): boolean {
    return this.known >= this.#earliest() - BEHIND_MICROS
  }

  #isWithin(micros: number, at: number): boolean {
    return Math.abs(this.#now() - at) < micros
  }

  #now(): number {
    return this.#clock.now() * MICROS
  }

  /** About when a write begun now has returned. */
  #earliest(): number {
    return Math.round(this.#now() + Math.max(0, this.#latency - SOONER_MICROS))
  }

  #noteLatency(took: number): void {
    const more = took - this.#latency
    this.#latency += more * (more > 0 ? RISE : FALL)
  }

  #noteLate(): void {
    this.#latency = Math.min(Math.max(this.#latency * 2, LATE_LATENCY), LONGEST_LATENCY)
  }
}
