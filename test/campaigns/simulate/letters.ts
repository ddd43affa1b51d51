import type { Random } from '../random.ts'
import type { Checker } from './check/checker.ts'
import type { LettersWatch } from './check/letters-watch.ts'
import { type Resting, Stranger } from './stranger.ts'
import type { FifoQueue, LaidDown } from './world/queue.ts'
import type { VirtualTime } from './world/virtual-time.ts'

export interface LettersParts {
  readonly time: VirtualTime
  readonly random: Random
  readonly checker: Checker
  readonly queue: FifoQueue
}

/** How often an operator has SQS move letters back, and how many at most. */
const BETWEEN_MS = [1000, 5000] as const
const MOST_MOVED = 12
/** A queue keeps them all; so many are enough to choose from. */
const MOST_KEPT = 2000
/** As a FIFO queue does. */
const DEDUPLICATION_MS = 300_000

/** The dead letters of jobs: what the worker lays down, what a stranger puts among them, and what an operator has moved back. */
export class Letters implements Resting {
  count = 0
  readonly #parts: LettersParts
  readonly #watch: LettersWatch
  readonly #resting: LaidDown[] = []
  readonly #known = new Map<string, number>()
  readonly #stranger: Stranger
  #isCalm = false

  constructor(parts: LettersParts) {
    this.#parts = parts
    this.#watch = parts.checker.letters
    this.#stranger = new Stranger({ ...parts, random: parts.random.fork(), letters: this })
    this.#moveNow()
  }

  /** How often each kind of letter was forged. */
  get forged(): ReadonlyMap<string, number> {
    return this.#stranger.counts
  }

  /** What is left rests from now on. */
  calm(): void {
    this.#isCalm = true
    this.#stranger.calm()
  }

  /** One that rests; undefined where there is none. */
  pick(random: Random): LaidDown | undefined {
    return this.#resting[random.whole(0, Math.max(0, this.#resting.length - 1))]
  }

  /** Lays one down, as the gateway's own functions do, or as anybody who may send to the queue. */
  lay(letter: LaidDown): void {
    const { now } = this.#parts.time
    const { group, deduplicationId } = letter
    this.count++
    this.#watch.laid(deduplicationId)
    // Letters about events rest in a queue of their own, which SQS moves nowhere.
    if (group === undefined || deduplicationId === undefined) return
    const key = `${group} ${deduplicationId}`
    if (now < (this.#known.get(key) ?? 0)) return
    this.#known.set(key, now + DEDUPLICATION_MS)
    this.#resting.push(letter)
    if (this.#resting.length > MOST_KEPT) this.#resting.shift()
  }

  /** An operator tells SQS to start a redrive, of all that rests there or as far as he has patience. */
  #moveNow(): void {
    const { time, random, checker, queue } = this.#parts
    time.after(random.whole(...BETWEEN_MS), () => {
      if (this.#isCalm) return
      const first = random.whole(0, Math.max(0, this.#resting.length - 1))
      const moved = this.#resting.splice(first, random.whole(1, MOST_MOVED))
      for (const { group = '', deduplicationId = '', text } of moved) queue.send(group, deduplicationId, text)
      checker.count('letters moved back', moved.length)
      if (moved.length > 0) checker.note('operator', `moves ${moved.length} letters back`)
      this.#moveNow()
    })
  }
}
