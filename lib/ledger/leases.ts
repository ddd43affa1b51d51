import { createHash, randomUUID } from 'node:crypto'
import { type Clock, isAhead } from '../clock.ts'
import type { Log } from '../telemetry/log.ts'
import { expiring, FREE_FOR_OWNER } from './expiry.ts'
import { Outages } from './outages.ts'
import { type StateTable, StateUnavailable } from './state-table.ts'

export interface Lease {
  /** Gives the account free for the next writer. Never fails: if the table is out of reach, the lease ends by itself. */
  release(): Promise<void>
}

export interface LeasesParts {
  readonly table: StateTable
  readonly clock: Clock
  /** From 0 to 1, for the jitter. */
  readonly random: () => number
  readonly log: Log
}

/** A lease holds for this long after its taker's deadline. By then its taker is done or gone; leases are not renewed. */
const OVERTIME_MS = 1000
/** No function runs longer than a minute. A lease that ends later than this comes from a wrong clock and counts as free. */
const FARTHEST_MS = 65_000
const FREE = `${FREE_FOR_OWNER} OR #expiresAtMs > :farthest`
/** The time that a caller needs after the wait, to answer or to go on without the lease. */
const RESERVE_MS = 300
/** Waits are random, up to a bound that doubles between these. So fifty waiters stay below a key's 1,000 writes a second. */
const FIRST_WAIT_MS = 25
const LONGEST_WAIT_MS = 200
const RELEASE_MS = 1000
/** Even past the deadline a release may take this long: half of the tenth of a second that an answer has beyond its deadline. */
const LEAST_RELEASE_MS = 50
/** The least time for a request to the table. With less, a late answer would not mean that the table is out of reach. */
const LEAST_TRY_MS = 50

/**
 * Leases of accounts: over all instances, one holder at a time. A lease is taken only after a first write conflict. Its holder may
 * still meet a writer who asked for no lease, so leases make conflicts rarer and don't exclude them.
 */
export class Leases {
  readonly #parts: LeasesParts
  readonly #outages: Outages

  constructor(parts: LeasesParts) {
    this.#parts = parts
    this.#outages = new Outages(parts.log, parts.clock, 'accounts are written without a lease')
  }

  /**
   * Waits for the account's lease. Undefined if it is not free by 300 ms before the deadline, or the table is out of reach: then the
   * caller goes on without it.
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

  /** Waits for the lease if somebody holds it now. If nobody does, it costs one read and is undefined. */
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

  /** Gives the lease up within the deadline, since the answer is worth more than the next writer's wait. */
  async #release(pk: string, owner: string, deadline: number): Promise<void> {
    const left = Math.max(deadline - this.#parts.clock.now(), LEAST_RELEASE_MS)
    const terms = { when: '#owner = :owner', values: { owner }, withinMs: Math.min(RELEASE_MS, left) }
    await this.#parts.table.delete(pk, terms).catch(() => undefined)
  }
}

const pkOf = (account: string): string => `lease#${createHash('sha256').update(account).digest('hex')}`
