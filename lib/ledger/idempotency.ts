import { createHash, randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { GatewayError } from '../errors/gateway-error.ts'
import type { Log } from '../telemetry/log.ts'
import { metric } from '../telemetry/metric.ts'
import { CompressedParts } from './compressed-parts.ts'
import { expiring, FREE_FOR_OWNER } from './expiry.ts'
import { type Item, type StateTable, StateUnavailable, setAll, type Terms, type Value } from './state-table.ts'

/** What an idempotency key belongs to: the same key of another caller, app or operation is another key. */
export interface Scope {
  readonly caller: string
  readonly app: string
  readonly operation: string
  readonly key: string
}

/** A request with an idempotency key. */
export interface Keyed extends Scope {
  /** For the log only; the key does not depend on it. */
  readonly requestId: string
}

export interface Worked<A> {
  /** Any value that JSON can hold. */
  readonly answer: A
  /** Whether a repeat gets this answer; if not, a repeat does the work again. */
  readonly keep: boolean
}

export interface Answered<A> {
  readonly answer: A
  readonly replayed: boolean
}

export interface IdempotencyParts {
  readonly table: StateTable
  readonly clock: Clock
  readonly log: Log
  /** How long an answer is kept; 24 hours where it is left out. */
  readonly ttlMs?: number
}

const DAY_MS = 86_400_000
/** A request counts as running for this long after its deadline. By then its invocation is over, however it ended. */
const OVERTIME_MS = 5000
/** The part of a request's time that is kept for storing its answer. */
const STORE_MS = 250
/** How often we try to claim a key: its owner may delete the record between our write and our read, and then we write again. */
const MOST_CLAIMS = 3

interface Claim {
  readonly pk: string
  readonly requestId: string
  /** A random name of this claim. The parts of its answer are stored under it. */
  readonly owner: string
  readonly deadline: number
  readonly createdAt: number
  /** The first of the earlier requests with the key that broke off, so that nobody knows what they did. */
  readonly doubt: Doubt | undefined
}

/** That an earlier request may have done some or all of the work. */
export interface Doubt {
  /** When the first such request began, in Unix milliseconds; undefined where an earlier version wrote it down. */
  readonly since: number | undefined
}

/**
 * The work of a request.
 * @param doubt where an earlier request with the key may have done some or all of it
 * @param deadline Unix milliseconds by which it must end
 */
export type Work<A> = (doubt: Doubt | undefined, deadline: number) => Promise<Worked<A>>

/** Does each request once, however often it is sent. The table has one record per key, which holds the answer. */
export class Idempotency {
  readonly #parts: IdempotencyParts
  readonly #answers: CompressedParts
  readonly #ttlMs: number

  constructor(parts: IdempotencyParts) {
    this.#parts = parts
    this.#answers = new CompressedParts(parts.table)
    this.#ttlMs = parts.ttlMs ?? DAY_MS
  }

  /**
   * Does the work, or replays the answer that it had under the same key.
   * If the work throws, or its answer is not to be kept, the key is free again; a doubt about an earlier request stays. If the answer
   * can't be stored, the caller gets it all the same, since the work was done, and the log says so. If a process ends in the middle of
   * its work, the next request with the key does the work as a repeat.
   * @param bodyHash hash of the body that came with the key
   * @param deadline Unix milliseconds by which the answer must be there and stored
   * @throws GatewayError IDEMPOTENCY_KEY_REUSED (another body), IDEMPOTENCY_IN_PROGRESS, DEADLINE_EXCEEDED (no time is left), or
   *   STATE_UNAVAILABLE (the table is out of reach, or the stored answer is damaged). The work was not run then.
   */
  async run<A>(keyed: Keyed, bodyHash: string, deadline: number, work: Work<A>): Promise<Answered<A>> {
    if (this.#parts.clock.now() + STORE_MS >= deadline) throw new GatewayError('DEADLINE_EXCEEDED')
    const claimed = await this.#claim(keyed, bodyHash, deadline).catch(outOfReach)
    if ('stored' in claimed) return { answer: (await this.#replay(claimed.stored, deadline)) as A, replayed: true }
    const { answer, keep } = await this.#try(claimed, work)
    await (keep ? this.#store(claimed, answer) : this.#abandon(claimed))
    return { answer, replayed: false }
  }

  async #try<A>(claim: Claim, work: Work<A>): Promise<Worked<A>> {
    try {
      return await work(claim.doubt, claim.deadline - STORE_MS)
    } catch (error) {
      // An error that we did not foresee may have come after the work began. And a job may be queued though its caller was told of none.
      const isDoubtless = error instanceof GatewayError && error.parts.jobInDoubt === undefined
      await this.#abandon(isDoubtless ? claim : { ...claim, doubt: claim.doubt ?? { since: claim.createdAt } })
      throw error
    }
  }

  /** Claims the key, or returns the record that already stands under it. */
  async #claim(keyed: Keyed, bodyHash: string, deadline: number): Promise<Claim | { readonly stored: Item }> {
    const { table, clock } = this.#parts
    const { requestId } = keyed
    const pk = pkOf(keyed)
    const owner = randomUUID()
    let before: Value | undefined
    let doubt: Doubt | undefined
    for (let claims = 0; claims < MOST_CLAIMS; claims++) {
      const now = clock.now()
      const claim = { pk, requestId, owner, deadline, createdAt: now, doubt }
      if (await this.#write(claim, bodyHash, claimable(owner, before, now))) return claim
      const stored = await table.get(pk, { withinMs: deadline - now })
      if (stored && stored.bodyHash !== bodyHash) throw new GatewayError('IDEMPOTENCY_KEY_REUSED')
      if (stored?.state === 'done') return { stored }
      if (stored && !(Number(stored.freeAtMs) <= clock.now() + table.aheadMs)) break
      before = stored?.owner
      doubt = stored && { since: sinceIn(stored) }
    }
    throw new GatewayError('IDEMPOTENCY_IN_PROGRESS')
  }

  /**
   * Writes the claim; false if somebody else holds the key. `freeAtMs` is by the table's clock, since another instance's clock may be
   * off. If the write fails it may have taken effect all the same. Then we free the key, or the next request would pass for a repeat.
   */
  async #write(claim: Claim, bodyHash: string, terms: Terms): Promise<boolean> {
    const { table, clock } = this.#parts
    const { pk, owner, deadline, createdAt, doubt } = claim
    const { aheadMs } = table
    const since = doubt ? (doubt.since ?? 0) : createdAt
    const item = { owner, bodyHash, state: 'running', createdAt, since, freeAtMs: deadline + aheadMs + OVERTIME_MS }
    try {
      const withinMs = deadline - createdAt
      const isOurs = await table.put(pk, { ...item, ...expiring(createdAt + this.#ttlMs) }, { ...terms, withinMs })
      // The answer to this write may have shown that our clock is off.
      if (isOurs && table.aheadMs > aheadMs) await this.#holdUntil(claim, deadline + table.aheadMs + OVERTIME_MS)
      return isOurs
    } catch (error) {
      await this.#free(claim, Math.min(STORE_MS, deadline - clock.now())).catch(() => undefined)
      throw error
    }
  }

  /**
   * Reads the stored answer. If it is damaged, the work is not run again: it was done, and only the caller knows whether doing it
   * twice does harm. A new key says that it does none.
   */
  async #replay(stored: Item, deadline: number): Promise<unknown> {
    const record = { first: stored.answer, more: stored.more }
    const terms = { withinMs: deadline - this.#parts.clock.now() }
    const answer = await this.#answers.read(record, partOf(String(stored.owner)), terms).catch(outOfReach)
    if (answer === undefined) {
      const detail =
        'The answer stored under this key is damaged. The request was carried out; to repeat it, use a new key.'
      throw new GatewayError('STATE_UNAVAILABLE', { detail })
    }
    return answer.value
  }

  /** Stores the answer. Its further parts are written first and the record last, so that nobody reads half an answer. */
  async #store(claim: Claim, answer: unknown): Promise<void> {
    const { table, clock, log } = this.#parts
    const tell = (error: string) =>
      log.error('answer not stored', { requestId: claim.requestId, error, ...metric('AnswersNotStored') })
    try {
      const expiry = expiring(claim.createdAt + this.#ttlMs)
      const left = () => ({ withinMs: claim.deadline - clock.now() })
      const { first, more } = await this.#answers.write(partOf(claim.owner), answer, expiry, left)
      const item = { answer: first, more, ...expiry, state: 'done' }
      const values = { ...item, me: claim.owner }
      if (!(await table.update(claim.pk, setAll(item), { when: '#owner = :me', values, ...left() }))) tell(OUTLASTED)
    } catch (error) {
      if (!(error instanceof StateUnavailable)) throw error
      tell(error.message)
    }
  }

  /** Frees the key. If that fails, the key is free soon after the deadline, and the next request is done as a repeat. */
  async #abandon(claim: Claim): Promise<void> {
    const { clock, log } = this.#parts
    await this.#free(claim, claim.deadline - clock.now()).catch((error: StateUnavailable) => {
      log.warn('idempotency key not freed', { requestId: claim.requestId, error: error.message })
    })
  }

  /** Moves the end of our claim. @throws StateUnavailable */
  async #holdUntil({ pk, owner, deadline }: Claim, freeAtMs: number): Promise<void> {
    const { table, clock } = this.#parts
    const terms = { when: '#owner = :owner', values: { owner, freeAtMs }, withinMs: deadline - clock.now() }
    await table.update(pk, setAll({ freeAtMs }), terms)
  }

  /** Deletes our claim, or keeps it as free if an earlier request is in doubt. @throws StateUnavailable */
  async #free({ pk, owner, doubt }: Claim, withinMs: number): Promise<void> {
    const { table } = this.#parts
    const when = '#owner = :owner'
    if (!doubt) await table.delete(pk, { when, values: { owner }, withinMs })
    else await table.update(pk, setAll({ freeAtMs: 0 }), { when, values: { owner, freeAtMs: 0 }, withinMs })
  }
}

/** When the first of the requests began that a record tells of. Version 0.1 did not write that down. */
const sinceIn = ({ since }: Item): number | undefined => Number(since) || undefined

/** The condition to claim a key: nobody holds it, or the request `before`, whose time is over, still stands there as running. */
const claimable = (owner: string, before: Value | undefined, now: number): Terms =>
  before === undefined
    ? { when: FREE_FOR_OWNER, values: { owner, now } }
    : {
        when: '#owner = :owner OR (#owner = :before AND #state = :running)',
        values: { owner, before, running: 'running' },
      }

const OUTLASTED = 'another request took the work’s time for over, and its key is no longer its own'

const partOf = (owner: string) => (part: number) => `part#${owner}#${part}`

const pkOf = ({ caller, app, operation, key }: Scope): string => {
  const scope = JSON.stringify([caller, app, operation, key])
  return `idem#${createHash('sha256').update(scope).digest('hex')}`
}

function outOfReach(error: unknown): never {
  if (!(error instanceof StateUnavailable)) throw error
  const detail = 'What has been done under this key can’t be looked up now; nothing was sent. Send it again later.'
  throw new GatewayError('STATE_UNAVAILABLE', { detail, retryable: true, cause: error })
}
