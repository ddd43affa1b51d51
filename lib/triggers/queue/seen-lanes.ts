import { type Clock, isAhead } from '../../clock.ts'
import type { Doorbell } from './doorbell.ts'

/** For so long nobody waits patiently for a lane in which somebody has waited so for nothing: a fifth of the worker's time may go into that. */
const CROWDED_MS = 6000
/** So many are to find a lane full for one that finds a place: fewer, and a place may stay empty since nobody comes for it. */
const REFUSED_EACH = 8
/** How far one refusal moves the ease. */
const STEP = 1.1
const LEAST_EASE = 0.05
/** Apps are without end; so many lanes are remembered. */
const MOST_LANES = 100

type InLane = Pick<Doorbell, 'app' | 'operation'>

interface Seen {
  crowdedUntil: number
  ease: number
}

/** What this instance has seen of the lanes that its doorbells are about. */
export class SeenLanes {
  readonly #lanes = new Map<string, Seen>()
  readonly #now: () => number

  constructor({ now }: Pick<Clock, 'now'>) {
    this.#now = now
  }

  /**
   * Whether the lane is crowded, whatever its doorbells say: who queues at many instances at once is counted at none of them, and seems
   * to have little waiting.
   */
  isCrowded(doorbell: InLane): boolean {
    return isAhead(this.#lanes.get(laneOf(doorbell))?.crowdedUntil ?? 0, CROWDED_MS, this.#now())
  }

  noteCrowded(doorbell: InLane): void {
    this.#seenOf(doorbell).crowdedUntil = this.#now() + CROWDED_MS
  }

  /** How much time those may take who are overdue: from 1, where many come for each place, down to a twentieth where few do. */
  ease(doorbell: InLane): number {
    return this.#lanes.get(laneOf(doorbell))?.ease ?? 1
  }

  notePlace(doorbell: InLane): void {
    const seen = this.#seenOf(doorbell)
    seen.ease = Math.max(LEAST_EASE, seen.ease / STEP ** REFUSED_EACH)
  }

  noteNoPlace(doorbell: InLane): void {
    const seen = this.#seenOf(doorbell)
    seen.ease = Math.min(1, seen.ease * STEP)
  }

  #seenOf(doorbell: InLane): Seen {
    const lane = laneOf(doorbell)
    const known = this.#lanes.get(lane)
    if (known) return known
    if (this.#lanes.size >= MOST_LANES) this.#lanes.clear()
    const made = { crowdedUntil: 0, ease: 1 }
    this.#lanes.set(lane, made)
    return made
  }
}

const laneOf = ({ app, operation }: InLane): string => `${app} ${operation}`
