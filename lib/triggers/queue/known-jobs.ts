import type { Job } from '../../jobs/job.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import type { Doorbell } from './doorbell.ts'

type ById = ReadonlyMap<string, Job>

/** The jobs that a shift's doorbells are about, as they stood when the first of them was asked for: all are read at once. */
export class KnownJobs {
  readonly #jobs: Jobs
  readonly #doorbells: readonly Doorbell[]
  #read: Promise<ById> | undefined
  #untold: Promise<ReadonlySet<string>> | undefined
  /** Accounts over whose jobs the shift has gone a round. */
  readonly #rounds = new Set<string>()

  constructor(jobs: Jobs, doorbells: readonly Doorbell[]) {
    this.#jobs = jobs
    this.#doorbells = doorbells
  }

  /**
   * Whoever begins the reading waits for it: a failure that nobody hears of would end the whole process.
   * @throws StateUnavailable
   */
  async jobOf(jobId: string): Promise<Job | undefined> {
    this.#read ??= this.#readAll()
    return (await this.#read).get(jobId)
  }

  /**
   * Of a job that had ended: whoever ended it may have been broken off before telling it, and then it has its place still.
   * @throws StateUnavailable
   */
  async isTold({ jobId }: Job): Promise<boolean> {
    this.#untold ??= this.#lookForPlaces()
    return !(await this.#untold).has(jobId)
  }

  /** What was read of jobs that wait serves an account's first round: nobody changes such a job but its worker, in a round. */
  async recordsFor(group: string): Promise<ById> {
    const known = this.#rounds.has(group) ? [] : [...((await this.#read) ?? [])]
    this.#rounds.add(group)
    return new Map(known.filter(([, job]) => job.group === group && job.state === 'queued'))
  }

  async #readAll(): Promise<ById> {
    const jobIds = [...new Set(this.#doorbells.flatMap(({ jobId = [] }) => jobId))]
    return new Map((await this.#jobs.getMany(jobIds)).map((job) => [job.jobId, job]))
  }

  async #lookForPlaces(): Promise<ReadonlySet<string>> {
    const jobs = [...((await this.#read) ?? new Map<string, Job>()).values()]
    return this.#jobs.queues.listed(jobs.filter(({ state }) => state !== 'queued'))
  }
}
