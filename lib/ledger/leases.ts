import { createHash, randomUUID } from 'node:crypto'
import { type Clock, isAhead } from '../clock.ts'
import type { Log } from '../telemetry/log.ts'
import { expiring, FREE_FOR_OWNER } from './expiry.ts'
import { Outages } from './outages.ts'
import { type StateTable, StateUnavailable } from './state-table.ts'

export interface Lease {
  /** Lets the next one in. Never fails: where the table is out of reach the lease ends by itself. */
  release(): Promise<void>
}

export interface LeasesParts {
  readonly table: StateTable
  readonly clock: Clock
  /** From 0 to 1, for the jitter. */
  readonly random: () => number
  readonly log: Log
}

/** How long past its taker's deadline a lease holds: by then its taker is done or gone, and nobody renews it. */
const OVERTIME_MS = 1000
/** No function runs longer than a minute, so a lease that ends later than this was taken by a clock gone wrong: it counts as free. */
const FARTHEST_MS = 65_000
const FREE = `${FREE_FOR_OWNER} OR #expiresAtMs > :farthest`
/** What a caller needs after the wait, to answer or to try without. */
const RESERVE_MS = 300
/** Waits are drawn from zero to a bound that doubles between these: fifty waiters stay below a key's 1,000 writes a second. */
const FIRST_WAIT_MS = 25
const LONGEST_WAIT_MS = 200
const RELEASE_MS = 1000
/** Of the tenth of a second that an answer has beyond its deadline, half: clocks differ, and there is more to do. */
const LEAST_RELEASE_MS = 50
/** What a request to the table needs: with less, its being late would say nothing of the table. */
const LEAST_TRY_MS = 50

/**
 * One holder per account over all instances, taken only after a first write conflict. Whoever holds it may still meet a writer
 * who asked for none, so it lessens conflicts and proves nothing.
 */
export class Leases {
  readonly #parts: LeasesParts
  readonly #outages: Outages

  constructor(parts: LeasesParts) {
    this.#parts = parts
    this.#outages = new Outages(parts.log, parts.clock, 'accounts are written without a lease')
  }

  /**
   * The account's lease, or undefined where it can't be had by 300 ms before the deadline or the table is out of reach: the
   * caller then goes on without.
   * @param account an opaque key
   * @param deadline Unix milliseconds
   */
  async take(account: string, deadline: number): Promise<Lease | undefined> {
    try {
      return await this.#wait(pkOf(account), deadline - RESERVE_MS)
    } catch (error) {
      if (!(error instanceof StateUnavailable)) throw error
      this.#outages.note(error)
      return undefined
    }
  }

  /** The lease where somebody holds it just now, waited for; undefined where nobody does, which costs one read. */
  async takeIfHeld(account: string, deadline: number): Promise<Lease | undefined> {
    const { table, clock } = this.#parts
    if (deadline - clock.now() < LEAST_TRY_MS) return undefined
    try {
      const held = await table.get(pkOf(account), { withinMs: deadline - clock.now() })
      if (!held || !isAhead(Number(held.expiresAtMs), FARTHEST_MS, clock.now())) return undefined
    } catch (error) {
      if (!(error instanceof StateUnavailable)) throw error
      this.#outages.note(error)
      return undefined
    }
    return this.take(account, deadline)
  }

  async #wait(pk: string, until: number): Promise<Lease | undefined> {
    const { table, clock, random } = this.#parts
    const owner = randomUUID()
    for (let longest = FIRST_WAIT_MS; ; longest = Math.min(longest * 2, LONGEST_WAIT_MS)) {
      const now = clock.now()
      if (until - now < LEAST_TRY_MS) return undefined
      const item = { owner, ...expiring(until + RESERVE_MS + OVERTIME_MS) }
      const terms = { when: FREE, values: { now, owner, farthest: now + FARTHEST_MS }, withinMs: until - now }
      if (await table.put(pk, item, terms)) return { release: () => this.#release(pk, owner, until + RESERVE_MS) }
      await clock.sleep(Math.min(random() * longest, until - clock.now()))
    }
  }

  /** Keeps the deadline: the answer is worth more than the next one's wait. */
  async #release(pk: string, owner: string, deadline: number): Promise<void> {
    const left = Math.max(deadline - this.#parts.clock.now(), LEAST_RELEASE_MS)
    const terms = { when: '#owner = :owner', values: { owner }, withinMs: Math.min(RELEASE_MS, left) }
    await this.#parts.table.delete(pk, terms).catch(() => undefined)
  }
}

const pkOf = (account: string): string => `lease#${createHash('sha256').update(account).digest('hex')}`
