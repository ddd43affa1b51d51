import { isUndone } from '../../flow/outcome.ts'
import type { Task } from '../../flow/task.ts'
import { type AccountQueue, placeOf } from '../../jobs/account-queues.ts'
import type { Job } from '../../jobs/job.ts'
import { ringAgain } from '../../jobs/redrive.ts'
import { workOff } from '../../jobs/work.ts'
import type { Doubt } from '../../ledger/idempotency.ts'
import { StateUnavailable } from '../../ledger/state-table.ts'
import type { Doorbell } from './doorbell.ts'
import { HandBack, NoPlace } from './hand-back.ts'
import { KnownJobs } from './known-jobs.ts'
import { leaveBacklogs } from './leave-backlogs.ts'
import { MovedLetters } from './moved-letters.ts'
import type { ShiftParts } from './parts.ts'
import { Room } from './room.ts'
import { type Ended, type Settled, Settlement } from './settlement.ts'
import { inSteps, type Touched, touchedBy } from './steps.ts'
import { type JobToDo, readToDo } from './tasks.ts'
import { togetherOf } from './together.ts'
import { beforeUnknown, putOffUnknown } from './unknown-operations.ts'
import { inSlices, readWindow, type Window } from './window.ts'

/** What became of the jobs of a round. */
interface Round {
  readonly settled: Settled[]
  /** Orders of jobs that may have been sent before, and this round has not come to. */
  readonly stillBegun: readonly number[]
  /** When the account had been worked before, where this round has proved that it wrote nothing. */
  readonly workedBefore?: number
}

/** With less time than this a call is not begun. */
const LEAST_WORK_MS = 1000
/** After that a round begins no call: a worker that dies has no more to do again than what was not written down yet. */
const ROUND_MS = 10_000

/** Whether a worker that has not said what became of it has begun with a job, and when. */
const doubtAbout = ({ order }: Job, { begun, begunAt }: AccountQueue): Doubt | undefined =>
  begun.has(order) ? { since: begunAt } : undefined

/** One invocation of the worker, and what it knows of the jobs it meets. */
export class Shift {
  readonly #parts: ShiftParts
  readonly #deadline: number
  readonly #invocationId: string
  readonly #settlement: Settlement
  readonly #letters: MovedLetters
  readonly #doorbells: readonly Doorbell[]
  readonly #room: Room
  readonly #known: KnownJobs
  /** Accounts all of whose begun jobs have ended, which is noted once these leave the queue. */
  readonly #unnoted = new Set<string>()
  /** Ended, told and out of the queue, by this shift. */
  readonly #over = new Set<string>()

  /** @param deadline Unix milliseconds, when the last call must have ended */
  constructor(parts: ShiftParts, doorbells: readonly Doorbell[], deadline: number, invocationId: string) {
    this.#parts = parts
    this.#doorbells = doorbells
    this.#room = new Room(new Set(doorbells.map(({ group }) => group)).size, parts.config.windowBytes)
    this.#deadline = deadline
    this.#invocationId = invocationId
    this.#known = new KnownJobs(parts.jobs, doorbells)
    this.#settlement = new Settlement(parts, invocationId)
    this.#letters = new MovedLetters(parts, this.#settlement)
  }

  /**
   * Does what waits for the doorbell's account, until its own job is over.
   * @throws HandBack, or whatever keeps the work from being done
   */
  async answer(doorbell: Doorbell): Promise<void> {
    if (doorbell.letter) return this.#letters.answer(doorbell, doorbell.letter)
    const job = doorbell.jobId === undefined ? undefined : await this.#known.jobOf(doorbell.jobId)
    if (!job) return this.#settlement.putAwayUnknown(doorbell)
    if (job.group !== doorbell.group) return this.#sendHome(job, doorbell)
    if (job.state !== 'queued' && (await this.#known.isTold(job))) return
    while (!this.#over.has(job.jobId)) {
      this.#demandTime()
      await this.#goRound(job)
    }
  }

  /** One that a stranger put into another group holds nobody off the account: another worker may be writing it now. */
  async #sendHome(job: Job, { messageId }: Doorbell): Promise<void> {
    if (job.state === 'queued') await ringAgain(job, this.#parts, `astray-${messageId}`)
    this.#parts.log.warn('doorbell of another group', { messageId, jobId: job.jobId })
  }

  #demandTime(): void {
    if (this.#parts.clock.now() + LEAST_WORK_MS > this.#deadline) throw new HandBack(0, 'no time is left')
  }

  /** One round over what waits for the job's account. */
  async #goRound(own: Job): Promise<void> {
    const reading = { weight: this.#room.share, known: await this.#known.recordsFor(own.group) }
    const window = await readWindow(this.#parts.jobs, own.group, reading)
    await this.#room.hold(window.weight, async () => {
      this.#demandTime()
      await this.#workThrough(window, own)
    })
  }

  async #workThrough(window: Window, own: Job): Promise<void> {
    const { account: before, jobs, isWhole } = window
    const told = await inSlices(
      jobs.filter(({ state }) => state !== 'queued'),
      (job) => this.#settlement.recall(job),
    )
    const queued = beforeUnknown(jobs.filter(({ state }) => state === 'queued'))
    const settled = await this.#doQueued(queued, own.group, before)
    await this.#tell([...told, ...settled.filter(isEnded)], own.group, window)
    if (isWhole && !jobs.some(({ jobId }) => jobId === own.jobId)) this.#over.add(own.jobId)
    const [left] = settled.flatMap((one) => ('retryAfter' in one ? [one.retryAfter] : []))
    // What is left alone, first of all that waits, found no place for its call.
    if (left === 'a place' || (settled.length === 0 && jobs.some(({ state }) => state === 'queued')))
      throw new NoPlace()
    if (left !== undefined) throw new HandBack(left, 'something is left to do')
  }

  async #doQueued(queued: readonly Job[], group: string, before: AccountQueue): Promise<Settled[]> {
    const [first] = queued
    const putOff = first && (await putOffUnknown(first, this.#parts, this.#invocationId))
    if (putOff) return [putOff]
    const suspect = queued.find(({ order }) => before.begun.has(order))
    return suspect ? this.#doSuspect(suspect, before) : this.#doAll(await togetherOf(queued), group, before)
  }

  /** A worker that dies of a job counts no attempt of it: each further one is counted before it is made, and after the last it ends. */
  async #doSuspect(job: Job, before: AccountQueue): Promise<Settled[]> {
    const { jobs, config } = this.#parts
    const { group, order, attempts } = job
    if (attempts < config.jobAttempts) {
      await jobs.progress(job, attempts + 1)
      const settled = await this.#doAll([job], group, before).catch(async (error: unknown) => {
        await jobs.progress(job, attempts).catch(() => undefined)
        throw error
      })
      // Left alone for want of a place in the quota it was not tried.
      if (settled.length === 0) await jobs.progress(job, attempts)
      return settled
    }
    const settled = await this.#write([[await this.#settlement.giveUp(job)]])
    await jobs.queues.rest(
      group,
      [...before.begun].filter((begun) => begun !== order),
    )
    return settled
  }

  /** @param before what was known of the account before these jobs were read */
  async #doAll(queued: readonly Job[], group: string, before: AccountQueue): Promise<Settled[]> {
    if (queued.length === 0) return []
    const takenAt = this.#parts.clock.now()
    const round = this.#do(queued, [], takenAt, before)
    const { settled, stillBegun, workedBefore } = await round.catch((error: unknown) =>
      this.#doFirst(queued, before, takenAt, error),
    )
    // Of jobs that have ended it is noted where they leave the queue, which is next.
    const isOver = settled.length === queued.length && settled.every(isEnded) && stillBegun.length === 0
    if (!isOver || workedBefore !== undefined) await this.#parts.jobs.queues.rest(group, stillBegun, workedBefore)
    else this.#unnoted.add(group)
    return settled
  }

  /** What breaks the work on many jobs is one job's doing: they are then done one by one, until that one breaks by itself. */
  async #doFirst(queued: readonly Job[], before: AccountQueue, takenAt: number, fault: unknown): Promise<Round> {
    const [first, ...others] = queued
    if (fault instanceof StateUnavailable || fault instanceof HandBack || !first) throw fault
    const begun = new Set([...before.begun, ...queued.map(({ order }) => order)])
    if (others.length > 0) {
      // All of them are begun, so that none of their places can be taken back meanwhile.
      const now = { ...(await this.#parts.jobs.queues.stateOf(first.group)), begun }
      return this.#do([first], others, takenAt, now).catch((error: unknown) =>
        this.#doFirst([first], now, takenAt, error),
      )
    }
    const noted = await this.#settlement.noteFault(first, fault, takenAt)
    const stillBegun = [...begun].filter((order) => order !== first.order || !isEnded(noted))
    return { settled: await this.#write([[noted]]), stillBegun }
  }

  /**
   * @param others jobs that an attempt of this round may have sent before it broke
   * @param takenAt Unix milliseconds, when the round began
   * @throws HandBack where one of these jobs may no longer be wanted
   */
  async #do(queued: readonly Job[], others: readonly Job[], takenAt: number, before: AccountQueue): Promise<Round> {
    const { clock, upstream, waits } = this.#parts
    // How long they wait for a place goes by the first doorbell of the account.
    const doorbell = this.#doorbells.find(({ group }) => group === queued[0]?.group)
    const open = [...before.begun, ...others.map(({ order }) => order)]
    await this.#begin([...open, ...queued.map(({ order }) => order)], queued[0]?.group ?? '', before)
    const readParts = { ...this.#parts, patience: doorbell && waits.of(doorbell) }
    const toDo = await inSlices(queued, (job) => readToDo(job, doubtAbout(job, before), readParts))
    const tasks = toDo.flatMap(({ work }): Task[] => ('task' in work ? [work.task] : []))
    const worked = await workOff(upstream, tasks, this.#deadline, () => clock.now() < takenAt + ROUND_MS)
    if (doorbell && worked.size > 0) waits.notePlace(doorbell)
    const settled = await inSlices(toDo, async (one) => {
      const became = 'task' in one.work ? worked.get(one.work.task) : one.work
      const touched: Touched = 'task' in one.work ? touchedBy(one.work.task) : new Set()
      return became ? [{ ...(await this.#settlement.settle(one, became, takenAt)), touched }] : []
    })
    const isLeftAlone = ({ work }: JobToDo) => 'task' in work && !worked.has(work.task)
    const comeTo = new Set(toDo.filter((one) => !isLeftAlone(one)).map(({ job }) => job.order))
    const isUnwritten = [...worked.values()].every((one) => 'refused' in one || isUndone(one.outcome))
    return {
      settled: await this.#write(inSteps(settled.flat())),
      stillBegun: open.filter((order) => !comeTo.has(order)),
      ...(isUnwritten && { workedBefore: before.workedAt }),
    }
  }

  async #begin(orders: readonly number[], group: string, before: AccountQueue): Promise<void> {
    const hasBegun = await this.#parts.jobs.queues.begin(group, orders, this.#deadline, before)
    if (!hasBegun) throw new HandBack(0, 'a place was taken back while the queue was read')
  }

  /** Step by step: a job that is not written down as done will be done again, and must not undo a later one that is. */
  async #write(steps: readonly (readonly Settled[])[]): Promise<Settled[]> {
    for (const step of steps) await this.#parts.jobs.putEnds(step.filter(isEnded).flatMap(({ end = [] }) => end))
    return steps.flat()
  }

  /** Results go out before the jobs leave the queue: what breaks in between is told twice rather than never. */
  async #tell(ended: readonly Ended[], group: string, { places, gone }: Window): Promise<void> {
    const { bus, jobs, config } = this.#parts
    const isOut = await bus.put(ended.map(({ event }) => event))
    if (!isOut) {
      if (this.#unnoted.has(group)) await jobs.queues.rest(group, [])
      throw new HandBack(config.jobRetrySeconds, 'results could not be put')
    }
    // Whoever redrives a job or accepts it again may have given it another place since these were seen.
    const left = ended.flatMap(({ job }) => [...(places.get(job.jobId) ?? []), placeOf(job)])
    const over = [...ended.map(({ job }) => job), ...gone].map(({ order }) => order)
    await jobs.queues.delist(group, [...left, ...gone], over)
    for (const { job } of ended) this.#over.add(job.jobId)
    await leaveBacklogs(ended, this.#parts)
  }
}

const isEnded = (one: Settled): one is Ended => 'event' in one
