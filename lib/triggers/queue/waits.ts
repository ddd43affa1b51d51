import type { Clock } from '../../clock.ts'
import type { Config } from '../../config.ts'
import { STANDS_FOR } from '../../ledger/backlogs.ts'
import type { Patience } from '../../upstream/place.ts'
import type { Doorbell } from './doorbell.ts'

/** Enough for a place beside a few callers who ask for more than there is (docs/decisions/0012), and less than others are to wait for a turn. */
const PATIENT: Patience = { ms: 1500, isHurried: false }
/** Lanes are then filled to less than their horizon, by which the most part of the worker's instances stays free for others. */
const HURRIED: Patience = { ms: 250, isHurried: true }
/** Of all batches, those that wait for long whosever jobs they hold: a lane that others fill further than that must not shut anybody out. */
const PATIENT_SHARE = 0.01
const OVERDUE_PATIENT_SHARE = 0.05
const OVERDUE_MS = 3000
/** Whoever has no more waiting than goes out in so many seconds has little; nor has who is counted twice at most. */
const LITTLE_SECONDS = 0.5
const LITTLE = 2 * STANDS_FOR

const LEAST_SECONDS = 1
const MOST_SECONDS = 120
/** A job that is overdue comes back after so much of the time that it has waited. */
const LEFT_SHARE = 0.5
const OVERDUE_SHARE = 0.03
/** Of the 1,000 receives after which SQS puts a message away. */
const MOST_RECEIVES = 500

type Waiting = Pick<Doorbell, 'behind' | 'since' | 'receiveCount'>

/** How long the jobs of one batch of doorbells wait for their places in the quota, and when they come back where that was too short. */
export class Waits {
  readonly #callsPerSecond: number
  readonly #now: () => number
  readonly #lot = Math.random()

  constructor({ callsPerSecond }: Pick<Config, 'callsPerSecond'>, { now }: Pick<Clock, 'now'>) {
    this.#callsPerSecond = callsPerSecond
    this.#now = now
  }

  /** Whoever waits holds up all who could have had their turn meanwhile. */
  of(doorbell: Waiting): Patience {
    const share = this.#isOverdue(doorbell) ? OVERDUE_PATIENT_SHARE : PATIENT_SHARE
    const little = Math.max(LITTLE, this.#callsPerSecond * LITTLE_SECONDS)
    return this.#lot < share || doorbell.behind <= little ? PATIENT : HURRIED
  }

  #isOverdue({ behind, since }: Waiting): boolean {
    return this.#now() - since > (2 * behind * 1000) / this.#callsPerSecond + OVERDUE_MS
  }

  /**
   * Half of the time, in seconds, that those before it take at the quota: so it comes a few times until its turn, sooner the nearer that is,
   * and the lane runs dry at no time. By chance about that, so that not all come at once.
   */
  secondsBefore({ behind, since }: Waiting): number {
    const waited = Math.max(0, this.#now() - since) / 1000
    const left = behind / this.#callsPerSecond - waited
    const seconds = Math.max(left * LEFT_SHARE, waited * OVERDUE_SHARE, LEAST_SECONDS) * (0.75 + Math.random() / 2)
    return Math.min(Math.ceil(seconds), MOST_SECONDS)
  }

  /** Whether a doorbell has come so often for want of a place that it is to be rung anew. */
  isWorn({ receiveCount }: Waiting): boolean {
    return receiveCount >= MOST_RECEIVES
  }
}
