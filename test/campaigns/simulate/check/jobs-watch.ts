import { type Asked, accountOf } from '../asked.ts'
import { carriesMarks, valuesOf } from '../bodies.ts'
import type { Answer } from './answers.ts'
import { faultOfAnswer, verdictsOf } from './answers.ts'
import type { Attempt } from './attempt.ts'
import type { JobOrder, Writer } from './job-order.ts'
import type { Notes } from './notes.ts'
import { commandOf, meaningOf } from './operation-facts.ts'
import { type Judged, judgeJob } from './verdicts.ts'
import type { OpenMarks } from './windows.ts'

/** What jobs are held against beside their own kind. */
interface JobNotes extends Notes {
  readonly marks: OpenMarks
  readonly order: JobOrder
  judged(judged: Judged, asked: Asked, answer: Answer): void
}

interface Known {
  readonly asked: Asked
  /** What was told of its end. */
  told?: string | undefined
  /** Since it began anew; before that it has its turn as it was asked for. */
  again?: Writer & { acceptedAt?: number }
}

/** The jobs that are open, and what has been told of those that ended. */
export class JobsWatch {
  readonly #notes: JobNotes
  readonly #jobs = new Map<string, Known>()
  readonly #byMark = new Map<number, Known>()
  /** By account and command. */
  readonly #open = new Map<string, Set<Asked>>()

  constructor(notes: JobNotes) {
    this.#notes = notes
  }

  /** Those whose callers were told that they are queued, and not yet that they ended. */
  accepted(): Asked[] {
    return [...this.#byMark.values()]
      .filter((known) => writerIn(known).acceptedAt !== undefined)
      .map(({ asked }) => asked)
  }

  has(jobId: string): boolean {
    return this.#jobs.has(jobId)
  }

  wasWrittenDown({ mark, isEnded }: Asked): boolean {
    return isEnded === true || this.#byMark.has(mark)
  }

  writtenDown(jobId: string, asked: Asked): void {
    const known = { asked }
    this.#jobs.set(jobId, known)
    this.#opened(known)
  }

  askedOf(jobId: string): Asked | undefined {
    return this.#jobs.get(jobId)?.asked
  }

  /**
   * A job that had ended begins anew, behind all that waits for its account.
   * @param since when it may have got its turn at the earliest
   */
  revived(jobId: string, since: number): void {
    const known = this.#jobs.get(jobId)
    if (!known) return
    const { asked } = known
    delete asked.isEnded
    asked.revivals = (asked.revivals ?? 0) + 1
    this.#notes.marks.open(asked.mark)
    known.told = undefined
    known.again = { mark: asked.mark, startedAt: since }
    this.#opened(known)
  }

  /** A job has its place in its account's queue: from now on it has its turn before all that come later. */
  enlisted(jobId: string): void {
    const again = this.#jobs.get(jobId)?.again
    if (again) again.acceptedAt ??= this.#notes.now
  }

  #opened(known: Known): void {
    const { asked } = known
    this.#byMark.set(asked.mark, known)
    const place = placeOf(asked)
    const others = this.#open.get(place) ?? new Set()
    for (const other of others)
      if (other.ids.some((id) => asked.ids.includes(id))) other.isShared = asked.isShared = true
    this.#open.set(place, others.add(asked))
  }

  writerOf(mark: number): Writer | undefined {
    const known = this.#byMark.get(mark)
    return known && writerIn(known)
  }

  noteAttempt(attempt: Attempt): void {
    const open = this.#open.get(`${attempt.app}/${attempt.account} ${attempt.command}`)
    for (const asked of open ?? []) asked.attempts.push(attempt)
  }

  /** A result that is out on the bus; it may be told again, but not otherwise. */
  ended(jobId: string, answer: Answer): void {
    const known = this.#jobs.get(jobId)
    if (!known) {
      this.#notes.break('results are those of jobs', `nobody knows the job ${jobId}`)
      return
    }
    const { asked } = known
    const told = JSON.stringify(answer)
    if (known.told !== undefined && known.told !== told) {
      this.#notes.break('a job ends once', `#${asked.mark}; ${known.told} and then ${told}`, accountOf(asked))
    }
    if (known.told !== undefined) return
    known.told = told
    const writer = writerIn(known)
    this.#close(asked)
    this.#judge(asked, answer)
    const older = this.#notes.order.ended(writer, placesDone(asked, answer))
    if (older) {
      const what = `#${older.mark}; stands there when #${asked.mark}; has ended`
      this.#notes.break('jobs of an account are done in their order', what, accountOf(asked))
    }
  }

  /** Forgets what ended so long ago that nobody will tell of it again. */
  forget(jobId: string): void {
    this.#jobs.delete(jobId)
  }

  #close(asked: Asked): void {
    asked.isEnded = true
    this.#notes.marks.close(asked.mark)
    this.#byMark.delete(asked.mark)
    const place = placeOf(asked)
    const open = this.#open.get(place)
    open?.delete(asked)
    if (open?.size === 0) this.#open.delete(place)
  }

  #judge(asked: Asked, answer: Answer): void {
    this.#notes.count('jobs ended')
    const fault = faultOfAnswer(asked, answer)
    const what = () => `${fault}: ${JSON.stringify(answer).slice(0, 1500)}`
    if (fault) this.#notes.break('each item of a job has exactly one verdict, in order', what(), accountOf(asked))
    this.#notes.judged(judgeJob(asked, answer, meaningOf(asked.operation), carriesMarks(asked)), asked, answer)
    // What has left something may begin anew, and is then told of with what it has done so far.
    if (!leavesWork(answer)) asked.attempts.length = 0
  }
}

/** What it counts as in the order of its account's jobs. */
const writerIn = ({ asked, again }: Known): Writer => again ?? asked

const leavesWork = ({ body }: Answer): boolean => body.retry !== undefined || body.outcome !== 'ok'

/** Where the values stand that a job has set, as it says. */
function placesDone(asked: Asked, answer: Answer): string[] {
  const verdicts = verdictsOf(asked, answer)
  const done = valuesOf(asked).filter(({ id }) => verdicts.get(id) === 'ok')
  return done.map(({ id, field }) => `${accountOf(asked)}/${id}/${field}`)
}

const placeOf = (asked: Asked): string => `${accountOf(asked)} ${commandOf(asked.operation)}`
