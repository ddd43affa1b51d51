import type { Clock } from '../../clock.ts'
import type { Config } from '../../config.ts'
import type { Doorbell } from './doorbell.ts'

/** Enough for a place beside a few callers who ask for more than there is (docs/decisions/0012), and less than others are to wait for a turn. */
const PATIENT_MS = 1500
/** Lanes are then filled to less than their horizon, by which the most part of the worker's instances stays free for others. */
const HURRIED_MS = 300
/** Of all batches, those that wait for long whosever jobs they hold: a lane that others fill further than that must not shut anybody out. */
const PATIENT_SHARE = 0.1
/** Whoever has no more waiting than goes out in so many seconds has little. */
const LITTLE_SECONDS = 0.5

const LEAST_SECONDS = 1
const MOST_SECONDS = 120
/** A job that is overdue comes back after so much of the time that it has waited. */
const OVERDUE_SHARE = 0.1
/** Of the 1,000 receives after which SQS puts a message away. */
const MOST_RECEIVES = 500

type Waits = Pick<Doorbell, 'behind' | 'since' | 'receiveCount'>

/** How long the jobs of one batch of doorbells wait for their places in the quota, and when they come back where that was too short. */
export class Patience {
  readonly #callsPerSecond: number
  readonly #now: () => number
  readonly #isPatient = Math.random() < PATIENT_SHARE

  constructor({ callsPerSecond }: Pick<Config, 'callsPerSecond'>, { now }: Pick<Clock, 'now'>) {
    this.#callsPerSecond = callsPerSecond
    this.#now = now
  }

  /** Milliseconds. Who waits holds up all who could have had their turn meanwhile. */
  of({ behind }: Waits): number {
    return this.#isPatient || behind <= this.#callsPerSecond * LITTLE_SECONDS ? PATIENT_MS : HURRIED_MS
  }

  /**
   * Half of the time, in seconds, that those before it take at the quota: so it comes a few times until its turn, sooner the nearer that is,
   * and the lane runs dry at no time. By chance about that, so that not all come at once.
   */
  secondsBefore({ behind, since }: Waits): number {
    const waited = Math.max(0, this.#now() - since) / 1000
    const left = behind / this.#callsPerSecond - waited
    const seconds = Math.max(left / 2, waited * OVERDUE_SHARE, LEAST_SECONDS) * (0.75 + Math.random() / 2)
    return Math.min(Math.ceil(seconds), MOST_SECONDS)
  }

  /** Whether a doorbell has come so often for want of a place that it is to be rung anew. */
  isWorn({ receiveCount }: Waits): boolean {
    return receiveCount >= MOST_RECEIVES
  }
}
