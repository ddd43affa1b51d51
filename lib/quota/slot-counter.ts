import type { Clock } from '../clock.ts'
import type { Item, StateTable } from '../ledger/state-table.ts'
import type { CallerShare } from './caller-share.ts'
import { MICROS } from './lane-reach.ts'
import { type Bounds, type Form, numberIn, requestOf, type Wish } from './slot-forms.ts'
import { WriteLatency } from './write-latency.ts'

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
/** How long what was seen of a lane is a guide. */
const BELIEF_MICROS = 2000 * MICROS
/** So long an instance keeps its number; then numbers of those that live are near to each other, whoever has come and gone. */
const NUMBER_MICROS = 60_000 * MICROS
/** Share of the latest write in what is expected of the other instances. */
const LEARN = 0.2

/** A piece of the lane, as wanted by one caller. Microseconds. */
export interface Request extends Wish {
  readonly share: CallerShare
  /** A place later than this is of no use; by our own clock. */
  readonly latest: number
  /** How often this was asked for in vain. */
  readonly fails: number
}

export interface Booking {
  /** The first microsecond of the piece, by our own clock. */
  readonly first: number
  /** The caller has had its quantum: until the lane comes near, there is no more. */
  readonly isLast: boolean
  /** There was room for a while. */
  readonly isOverdue: boolean
}

/**
 * A lane's item in the table. `next` is the first time nobody has taken yet; it stores times and not indexes, so that instances
 * with another rate than ours take from the same lane. Beside it stands what each caller has taken in this round.
 *
 * Its times are the table's own, as far as we have heard it: an instance whose clock is off would else put the lane out of the
 * others' reach, or not see theirs. What goes out of here and comes in is by our clock.
 */
export class SlotCounter {
  readonly #table: StateTable
  readonly #clock: Clock
  readonly #pk: string
  readonly #farthest: number
  #known = 0
  /** When the table last told us what time it is. */
  #heardAt = 0
  /** When the lane was last seen full to its horizon, and when it was last seen not to be idle. */
  #fullAt = 0
  #busyAt = 0
  /** How often others had moved the lane on, so that joining them was right; from 0 to 1. */
  #shared = 0
  readonly #latency = new WriteLatency()
  #number: number | undefined
  #numberedAt = 0

  /** @param farthest how far ahead a lane is a fault and no queue, in microseconds */
  constructor(table: StateTable, clock: Clock, lane: string, farthest: number) {
    this.#table = table
    this.#clock = clock
    this.#farthest = farthest
    this.#pk = `quota#${lane}`
  }

  /** `next` as this instance last saw it, by our clock: it may stand later by now, not earlier. Long ago where it can't stand there. */
  get known(): number {
    return this.#seen - this.#ahead
  }

  /** Instances that use the lane are counted: which one this is; undefined where it has not taken a place yet. */
  get number(): number | undefined {
    return this.#number
  }

  /** How far the table's clock is ahead of ours. */
  get aheadMs(): number {
    return this.#table.aheadMs
  }

  /** How long the next write may wait with no place known to us going by. Microseconds. */
  get slack(): number {
    return this.#seen - this.#earliest()
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
    const isBeyond = latest > this.#own + HORIZON_MICROS && (!isCrowded || share.triesBeyond())
    const both: readonly Form[] = isCrowded ? ['far', 'near'] : ['near', 'far']
    const oneByOne: readonly Form[] = [fails % 2 === 0 ? 'far' : 'near']
    const joins: readonly Form[] = isBeyond ? (fails === 0 ? both : oneByOne) : ['near']
    return isBusy && this.#isWithin(BELIEF_MICROS, this.#busyAt) ? joins : [...joins, 'begin']
  }

  async #write(form: Form, request: Request): Promise<Booking | undefined> {
    const [startedAt, sentAt, ahead] = [this.#now(), this.#own, this.#ahead]
    const wasBusy = this.#isBusy()
    const bounds = this.#bounds(request.latest)
    const isCounted = !this.#isWithin(NUMBER_MICROS, this.#numberedAt)
    const { change, terms } = requestOf(form, { ...request, isCounted }, bounds)
    // What a beginning makes of the lane is known; what it has ended is not.
    const returns = form === 'begin' ? 'UPDATED_OLD' : 'UPDATED_NEW'
    const item = await this.#table.update(this.#pk, change, { ...terms, secondEffect: 'counted' }, returns)
    this.#heardAt = this.#now()
    this.#latency.note(this.#own - sentAt)
    if (form === 'far') request.share.noteBeyond(item !== undefined)
    if (item && isCounted) [this.#number, this.#numberedAt] = [numberIn(form, item), startedAt]
    if (item && form !== 'begin') return this.#noteTaken(form, request, item, startedAt)
    if (item) {
      const begun = bounds.earliest + request.span
      if (this.#ahead !== ahead) return this.#giveBack(begun, item)
      return this.#noteTaken(form, request, { next: begun, [request.share.attribute]: request.span }, startedAt)
    }
    if (form === 'begin') this.#noteBusy(bounds.earliest, startedAt)
    if (form === 'near' && wasBusy) this.#noteFull(bounds.nearEnd, startedAt)
    return undefined
  }

  /** A lane that was begun by a clock that proves wrong may not have been idle: its end is put back, unless it has moved on already. */
  async #giveBack(begun: number, { next = 0 }: Item): Promise<undefined> {
    await this.#table.update(this.#pk, 'SET #next = :next', { when: '#next = :begun', values: { begun, next } })
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
    if (first < this.#now() - LATE_MICROS) this.#latency.noteLate()
    const hadRoom = first < startedAt + HORIZON_MICROS - ROOM_MICROS
    return {
      first: first - this.#ahead,
      isLast: taken >= quantum,
      isOverdue: hadRoom || (form === 'far' && taken === span),
    }
  }

  /** It was not to be begun: it ends at the earliest then. */
  #noteBusy(earliest: number, at: number): void {
    this.#known = Math.max(this.#seen, earliest)
    this.#busyAt = at
  }

  /** It was not to be joined, and not for being idle: it ends later than that. */
  #noteFull(end: number, at: number): void {
    this.#known = Math.max(this.#seen, end)
    this.#fullAt = at
  }

  /** While our clock may be wrong, as after a rest, no lane is too far ahead: that would be the end of an honest one. */
  #bounds(ownLatest: number): Bounds {
    const latest = ownLatest + this.#ahead
    const earliest = this.#earliest()
    const behind = earliest - BEHIND_MICROS
    const isSure = this.#isWithin(BELIEF_MICROS, this.#heardAt)
    return {
      earliest,
      behind,
      nearEnd: Math.max(behind, Math.min(latest, this.#now() + HORIZON_MICROS)),
      farEnd: Math.max(behind, latest),
      farthest: isSure ? this.#now() + this.#farthest : Number.MAX_SAFE_INTEGER,
    }
  }

  /** Whether the lane can't be idle, as far as this instance knows. */
  #isBusy(): boolean {
    return this.#seen >= this.#earliest() - BEHIND_MICROS
  }

  #isWithin(micros: number, at: number): boolean {
    return Math.abs(this.#now() - at) < micros
  }

  /** By the table's clock; nothing where it is too far ahead, since then our clock was wrong. */
  get #seen(): number {
    return this.#known > this.#now() + this.#farthest ? 0 : this.#known
  }

  get #own(): number {
    return this.#clock.now() * MICROS
  }

  get #ahead(): number {
    return this.aheadMs * MICROS
  }

  #now(): number {
    return this.#own + this.#ahead
  }

  /** About when a write begun now has returned. */
  #earliest(): number {
    return Math.round(this.#now() + Math.max(0, this.#latency.expected - SOONER_MICROS))
  }
}
