import type { Clock } from '../clock.ts'
import { type StateTable, StateUnavailable } from './state-table.ts'

/** All times here are Unix microseconds, so that DynamoDB adds whole numbers. */
export const MICROS = 1000

/** A time that has come by at most this much when its write returns is as good as now (see SharedQuota). */
export const LATE_MICROS = 30 * MICROS
/** Of that, what a lane may stand behind the time of the write, so that it is joined rather than begun anew. */
const BEHIND_MICROS = 12 * MICROS
/** And by how much less than usual a write may take. */
const SOONER_MICROS = 10 * MICROS
/** A lane ahead by far more than anybody waits was set by a clock gone wrong; it is begun anew. */
const FARTHEST_MICROS = 600_000 * MICROS
/** What a write takes, as far as it is known: rises slowly, falls fast, and doubles when a place came too late. */
const FIRST_LATENCY = 20 * MICROS
const LATE_LATENCY = 50 * MICROS
const LONGEST_LATENCY = 2000 * MICROS
const RISE = 0.1
const FALL = 0.5
/** Share of the latest write in what is expected of the other instances. */
const LEARN = 0.2
/** Each try fails only where another instance came between; so many in a row are an outage. */
const MOST_TRIES = 6

type Form = 'join' | 'begin'

const forms = {
  join: { change: 'SET #next = #next + :span', when: '#next BETWEEN :behind AND :farthest' },
  begin: {
    change: 'SET #next = :begun',
    when: 'attribute_not_exists(#next) OR #next < :earliest OR #next > :farthest',
  },
} as const satisfies Record<Form, { change: string; when: string }>

/**
 * A lane's counter in the table: `next`, the first time nobody has taken yet. It stores times and not indexes, so that
 * instances with another rate than ours take from the same lane.
 */
export class SlotCounter {
  readonly #table: StateTable
  readonly #clock: Clock
  readonly #pk: string
  #known = 0
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
    return this.#known > this.#clock.now() * MICROS + FARTHEST_MICROS ? 0 : this.#known
  }

  /** How long the next write may wait with no place known to us going by. Microseconds. */
  get slack(): number {
    return this.known - this.#earliest()
  }

  /**
   * Takes `span` microseconds of the lane, from about now on; the first microsecond of it.
   * One write, or two where the lane was not as this instance last saw it.
   * @throws StateUnavailable
   */
  async take(span: number): Promise<number> {
    await this.#table.prepare()
    let form = this.#likelyForm()
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const next = await this.#write(form, span)
      if (next !== undefined) {
        const isShared = form === 'join' && next - span > this.#known
        this.#shared += ((isShared ? 1 : 0) - this.#shared) * LEARN
        this.#known = next
        if (next - span < this.#clock.now() * MICROS - LATE_MICROS) this.#noteLate()
        return next - span
      }
      form = form === 'join' ? 'begin' : 'join'
    }
    throw new StateUnavailable(new Error(`lost the race for ${this.#pk}`))
  }

  /** What is sure by our own last write, or else what the other instances' last writes suggest. */
  #likelyForm(): Form {
    return this.#shared > 0.5 || this.known >= this.#earliest() - BEHIND_MICROS ? 'join' : 'begin'
  }

  /** About when a write begun now has returned. */
  #earliest(): number {
    return Math.round(this.#clock.now() * MICROS + Math.max(0, this.#latency - SOONER_MICROS))
  }

  async #write(form: Form, span: number): Promise<number | undefined> {
    const startedAt = this.#clock.now()
    const earliest = this.#earliest()
    const farthest = startedAt * MICROS + FARTHEST_MICROS
    const values =
      form === 'join'
        ? { span, behind: earliest - BEHIND_MICROS, farthest }
        : { begun: earliest + span, earliest, farthest }
    const item = await this.#table.update(this.#pk, forms[form].change, { when: forms[form].when, values })
    const more = (this.#clock.now() - startedAt) * MICROS - this.#latency
    this.#latency += more * (more > 0 ? RISE : FALL)
    return item && Number(item.next)
  }

  #noteLate(): void {
    this.#latency = Math.min(Math.max(this.#latency * 2, LATE_LATENCY), LONGEST_LATENCY)
  }
}
