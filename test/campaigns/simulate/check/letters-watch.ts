import type { SQSRecord } from 'aws-lambda'
import type { Random } from '../../random.ts'
import { accountOf } from '../asked.ts'
import type { Attributes } from '../world/expressions.ts'
import type { Attempt } from './attempt.ts'
import type { JobsWatch } from './jobs-watch.ts'
import { isJob, type Life, lifeIn } from './lives.ts'
import type { Notes } from './notes.ts'

/** What a message of the jobs queue says, where it gives a reason: then it is a letter, whoever wrote it. */
interface Said {
  readonly jobId: string
  readonly operation: unknown
  readonly app: unknown
  /** Undefined in letters of an old form, unless their ids tell it. */
  readonly order: number | undefined
}

/** A letter that is in the jobs queue. */
interface Moved extends Said {
  /** When a worker first got it; virtual time. */
  readonly takenAt: number
}

const ANSWERED = 'a letter in the jobs queue is answered'
const FITS = 'a letter revives only the job that it fits'
const NEWER = 'a letter puts no older value over a newer one'

/** Letters in the jobs queue, whoever put them there, and the jobs that began anew for one. */
export class LettersWatch {
  readonly #notes: Notes
  readonly #jobs: JobsWatch
  /** Jobs by their ids, as their records have them. */
  readonly #lives = new Map<string, Life>()
  readonly #ids: string[] = []
  /** By message id: letters that a worker has got and that are still in the queue. */
  readonly #moved = new Map<string, Moved>()
  /** Ids of messages whose letters were laid down again. */
  readonly #restAgain = new Set<string>()
  /** Ids of messages in whose time their job began anew: by the time that they go it may have ended again. */
  readonly #cured = new Set<string>()
  /** By account: when a worker's call last changed something in Chat. */
  readonly #writtenAt = new Map<string, number>()

  constructor(notes: Notes, jobs: JobsWatch) {
    this.#notes = notes
    this.#jobs = jobs
  }

  lifeOf(jobId: string): Life | undefined {
    return this.#lives.get(jobId)
  }

  /** That of any job. */
  anyLife(random: Random): Life | undefined {
    return this.#lives.get(this.#ids[random.whole(0, Math.max(0, this.#ids.length - 1))] ?? '')
  }

  /** Something was written into the table of jobs. */
  wrote(item: Attributes, before: Attributes | undefined): void {
    if (item.sk?.S?.startsWith('waiting#')) this.#jobs.enlisted(item.jobId?.S ?? '')
    if (!isJob(item)) return
    const life = lifeIn(item)
    if (!this.#lives.has(life.jobId)) this.#ids.push(life.jobId)
    this.#lives.set(life.jobId, life)
    const last = before && lifeIn(before)
    if (!last || last.isQueued || !life.isQueued) return
    this.#notes.count('jobs revived')
    for (const [id, moved] of this.#moved) if (moved.jobId === life.jobId && fits(moved, last)) this.#cured.add(id)
    this.#checkRevived(last)
    this.#jobs.revived(life.jobId, this.#takenAt(last))
  }

  /** A worker's call has changed something for this account. */
  written({ app, account }: Attempt): void {
    this.#writtenAt.set(`${app}/${account}`, this.#notes.now)
  }

  /** Something was laid into the queue of dead letters. */
  laid(deduplicationId: string | undefined): void {
    if (deduplicationId !== undefined) this.#restAgain.add(deduplicationId)
  }

  handedOut({ messageId, body, attributes }: SQSRecord): void {
    const said = saidIn(body, attributes.MessageDeduplicationId)
    if (!said || this.#moved.has(messageId)) return
    this.#notes.count('letters in the jobs queue')
    this.#moved.set(messageId, { ...said, takenAt: this.#notes.now })
  }

  /** Its worker says that it is done with. */
  deleted({ messageId, body }: SQSRecord): void {
    const moved = this.#moved.get(messageId)
    if (!moved) return
    this.#moved.delete(messageId)
    if (this.#restAgain.delete(messageId) || this.#cured.delete(messageId)) return
    const life = this.#lives.get(moved.jobId)
    const isCured = life && fits(moved, life) && (!isOf(moved, life) || life.isQueued || !life.isFailed)
    if (!isCured) this.#notes.break(ANSWERED, `${messageId} is gone, and nothing came of it: ${body.slice(0, 300)}`)
  }

  #of({ jobId }: Life): Moved[] {
    return [...this.#moved.values()].filter((moved) => moved.jobId === jobId)
  }

  /** When the first worker got one about this job. */
  #takenAt(life: Life): number {
    return Math.min(this.#notes.now, ...this.#of(life).map(({ takenAt }) => takenAt))
  }

  #checkRevived(last: Life): void {
    const asked = this.#jobs.askedOf(last.jobId)
    const about = asked && accountOf(asked)
    const letters = this.#of(last).filter((moved) => fits(moved, last) && isOf(moved, last))
    if (letters.length === 0) {
      const said = JSON.stringify(this.#of(last))
      this.#notes.break(FITS, `#${asked?.mark}; of order ${last.order} was revived by ${said}`, about)
    }
    const writtenAt = this.#writtenAt.get(about ?? '') ?? 0
    // What is written while a letter is looked at may come too late to be seen.
    if (writtenAt > last.finishedAt && writtenAt < this.#takenAt(last)) {
      const what = `#${asked?.mark}; was revived though its account was written since it ended`
      this.#notes.break(NEWER, what, about)
    }
  }
}

/** Whether the worker may have written this about the job, in this life of it or an earlier one. */
const fits = ({ operation, app, order = 0 }: Said, life: Life): boolean =>
  operation === life.operation && app === life.app && order <= life.order

const isOf = ({ order }: Said, life: Life): boolean => order === undefined || order === life.order

function saidIn(text: string, deduplicationId: string | undefined): Said | undefined {
  try {
    const { reason, jobId, operation, app, order } = Object(JSON.parse(text))
    if (typeof reason !== 'string' || reason === '') return undefined
    const [, digits] = /-(\d+)$/.exec(deduplicationId ?? '') ?? []
    const inId = deduplicationId === `${jobId}-${digits}` ? Number(digits) : undefined
    return { jobId: String(jobId), operation, app, order: typeof order === 'number' ? order : inId }
  } catch {
    return undefined
  }
}
