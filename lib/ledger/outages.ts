import { type Clock, isAhead } from '../clock.ts'
import type { Log } from '../telemetry/log.ts'
import { metric } from '../telemetry/metric.ts'
import type { StateUnavailable } from './state-table.ts'

const QUIET_MS = 60_000

/** Counts how often the table was out of reach, and logs that at most once a minute, with its metric. */
export class Outages {
  readonly #log: Log
  readonly #clock: Pick<Clock, 'now'>
  readonly #meaning: string
  #quietUntil = 0
  #times = 0

  /** @param meaning what the gateway does without the table, for people who read the log */
  constructor(log: Log, clock: Pick<Clock, 'now'>, meaning: string) {
    this.#log = log
    this.#clock = clock
    this.#meaning = meaning
  }

  note(error: StateUnavailable): void {
    this.#times += 1
    const now = this.#clock.now()
    if (isAhead(this.#quietUntil, QUIET_MS, now)) return
    const fields = { meaning: this.#meaning, times: this.#times, error: error.message }
    this.#log.warn('state table out of reach', { ...fields, ...metric('StateTableOutages', this.#times) })
    this.#quietUntil = now + QUIET_MS
    this.#times = 0
  }
}
