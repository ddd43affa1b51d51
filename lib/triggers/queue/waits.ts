import type { Clock } from '../../clock.ts'
import type { Patience } from '../../flow/task.ts'
import type { Gateway } from '../../gateway.ts'
import { STANDS_FOR } from '../../jobs/backlogs.ts'
import { known } from '../../operations/known.ts'
import type { Doorbell } from './doorbell.ts'
import type { SeenLanes } from './seen-lanes.ts'

/** Enough for a place beside a few callers who ask for more than there is (docs/decisions/0012), and less than others are to wait for a turn. */
const PATIENT: Patience = { ms: 1500, isHurried: false }
/** Half the horizon of a lane: who fills it so far keeps fewer of the worker's instances waiting. */
const HURRIED: Patience = { ms: 250, isHurried: true }
/** Whoever has no more waiting than goes out in so many seconds has little; nor has who was counted once or twice. */
const LITTLE_SECONDS = 0.5
const LITTLE = 2 * STANDS_FOR
/**
 * Of all batches, those in which even such as have much waiting are patient, so that others who fill a lane farther can't shut them out;
 * more of them for jobs that are overdue: that have waited for twice the time that those before them take, and for so long besides.
 */
const PATIENT_SHARE = 0.03
const OVERDUE_PATIENT_SHARE = 0.05
const OVERDUE_SECONDS = 3
/** Of the time that is left, and of the time that an overdue one has waited. */
const LEFT_SHARE = 0.5
const OVERDUE_SHARE = 0.03
/** The same where a lane is crowded by more than its doorbells tell, so that they don't all come back at once. */
const CROWDED_SHARE = 0.25
const LEAST_SECONDS = 1
const MOST_SECONDS = 120
/** Of the 1,000 receives after which SQS puts a message away. */
const MOST_RECEIVES = 500

type Waiting = Pick<Doorbell, 'behind' | 'since' | 'receiveCount' | 'app' | 'operation'>

/** How long the jobs of one batch of doorbells wait for their places in the quota, and when they come back where that was too short. */
export class Waits {
  readonly #rateOf: Gateway['perSecond']
  readonly #now: () => number
  readonly #lanes: SeenLanes
  readonly #lot = Math.random()

  constructor({ perSecond }: Pick<Gateway, 'perSecond'>, { now }: Pick<Clock, 'now'>, lanes: SeenLanes) {
    this.#rateOf = perSecond
    this.#now = now
    this.#lanes = lanes
  }

  /** Whoever waits holds up all who could have had their turn meanwhile. */
  of(doorbell: Waiting): Patience {
    const share = this.#isOverdue(doorbell) ? OVERDUE_PATIENT_SHARE : PATIENT_SHARE
    return this.#lot < share || this.#seemsLittle(doorbell) ? PATIENT : HURRIED
  }

  #perSecond({ operation }: Waiting): number {
    return this.#rateOf(known.get(operation)?.rate)
  }

  #seemsLittle(doorbell: Waiting): boolean {
    const little = Math.max(LITTLE, this.#perSecond(doorbell) * LITTLE_SECONDS)
    return doorbell.behind <= little && !this.#lanes.isCrowded(doorbell)
  }

  /** That a doorbell's account has found a place. */
  notePlace(doorbell: Waiting): void {
    this.#lanes.notePlace(doorbell)
  }

  /** That a doorbell goes back unread, since there is no place as far as is known here. */
  noteFull(doorbell: Waiting): void {
    this.#lanes.noteNoPlace(doorbell)
  }

  /** That a doorbell has found no place: whoever has little would have, unless many only seem to have little. */
  noteNoPlace(doorbell: Waiting): void {
    this.#lanes.noteNoPlace(doorbell)
    if (this.#seemsLittle(doorbell)) this.#lanes.noteCrowded(doorbell)
  }

  #isOverdue(doorbell: Waiting): boolean {
    return this.#waitedSeconds(doorbell) > (2 * doorbell.behind) / this.#perSecond(doorbell) + OVERDUE_SECONDS
  }

  #waitedSeconds({ since = this.#now() }: Waiting): number {
    return Math.max(0, this.#now() - since) / 1000
  }

  /**
   * When a doorbell comes back: after half of the time that those before it still take at the quota, so that it comes a few times until its
   * turn, and sooner the nearer that is; by chance about that, so that not all come at once.
   */
  secondsBefore(doorbell: Waiting): number {
    const waited = this.#waitedSeconds(doorbell)
    const left = doorbell.behind / this.#perSecond(doorbell) - waited
    const overdueShare = this.#lanes.isCrowded(doorbell) ? CROWDED_SHARE : OVERDUE_SHARE * this.#lanes.ease(doorbell)
    const seconds = Math.max(left * LEFT_SHARE, waited * overdueShare, LEAST_SECONDS) * (0.75 + Math.random() / 2)
    return Math.min(Math.ceil(seconds), MOST_SECONDS)
  }

  /** Whether a doorbell has come so often for want of a place that it is to be rung anew. */
  isWorn({ receiveCount }: Waiting): boolean {
    return receiveCount >= MOST_RECEIVES
  }
}
