import type { Clock } from '../clock.ts'
import { expiring } from '../ledger/expiry.ts'
import { type Item, type Key, type StateTable, setAll } from '../ledger/state-table.ts'
import { readOrders, writeOrders } from './orders.ts'
import { type Weighed, weightOf } from './weight.ts'

/** A job, as far as its account's queue knows it. */
export interface Listed extends Weighed {
  readonly jobId: string
  /** The queue's message group of its account. */
  readonly group: string
  /** Rises with every job of the account that is accepted. */
  readonly order: number
}

/** A place in an account's queue. */
export interface Waiting {
  readonly jobId: string
  /** What the job's was when it got the place. */
  readonly order: number
  readonly sk: string
  /** What its job weighs, so that it is known before that is read; undefined where an earlier version wrote the place. */
  readonly weight?: number
}

/** A job's turn among those of its account. */
export interface Turn {
  /** A number above all before it. */
  readonly order: number
  /** Whether a job of the account before it waits with which no worker has begun, as far as is known without looking. */
  readonly joins: boolean
}

/** What is known of an account's queue as a whole. */
export interface AccountQueue {
  /** When a worker last began with jobs of it and did not prove that nothing was written, in Unix milliseconds; 0 where none has. */
  readonly workedAt: number
  /** Orders of the jobs that a worker has begun with and has not said what became of. */
  readonly begun: ReadonlySet<number>
  /** When the first of them may have been begun, in Unix milliseconds; undefined where that is not known. */
  readonly begunAt: number | undefined
  /** Until when that worker may be at it. */
  readonly workedUntil: number
  /** How many places of it were taken back: whoever has read places before the latest may have read one that is gone. */
  readonly takenBack: number
}

/** What begins depends on of how the queue stood before. */
type Before = Pick<AccountQueue, 'begun' | 'begunAt' | 'takenBack'>
const NEW: Before = { begun: new Set(), begunAt: undefined, takenBack: 0 }

const DAY_MS = 86_400_000
/** A place outlives its job, so that a job put into a dead letter can still be found. */
const PLACE_TTL_MS = 14 * DAY_MS
/** The count of an account's jobs outlives them all, or orders would begin anew while letters still quote old ones. */
const ACCOUNT_TTL_MS = 30 * DAY_MS

/** An account's queue as a worker finds it. */
export interface Look {
  readonly account: AccountQueue
  readonly waiting: readonly Waiting[]
}

/** What waits for each account, in the order of acceptance; a place names a job's record (Jobs), which is the truth about it. */
export class AccountQueues {
  readonly #table: StateTable
  readonly #clock: Pick<Clock, 'now'>

  constructor(table: StateTable, clock: Pick<Clock, 'now'>) {
    this.#table = table
    this.#clock = clock
  }

  /** @throws StateUnavailable */
  async nextTurn(group: string): Promise<Turn> {
    // Who is told of is who was changed, so the highest order begun is set to what it is.
    const change = `${setAll(this.#accountExpiry())}, #begunTo = if_not_exists(#begunTo, :none) ADD #next :one`
    const values = { one: 1, none: 0, ...this.#accountExpiry() }
    const { next, begunTo } = (await this.#table.update(accountOf(group), change, { values })) ?? {}
    return { order: Number(next), joins: Number(next) - 1 > Number(begunTo) }
  }

  /**
   * Puts a job into its account's queue; false where it has its place there already.
   * @param by names whoever does, who alone may take it back until somebody else puts it there again
   * @throws StateUnavailable
   */
  async enlist(job: Listed, by: string): Promise<boolean> {
    const { jobId, group } = job
    const values = { jobId, by, weight: weightOf(job), ...expiring(this.#clock.now() + PLACE_TTL_MS) }
    // Who was first stays, so that a write that is repeated after its answer was lost says the same.
    const change = `${setAll(values)}, #first = if_not_exists(#first, :by)`
    const item = await this.#table.update(keyOf(group, placeOf(job)), change, { values })
    return item?.first === by
  }

  /**
   * Takes the job's place back, unless somebody else relies on it by now. Whoever has read the place before can no longer begin with it.
   * @returns false where it stays: for somebody else, or since a worker has begun with the job
   * @throws StateUnavailable
   */
  async takeBack(job: Listed, by: string): Promise<boolean> {
    const { group, order } = job
    const place = keyOf(group, placeOf(job))
    // The answer to a first try may have been lost. Then there is no place any more, and the second finds none that is ours.
    const isGone =
      (await this.#table.delete(place, { when: '#by = :by', values: { by } })) || !(await this.#table.get(place))
    if (!isGone) return false
    // Counting and looking are one: a worker begins either before that, and is seen here, or after it, and sees the count.
    const change = 'SET #begun = if_not_exists(#begun, :nobody) ADD #takenBack :one'
    const account = await this.#table.update(accountOf(group), change, { values: { nobody: '', one: 1 } })
    if (!readOrders(String(account?.begun ?? '')).has(order)) return true
    await this.enlist(job, by)
    return false
  }

  /** Notes at its place what a job weighs by now. @throws StateUnavailable */
  async weigh(job: Listed): Promise<void> {
    const values = { weight: weightOf(job) }
    const terms = { when: 'attribute_exists(#jobId)', values }
    await this.#table.update(keyOf(job.group, placeOf(job)), setAll(values), terms)
  }

  /**
   * The first `limit` of what waits for an account, and how its queue stood just before these were read: its own items stand, and are
   * read, before its places. @throws StateUnavailable
   */
  async look(group: string, limit: number): Promise<Look> {
    const items = await this.#table.query(pkOf(group), limit + OWN_ITEMS)
    const own = (name: string) => items.find(({ sk }) => sk === name) ?? {}
    const ended = readOrders(String(own(ENDED).orders ?? ''))
    const account = readAccount(own(ACCOUNT))
    const waiting = items.filter(({ sk }) => String(sk).startsWith(WAITING)).slice(0, limit)
    return { account: { ...account, begun: account.begun.difference(ended) }, waiting: waiting.map(readPlace) }
  }

  /** Ids of those among these jobs that have their places. @throws StateUnavailable */
  async listed(jobs: readonly Listed[]): Promise<ReadonlySet<string>> {
    const places = await this.#table.getMany(jobs.map((job) => keyOf(job.group, placeOf(job))))
    return new Set(places.map(({ jobId }) => String(jobId)))
  }

  /**
   * Takes jobs out of their account's queue.
   * @param ended orders of those that have ended: of these it is known what became, though nobody has noted that they rest
   * @throws StateUnavailable
   */
  async delist(group: string, waiting: readonly Waiting[], ended: readonly number[] = []): Promise<void> {
    // DynamoDB refuses a batch that names an item twice.
    const distinct = new Map(waiting.map((place) => [place.sk, place]))
    const note: Item = { orders: writeOrders(ended), ...this.#accountExpiry() }
    await this.#table.deleteMany(
      [...distinct.values()].map((place) => keyOf(group, place)),
      ended.length > 0 ? [[[pkOf(group), ENDED], note]] : [],
    )
  }

  /**
   * Notes that a worker begins with the account: from now on the jobs of these orders may have been sent, whatever becomes of it.
   * @param begun its own, and those begun before of which nobody has said what became
   * @param until when it has ended at the latest, in Unix milliseconds
   * @param before how the account's queue stood before the places of these jobs were read
   * @returns false where a place was taken back since, which may be that of one of these jobs
   * @throws StateUnavailable
   */
  async begin(group: string, begun: readonly number[], until: number, before: Before = NEW): Promise<boolean> {
    const { takenBack } = before
    const now = this.#clock.now()
    const times = { workedAt: now, begunAt: before.begun.size > 0 ? (before.begunAt ?? 0) : now, until }
    const values = { begun: writeOrders(begun), begunTo: Math.max(0, ...begun), ...times, ...this.#accountExpiry() }
    const when = takenBack === 0 ? 'attribute_not_exists(#takenBack)' : '#takenBack = :takenBack'
    const terms = { when, values: takenBack === 0 ? values : { ...values, takenBack } }
    return (await this.#table.update(accountOf(group), setAll(values), terms)) !== undefined
  }

  /**
   * Notes that what became of a worker's jobs is written down.
   * @param begun orders of jobs that an earlier worker had begun and this one has not come to: they may still have been sent
   * @param workedAt where it has written nothing to the account: as it was before
   * @throws StateUnavailable
   */
  async rest(group: string, begun: readonly number[], workedAt?: number): Promise<void> {
    const values = { begun: writeOrders(begun), until: 0, ...(workedAt !== undefined && { workedAt }) }
    await this.#table.update(accountOf(group), setAll(values), { values })
  }

  /** What was begun may have ended, and does not say so here. @throws StateUnavailable */
  async stateOf(group: string): Promise<AccountQueue> {
    return readAccount((await this.#table.get(accountOf(group))) ?? {})
  }

  #accountExpiry(): Item {
    return expiring(this.#clock.now() + ACCOUNT_TTL_MS)
  }
}

/** How an account's queue stands; of what was begun then, what has ended since; and then its places: their keys are in this order. */
const ACCOUNT = 'account'
const ENDED = 'ended'
const WAITING = 'waiting#'
const OWN_ITEMS = 2

const pkOf = (group: string): string => `account#${group}`
const accountOf = (group: string): Key => [pkOf(group), ACCOUNT]
const keyOf = (group: string, { sk }: Pick<Waiting, 'sk'>): Key => [pkOf(group), sk]

const readAccount = ({ workedAt = 0, begun = '', begunAt, until = 0, takenBack = 0 }: Item): AccountQueue => ({
  workedAt: Number(workedAt),
  begun: readOrders(String(begun)),
  begunAt: Number(begunAt) || undefined,
  workedUntil: Number(until),
  takenBack: Number(takenBack),
})

const readPlace = ({ jobId, sk, weight }: Item): Waiting => ({
  jobId: String(jobId),
  order: orderIn(String(sk)),
  sk: String(sk),
  ...(weight !== undefined && { weight: Number(weight) }),
})

const ORDER_DIGITS = 15

/** A job's place in its account's queue. Sorts as a text as the order does. */
export const placeOf = ({ jobId, order }: Pick<Listed, 'jobId' | 'order'>): Waiting => ({
  jobId,
  order,
  sk: `${WAITING}${String(order).padStart(ORDER_DIGITS, '0')}#${jobId}`,
})

const orderIn = (sk: string): number => Number(sk.slice(WAITING.length, WAITING.length + ORDER_DIGITS))
