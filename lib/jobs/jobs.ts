import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { CompressedParts, type Parts } from '../ledger/compressed-parts.ts'
import { expiring } from '../ledger/expiry.ts'
import { type Item, type Key, type StateTable, setAll } from '../ledger/state-table.ts'
import { AccountQueues, placeOf, type Turn } from './account-queues.ts'
import type { EndState, Job, NewJob } from './job.ts'
import { readJob, writeAnswer, writeJob } from './job-record.ts'

/** A job as it stands in the table now. */
export interface AddedJob extends Pick<Turn, 'joins'> {
  readonly job: Job
  readonly isNew: boolean
}

/** A job that has ended, and its record. */
export interface EndedJob {
  readonly job: Job
  readonly item: Item
}

export interface JobsParts {
  readonly table: StateTable
  readonly clock: Pick<Clock, 'now'>
}

/** Whether a text can be a job's id. Nothing else is looked up: a table's key is no place for whatever a path or a message holds. */
export const isJobId = (text: string): boolean => /^\w{1,64}$/.test(text)

const DAY_MS = 86_400_000
/** How long a job can be asked for, and a repeat of what caused it is known for one. */
export const JOB_TTL_MS = 7 * DAY_MS
/** A job in a dead letter lives as long as the letter. */
export const LETTER_TTL_MS = 14 * DAY_MS
/** Of what is asked for and of the answer, each, in the record itself: an item of DynamoDB holds 400 kB. */
const INLINE_BYTES = 170_000

/** The queue's message group of an account: one writer at a time per account, and no account's name in it. */
export const groupOf = (account: string): string => createHash('sha256').update(account).digest('hex')

/**
 * Work for later. A job's record stands under its id and is the truth about it; what waits for an account stands in the account's
 * partition in the order of acceptance, and names records.
 */
export class Jobs {
  /** What waits for each account. */
  readonly queues: AccountQueues
  readonly #table: StateTable
  readonly #clock: Pick<Clock, 'now'>
  readonly #parts: CompressedParts

  constructor({ table, clock }: JobsParts) {
    this.#table = table
    this.#clock = clock
    this.#parts = new CompressedParts(table, INLINE_BYTES)
    this.queues = new AccountQueues(table, clock)
  }

  /** The same jobs for somebody whose time ends, as StateTable.until. */
  until(leftMs: () => number): Jobs {
    return new Jobs({ table: this.#table.until(leftMs), clock: this.#clock })
  }

  /** Writes a job down, unless one of its id is there already; then answers that one. @throws StateUnavailable */
  async add(job: NewJob): Promise<AddedJob> {
    const { body, account, ...rest } = job
    const now = this.#clock.now()
    const group = groupOf(account)
    const { order, joins } = await this.queues.nextTurn(group)
    const expiry = expiring(now + JOB_TTL_MS)
    const partsExpiry = expiring(now + LETTER_TTL_MS)
    const parts = await this.#parts.write(partOf(job.jobId, 'body'), body, partsExpiry)
    const added: Job = { ...rest, group, order, createdAt: now, state: 'queued', attempts: 0, body: parts }
    const terms = { when: 'attribute_not_exists(#pk) OR #expiresAtMs <= :now', values: { now } }
    const isNew = await this.#table.put(recordOf(job.jobId), { ...writeJob(added), ...expiry }, terms)
    if (isNew) return { job: added, isNew, joins }
    // Nobody else has that order: it is what a first try wrote whose answer was lost, where the record has it.
    const known = await this.get(job.jobId)
    // It may have expired between the two.
    return known ? { job: known, isNew: known.order === order, joins } : this.add(job)
  }

  /** @throws StateUnavailable */
  async get(jobId: string): Promise<Job | undefined> {
    return this.#alive([await this.#table.get(recordOf(jobId))])[0]
  }

  /** Those there are, in any order. @throws StateUnavailable */
  async getMany(jobIds: readonly string[]): Promise<Job[]> {
    return this.#alive(await this.#table.getMany(jobIds.map(recordOf)))
  }

  /** What the job asks for; undefined where it is damaged. @throws StateUnavailable */
  bodyOf({ jobId, body }: Job): Promise<{ readonly value: unknown } | undefined> {
    return this.#parts.read(body, partOf(jobId, 'body'))
  }

  /** What came of it, or of its attempts so far; undefined where there is none, or it is damaged. @throws StateUnavailable */
  async answerOf({ jobId, answer }: Job): Promise<{ readonly value: unknown } | undefined> {
    return answer && this.#parts.read(answer, partOf(jobId, `answer-${answer.version}`))
  }

  /** Counts attempts, and keeps what they have brought so far; without an answer, what those before had. @throws StateUnavailable */
  async progress(job: Job, attempts: number, answer?: unknown): Promise<void> {
    const expiry = expiring(this.#clock.now() + JOB_TTL_MS)
    const kept = answer === undefined ? undefined : await this.#writeAnswer(job, answer, expiry)
    const item: Item = { attempts, ...kept?.item, ...expiry }
    const terms = { when: '#state = :queued', values: { ...item, queued: 'queued' } }
    await this.#table.update(recordOf(job.jobId), setAll(item), terms)
    if (kept) await this.queues.weigh({ ...job, answer: kept.parts })
  }

  /**
   * What a job is once it has ended, for `putEnds`; what of its answer has no room in the record is written already.
   * One put into a dead letter is kept as long as the letter. @throws StateUnavailable
   */
  async endOf(job: Job, state: EndState, answer: unknown, hasLetter: boolean): Promise<EndedJob> {
    const expiry = expiring(this.#clock.now() + (hasLetter ? LETTER_TTL_MS : JOB_TTL_MS))
    const ended = { ...job, state, finishedAt: this.#clock.now(), standsFor: 0 }
    const kept = await this.#writeAnswer(job, answer, expiry)
    return { job: ended, item: { ...writeJob(ended), ...kept.item, ...expiry } }
  }

  /** Writes ends down. Only the holder of the account's group does, so nobody else changes these jobs. @throws StateUnavailable */
  async putEnds(ends: readonly EndedJob[]): Promise<void> {
    await this.#table.putMany(ends.map(({ job, item }) => [recordOf(job.jobId), item]))
  }

  /**
   * Lets an ended job begin anew with what it had left, behind all that waits for its account. Whoever tries again, or comes second,
   * gets the job as it is by then; undefined where it is gone. @throws StateUnavailable
   */
  async revive({ jobId, group, order: before }: Job): Promise<Job | undefined> {
    const { order } = await this.queues.nextTurn(group)
    const values = { order, before, none: 0, queued: 'queued', ...expiring(this.#clock.now() + JOB_TTL_MS) }
    const change =
      'SET #state = :queued, #attempts = :none, #order = :order, #expiresAt = :expiresAt, #expiresAtMs = :expiresAtMs'
    const when = '#order = :before AND #state <> :queued'
    await this.#table.update(recordOf(jobId), change, { when, values })
    const job = await this.get(jobId)
    // Its old place is left where nobody could be told of its end, or where whoever revived it was broken off before this.
    if (job && job.order !== before) await this.queues.delist(group, [placeOf({ jobId, order: before })])
    return job
  }

  /** The answer's further parts go first, under a version of their own: nobody reads half an answer. */
  async #writeAnswer(job: Job, answer: unknown, expiry: Item): Promise<{ readonly parts: Parts; readonly item: Item }> {
    const version = (job.answer?.version ?? 0) + 1
    const parts = await this.#parts.write(partOf(job.jobId, `answer-${version}`), answer, expiry)
    return { parts, item: writeAnswer({ ...parts, version }) }
  }

  /** DynamoDB deletes late what has expired. */
  #alive(items: readonly (Item | undefined)[]): Job[] {
    const now = this.#clock.now()
    return items.flatMap((item) => (item && Number(item.expiresAtMs) > now ? [readJob(item)] : []))
  }
}

const recordOf = (jobId: string): Key => [`job#${jobId}`, 'job']
const partOf = (jobId: string, name: string) => (part: number) => [`job#${jobId}`, `${name}#${part}`] as const
