import type { Clock } from '../clock.ts'
import { StateUnavailable } from './state-unavailable.ts'
import { isThrottling } from './throttled.ts'

/** What one request of a batch brought, and what it left undone. */
export interface Part<Asked, Got> {
  readonly got: readonly Got[]
  readonly left: readonly Asked[]
}

/** How a batch waits for a table that is busy. */
export interface Pauses {
  readonly sleep: Clock['sleep']
  /** From 0 to 1, for jitter. */
  readonly random: () => number
}

/** Bounds of the random wait: the bound doubles from the first to the last while requests bring nothing. */
const FIRST_WAIT_MS = 25
const LAST_WAIT_MS = 1000
/** After so many requests in a row that bring nothing, about three seconds, the table counts as stuck. */
const MOST_IDLE = 10

/** How long whoever waits for a batch can still use its outcome, and how it waits for a table that is busy. */
export interface BatchTerms extends Pauses {
  /** In milliseconds, asked anew each time. */
  readonly leftMs: () => number
}

/**
 * Asks for all of these, `size` at a time. A request may be done in part, where the partition is at its limit or the items are large;
 * what it left undone is asked for again.
 * @throws StateUnavailable where the table is stuck, or no time is left
 */
export async function inBatches<Asked, Got>(
  all: readonly Asked[],
  size: number,
  ask: Ask<Asked, Got>,
  terms: BatchTerms,
): Promise<Got[]> {
  const batches = new Batches(ask, terms)
  return (await Promise.all(slices(all, size).map((some) => batches.workOff(some)))).flat()
}

type Ask<Asked, Got> = (some: readonly Asked[]) => Promise<Part<Asked, Got>>

/** The batches of one operation, side by side. */
class Batches<Asked, Got> {
  readonly #ask: Ask<Asked, Got>
  readonly #terms: BatchTerms
  /** How many requests brought something. While one batch gets on, no other batch is given up. */
  #progress = 0
  /** Once one batch has failed, the others stop, since nobody waits for them. */
  #hasFailed = false

  constructor(ask: Ask<Asked, Got>, terms: BatchTerms) {
    this.#ask = ask
    this.#terms = terms
  }

  /** @throws StateUnavailable */
  async workOff(some: readonly Asked[]): Promise<Got[]> {
    try {
      return await this.#workOff(some)
    } catch (error) {
      this.#hasFailed = true
      throw error
    }
  }

  async #workOff(some: readonly Asked[]): Promise<Got[]> {
    const got: Got[] = []
    let left = some
    let idle = 0
    let triesLeft = MOST_IDLE
    let seen = this.#progress
    while (left.length > 0) {
      const part = await this.#askOnce(left)
      got.push(...part.got)
      const isOn = part.left.length < left.length
      if (isOn) this.#progress++
      left = part.left
      if (left.length === 0) break
      triesLeft = seen === this.#progress ? triesLeft - 1 : MOST_IDLE
      seen = this.#progress
      if (triesLeft === 0) throw part.refused ?? new StateUnavailable(new Error('the table leaves items undone'))
      idle = isOn ? 0 : idle + 1
      await this.#pause(FIRST_WAIT_MS * 2 ** Math.max(0, idle - 1))
    }
    return got
  }

  /** One request. If the table refuses it as one too many, nothing was done, and all of it is left. */
  async #askOnce(some: readonly Asked[]): Promise<Part<Asked, Got> & { readonly refused?: StateUnavailable }> {
    try {
      return await this.#ask(some)
    } catch (error) {
      if (!(error instanceof StateUnavailable && isThrottling(error))) throw error
      return { got: [], left: some, refused: error }
    }
  }

  async #pause(stepMs: number): Promise<void> {
    const { sleep, random, leftMs } = this.#terms
    const ms = random() * Math.min(LAST_WAIT_MS, stepMs)
    if (this.#hasFailed || ms >= leftMs()) throw new StateUnavailable(new Error('no time is left'))
    await sleep(ms)
    if (this.#hasFailed) throw new StateUnavailable(new Error('another batch has failed'))
  }
}

const slices = <T>(all: readonly T[], size: number): (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))
