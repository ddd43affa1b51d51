import type { Gateway } from '../../gateway.ts'
import type { Job, Jobs, Waiting } from '../../ledger/jobs.ts'
import type { Task } from '../../task.ts'
import type { EventBus } from '../results/event-bus.ts'
import type { Doorbell } from './doorbell.ts'
import { HandBack } from './hand-back.ts'
import { type Ended, type Settled, Settlement } from './settlement.ts'
import { type JobToDo, readToDo } from './tasks.ts'

export interface ShiftParts extends Gateway {
  readonly jobs: Jobs
  readonly bus: EventBus
}

/** Jobs that are looked at together: as many single items as one call takes. */
const MOST_TOGETHER = 1000
/** Bodies that are held at once: a window of large jobs is cut shorter. */
const MOST_TOGETHER_BYTES = 8_000_000
/** With less time than this a call is not begun. */
const LEAST_WORK_MS = 1000
/** Items of the table read or written at a time. */
const AT_ONCE = 50

/** One invocation of the worker, and what it knows of the jobs it meets. */
export class Shift {
  readonly #parts: ShiftParts
  readonly #deadline: number
  readonly #settlement: Settlement
  readonly #known = new Map<string, Job>()
  /** Ended, told and out of the queue, by this shift. */
  readonly #over = new Set<string>()

  /** @param deadline Unix milliseconds, when the last call must have ended */
  constructor(parts: ShiftParts, deadline: number, invocationId: string) {
    this.#parts = parts
    this.#deadline = deadline
    this.#settlement = new Settlement(parts, invocationId)
  }

  /** Reads the jobs that a batch is about at once. @throws StateUnavailable */
  async lookUp(doorbells: readonly Doorbell[]): Promise<void> {
    const jobIds = [...new Set(doorbells.flatMap(({ jobId = [] }) => jobId))]
    for (const job of await this.#parts.jobs.getMany(jobIds)) this.#known.set(job.jobId, job)
  }

  /**
   * Does what waits for the doorbell's account, until its own job is over.
   * @throws HandBack, or whatever keeps the work from being done
   */
  async answer(doorbell: Doorbell): Promise<void> {
    const job = doorbell.jobId === undefined ? undefined : this.#known.get(doorbell.jobId)
    if (!job) return this.#settlement.putAwayUnknown(doorbell)
    // Whoever ended it told of it before this message could come; one that comes again may have been broken off before that.
    if (job.state !== 'queued' && !doorbell.isRepeated) return
    while (!this.#over.has(job.jobId)) {
      if (this.#parts.clock.now() + LEAST_WORK_MS > this.#deadline) throw new HandBack(0, 'no time is left')
      await this.#goRound(job)
    }
  }

  /** One round over what waits for the job's account. */
  async #goRound({ jobId, group }: Job): Promise<void> {
    const waiting = await this.#parts.jobs.waiting(group, MOST_TOGETHER)
    const jobs = await this.#find(waiting, jobId)
    const queued = window(jobs.filter(({ state }) => state === 'queued'))
    const broken = jobs.filter(({ state }) => state !== 'queued')
    const told = await inSlices(broken, (job) => this.#settlement.recall(job))
    const settled = await this.#doAll(queued, group)
    const ended = settled.filter((one): one is Ended => 'event' in one)
    await this.#tell([...told, ...ended], group, missingIn(waiting, jobs))
    const [left] = settled.flatMap((one) => ('retryAfter' in one ? [one.retryAfter] : []))
    if (left !== undefined) throw new HandBack(left, 'something is left to do')
  }

  /** The records of what waits, in order, and of the doorbell's own job, which may not stand there. */
  async #find(waiting: readonly Waiting[], jobId: string): Promise<Job[]> {
    const jobIds = new Set([...waiting.map((entry) => entry.jobId), jobId])
    const jobs = await this.#parts.jobs.getMany([...jobIds])
    return jobs.sort((a, b) => a.order - b.order)
  }

  async #doAll(queued: readonly Job[], group: string): Promise<Settled[]> {
    const { jobs, config, workOff } = this.#parts
    const last = queued.at(-1)
    if (!last) return []
    await jobs.begin(group, last.order, this.#deadline)
    const toDo = await inSlices(queued, (job) => readToDo(job, jobs, config.defaultApp))
    const tasks = toDo.flatMap(({ work }): Task[] => ('task' in work ? [work.task] : []))
    const worked = await workOff(tasks, this.#deadline)
    const settled = await inSlices(toDo, async (one) => {
      const became = 'task' in one.work ? worked.get(one.work.task) : one.work
      return became ? [await this.#settlement.settle(one, became)] : []
    })
    return settled.flat()
  }

  /** Results go out before the jobs leave the queue: what breaks in between is told twice rather than never. */
  async #tell(ended: readonly Ended[], group: string, gone: readonly string[]): Promise<void> {
    const { bus, jobs, config } = this.#parts
    const isOut = await bus.put(ended.map(({ event }) => event))
    if (!isOut) throw new HandBack(config.jobRetrySeconds, 'results could not be put')
    const over = [...ended.map(({ jobId }) => jobId), ...gone]
    await jobs.delist(group, over)
    for (const jobId of over) this.#over.add(jobId)
  }
}
