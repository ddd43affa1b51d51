import { setMaxListeners } from 'node:events'
import { type Asking, askBatch } from './batch.ts'
import { Course, type SentOperation } from './course.ts'
import type { Pace } from './pace.ts'
import type { Lane, Portion, Verdict } from './portion.ts'
import { complaintIn, type EntryAnswer, readAnswer } from './read-answer.ts'

/** What a batch may hold: `POST /v1/batch`, less room for what stands around its requests. */
const MOST_REQUESTS = 100
const MOST_ITEMS = 20_000
const MOST_BYTES = 2 * 1024 * 1024 - 4096
/** What stands around a body in a batch: an id, and the operation's name. */
const AROUND_BYTES = 256
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 15_000
/** While so many wait to be sent again, nothing new is begun: an outage must not fill the memory. */
const MOST_AGAIN = 200

export type Settled<P extends Portion> = readonly [portion: P, verdicts: readonly Verdict[]]

export interface DispatchParts<P extends Portion> extends Asking {
  /** The next lane, until there is none left. */
  readonly nextLane: () => Lane<P> | undefined
  readonly pace: Pace
  /** Batches that are under way at once. */
  readonly concurrency: number
  /** How long a gateway that has answered before may be out of reach, in milliseconds. */
  readonly patienceMs?: number
  /** Sends nothing more. */
  readonly stop?: AbortSignal | undefined
  readonly now: () => number
  /** Resolves after so many milliseconds, or at once where the signal stops it. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly random: () => number
  /** Told before portions are sent for the first time. */
  readonly before?: (portions: readonly P[]) => Promise<void>
  /** Told what became of portions. */
  readonly after: (settled: readonly Settled<P>[]) => Promise<void>
}

/**
 * Sends portions in batches, as fast as the pace allows, until every one has its verdicts. Portions of one lane go one after another.
 * It ends early where it is stopped, and where the gateway is out of reach or lets nobody in: then `halted` says why, and what is not
 * settled may have been sent if `before` was told of it.
 */
export class Dispatch<P extends Portion> {
  readonly #parts: DispatchParts<P>
  readonly #operation: SentOperation
  readonly #flights = new Set<Promise<void>>()
  /** Lanes that may have more to send and of which nothing is under way. */
  readonly #lanes: Lane<P>[] = []
  /** To be sent again. */
  #again: Course<P>[] = []
  /** Did not fit into the last batch. */
  #held: Course<P> | undefined
  #wake = new AbortController()
  #mostBytes = MOST_BYTES
  #lastAnswerAt: number | undefined
  #halted: Error | undefined

  constructor(parts: DispatchParts<P>) {
    this.#parts = { ...parts, signal: parts.signal && heardByMany(parts.signal) }
    const isSafe = parts.operation.effect === 'read' || parts.key !== undefined
    this.#operation = { ...parts.operation, isSafe }
  }

  /** @returns what ended it before everything was settled, if anything did */
  async run(): Promise<{ readonly halted?: Error }> {
    const { stop, concurrency } = this.#parts
    const onStop = () => this.#wake.abort()
    stop?.addEventListener('abort', onStop)
    let batch: readonly Course<P>[] = []
    while (!this.#isOver()) {
      // It is made while the pace says wait: that takes time of its own.
      if (batch.length === 0 && this.#flights.size < concurrency) batch = this.#collect()
      if (batch.length === 0 && this.#flights.size === 0 && this.#isEmpty()) break
      const waitMs = batch.length === 0 ? this.#untilDue() : this.#parts.pace.waitMs(callsOf(batch))
      if (waitMs > 0) await this.#pause(waitMs)
      else {
        this.#launch(batch)
        batch = []
      }
    }
    stop?.removeEventListener('abort', onStop)
    await Promise.all(this.#flights)
    return this.#halted ? { halted: this.#halted } : {}
  }

  #isOver(): boolean {
    return this.#halted !== undefined || this.#parts.stop?.aborted === true
  }

  #isEmpty(): boolean {
    return this.#again.length === 0 && this.#held === undefined
  }

  /** Waits until an answer comes or so much time is over. */
  async #pause(ms: number): Promise<void> {
    const { sleep } = this.#parts
    if (Number.isFinite(ms)) await sleep(ms, this.#wake.signal)
    else await aborted(this.#wake.signal)
    if (!this.#parts.stop?.aborted) this.#wake = new AbortController()
  }

  /** Until something is due again; where all are under way, until one of them is answered. */
  #untilDue(): number {
    if (this.#flights.size >= this.#parts.concurrency) return Number.POSITIVE_INFINITY
    const due = Math.min(...this.#again.map(({ dueAt }) => dueAt))
    return Math.max(1, due - this.#parts.now())
  }

  /** What goes out next: what is due again, then lanes that are under way already, then new ones. */
  #collect(): Course<P>[] {
    const batch: Course<P>[] = []
    const size = { calls: this.#parts.pace.burst, items: MOST_ITEMS, bytes: this.#mostBytes }
    for (;;) {
      const course = this.#take()
      if (!course) break
      const { calls, bytes, items } = course.portion
      size.calls -= calls
      size.bytes -= bytes + AROUND_BYTES
      size.items -= items?.length ?? 1
      // The first one goes in any case: what is too large by itself, the gateway says.
      if (batch.length > 0 && (size.calls < 0 || size.bytes < 0 || size.items < 0)) {
        this.#held = course
        break
      }
      batch.push(course)
      if (batch.length === MOST_REQUESTS) break
    }
    return batch
  }

  #take(): Course<P> | undefined {
    const held = this.#held
    this.#held = undefined
    return held ?? this.#takeDue() ?? this.#takeNew()
  }

  #takeDue(): Course<P> | undefined {
    const now = this.#parts.now()
    const at = this.#again.findIndex(({ dueAt }) => dueAt <= now)
    return at < 0 ? undefined : this.#again.splice(at, 1)[0]
  }

  #takeNew(): Course<P> | undefined {
    while (this.#again.length < MOST_AGAIN) {
      const lane = this.#lanes.pop() ?? this.#parts.nextLane()
      if (!lane) return undefined
      const portion = lane.next()
      if (portion) return new Course(this.#operation, portion, lane)
    }
    return undefined
  }

  #launch(batch: readonly Course<P>[]): void {
    this.#parts.pace.spend(callsOf(batch))
    const flight = this.#fly(batch)
      .catch((error: Error) => {
        // Of several the one counts that leaves a doubt.
        if (this.#halted === undefined || mayBeDone(error)) this.#halted = error
      })
      .finally(() => {
        this.#flights.delete(flight)
        this.#wake.abort()
      })
    this.#flights.add(flight)
  }

  async #fly(batch: readonly Course<P>[]): Promise<void> {
    const fresh = batch.filter(({ waits, tries, id, portion }) => waits + tries === 0 && id === portion.id)
    if (fresh.length > 0) await this.#parts.before?.(fresh.map(({ portion }) => portion))
    const answers = await this.#ask(batch).catch((error: Error) => this.#bear(error, batch))
    if (!answers) return
    const settled: Settled<P>[] = []
    for (const [index, course] of batch.entries()) {
      const answer = answers[index]
      if (answer && this.#heed(course, answer)) settled.push([course.portion, course.verdicts])
    }
    if (settled.length > 0) await this.#parts.after(settled)
  }

  /** Whether the course is over. */
  #heed(course: Course<P>, answer: EntryAnswer): boolean {
    const complaint = complaintIn(answer)
    if (complaint) this.#parts.pace.slowDown(complaint.quota)
    const { over, waitMs } = readAnswer(course, answer)
    if (over) this.#lanes.push(course.lane)
    else this.#sendAgain(course, waitMs)
    return over
  }

  #sendAgain(course: Course<P>, askedMs?: number): void {
    const { now, random } = this.#parts
    const growing = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (course.waits + course.tries))
    // All who were told the same must not come back at the same moment.
    course.dueAt =
      now() + (askedMs === undefined ? growing * random() : askedMs === 0 ? 0 : askedMs * (1 + random() / 2))
    this.#again.push(course)
  }

  /** One answer for each request of the batch, or undefined where they go out again as they are. */
  async #ask(batch: readonly Course<P>[]): Promise<readonly EntryAnswer[] | undefined> {
    const answers = await askBatch(this.#parts, batch)
    this.#lastAnswerAt = this.#parts.now()
    if (answers !== 'too large') return answers
    this.#mostBytes = batch.reduce((sum, { portion }) => sum + portion.bytes + AROUND_BYTES, 0) / 2
    for (const course of batch) this.#sendAgain(course, 0)
    return undefined
  }

  /** A gateway that has answered before may be back in a moment. */
  #bear(error: Error, batch: readonly Course<P>[]): undefined {
    const { patienceMs = 0, now, signal, stop } = this.#parts
    const isPassing =
      error.name === 'GatewayUnreachable' && this.#operation.isSafe && !signal?.aborted && !stop?.aborted
    if (!isPassing || this.#lastAnswerAt === undefined || now() - this.#lastAnswerAt > patienceMs) throw error
    for (const course of batch) {
      course.waits += 1
      this.#sendAgain(course)
    }
    return undefined
  }
}

const callsOf = (batch: readonly Course[]): number => batch.reduce((sum, { portion }) => sum + portion.calls, 0)

/** Whether what was sent may be done, though this came in place of an answer. */
export const mayBeDone = (error: Error | undefined): boolean =>
  error?.name !== 'CredentialsError' && (error as { readonly mayBeDone?: boolean } | undefined)?.mayBeDone !== false

/** Every request under way listens to it: so many that Node would warn of a leak. */
function heardByMany(signal: AbortSignal): AbortSignal {
  const own = AbortSignal.any([signal])
  setMaxListeners(0, own)
  return own
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
