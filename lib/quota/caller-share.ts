import { createHash } from 'node:crypto'

/** Few enough for an item below one write unit (1 kB), many enough that two callers seldom meet in one. */
export const BUCKETS = 64
/** Two callers who do meet count as one, but for no longer than this. */
const PERIOD_MS = 600_000

/**
 * Tries a second while the lane is full. A failure lessens them by a factor and each success adds a step, so that instances which
 * wait for the same lane come to the same rate, however many they are; a long step where there was room for a while.
 */
const MOST_RATE = 8
/** A thousand waiting instances stay below the 1,000 writes a second that an item takes. */
const LEAST_RATE = 0.2
const AFTER_FAILURE = 0.7
const SMALL_STEP = 0.06
const LARGE_STEP = 4

/** Chances beyond the horizon: a failure halves them, and they come back slowly, so that a try in vain is seldom repeated. */
const LEAST_CHANCE = 0.5
const FALL = 0.5
const RISE = 0.1

const attributes = Array.from({ length: BUCKETS }, (_, index) => `c${index}`)
const listWithout = new Map(attributes.map((own) => [own, attributes.filter((other) => other !== own).join(', ')]))

/**
 * The attribute of a lane that counts what a caller has of it. Callers are without end, so they are spread over a fixed number.
 * @param share whose it is; not to be told by anybody outside, or a name could be made up that counts as one with a victim
 * @param now Unix milliseconds
 */
export function attributeOf(share: string, now: number): string {
  const hash = createHash('sha256')
    .update(`${Math.floor(now / PERIOD_MS)} ${share}`)
    .digest()
  return `c${hash.readUInt32BE() % BUCKETS}`
}

/** One caller in a lane, as this instance has met it: how it is counted, and how often it is worth asking for more. */
export class CallerShare {
  readonly attribute: string
  #rate = MOST_RATE
  #chance = 1

  constructor(attribute: string) {
    this.attribute = attribute
  }

  /** All other callers' attributes, as an expression lists them. */
  get others(): string {
    return listWithout.get(this.attribute) ?? ''
  }

  /** Whether the lane had no room of late. */
  get hasFailed(): boolean {
    return this.#rate < MOST_RATE
  }

  /** How long to wait where the lane is full; by chance, so that instances don't ask all at once. Milliseconds. */
  pauseMs(): number {
    return (1000 / this.#rate) * (0.5 + Math.random())
  }

  noteSuccess(hadRoomForLong: boolean): void {
    this.#rate = Math.min(this.#rate + (hadRoomForLong ? LARGE_STEP : SMALL_STEP), MOST_RATE)
  }

  noteFailure(): void {
    this.#rate = Math.max(this.#rate * AFTER_FAILURE, LEAST_RATE)
  }

  /** Whether to try beyond the horizon this time. */
  triesBeyond(): boolean {
    if (this.#chance >= LEAST_CHANCE) return true
    this.#chance += RISE
    return false
  }

  noteBeyond(isBooked: boolean): void {
    this.#chance = isBooked ? 1 : this.#chance * FALL
  }
}
