import { LONGEST_LATENCY, MICROS } from './lane-reach.ts'

const FIRST_LATENCY = 20 * MICROS
const LATE_LATENCY = 50 * MICROS
const RISE = 0.1
const FALL = 0.5

/** What a write takes, as far as it is known: rises slowly, falls fast, and doubles when a place came too late. Microseconds. */
export class WriteLatency {
  #expected = FIRST_LATENCY

  get expected(): number {
    return this.#expected
  }

  note(took: number): void {
    const more = took - this.#expected
    this.#expected += more * (more > 0 ? RISE : FALL)
  }

  noteLate(): void {
    this.#expected = Math.min(Math.max(this.#expected * 2, LATE_LATENCY), LONGEST_LATENCY)
  }
}
