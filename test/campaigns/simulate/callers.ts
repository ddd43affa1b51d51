import type { Random } from '../random.ts'
import { type Asked, accountOf, hasEnded, isOnce } from './asked.ts'
import { drawBad } from './bad.ts'
import { drawWish, idsIn } from './bodies.ts'
import { type Answer, verdictsOf } from './check/answers.ts'
import { hasEffect } from './check/attempt.ts'
import type { Checker } from './check/checker.ts'
import { KeyedAnswers } from './check/keys.ts'
import { meaningOf } from './check/operation-facts.ts'
import type { Desk, Got } from './desk.ts'
import { pathOf } from './http-event.ts'
import { Recent } from './recent.ts'
import type { JobOfMine, Standing } from './standing.ts'
import type { VirtualTime } from './world/virtual-time.ts'

export interface CallersParts {
  readonly time: VirtualTime
  readonly random: Random
  readonly desk: Desk
  readonly checker: Checker
}

const CALLERS = 8
const MOST_KEYS = 1500
const MOST_JOBS = 500
const MOST_ENTRIES = 5

export const callerArn = (number: number): string => `arn:aws:iam::000000000000:user/caller${number}`

/** Callers over HTTP: single requests, with keys, for jobs, in batches; they repeat what went wrong, and ask for their jobs. */
export class Callers {
  /** Requests that wait for an answer. */
  waiting = 0
  readonly #parts: CallersParts
  readonly #keyed: Recent<Standing>
  readonly #jobs = new Recent<JobOfMine>(MOST_JOBS, () => undefined)
  readonly #answers = new KeyedAnswers()
  #marks = 0

  constructor(parts: CallersParts) {
    this.#parts = parts
    this.#keyed = new Recent(MOST_KEYS, ({ caller, key = '' }) => this.#answers.forget(`${caller} ${key}`))
  }

  /** A request that nobody has made before. */
  newAsked(mayBe: (operation: string) => boolean = () => true): Asked {
    const { random, time } = this.#parts
    const mark = this.#marks++
    let wish = drawWish(mark, random)
    while (!mayBe(wish.operation)) wish = drawWish(mark, random)
    return { mark, ...wish, startedAt: time.now, attempts: [] }
  }

  single(): void {
    this.#send({ asked: this.newAsked(), caller: this.#caller(), isAsync: false })
  }

  /** With a key that is new, or was there before. */
  keyed(isAsync: boolean): void {
    const { random } = this.#parts
    const known = random.isLucky(0.35) ? this.#keyed.pick(random) : undefined
    if (known) {
      this.#send(known)
      return
    }
    const asked = this.newAsked(isWrite)
    const made = { asked, caller: this.#caller(), key: `key-${asked.mark}`, isAsync }
    this.#keyed.add(made)
    this.#send(made)
  }

  forJob(caller = this.#caller()): void {
    this.#send({ asked: this.newAsked(isWrite), caller, isAsync: true })
  }

  batch(): void {
    const { random, checker, desk } = this.#parts
    const all = Array.from({ length: random.whole(2, MOST_ENTRIES) }, () => this.newAsked())
    const asked = [...new Map(all.map((one) => [`${one.operation} ${accountOf(one)}`, one])).values()]
    const requests = asked.map(({ operation, body }, index) => ({ id: String(index), operation, body }))
    for (const { mark } of asked) checker.marks.open(mark)
    const sending = { method: 'POST', path: '/v1/batch', caller: this.#caller(), body: { requests }, asked } as const
    const isTaken = desk.handIn(sending, (got) => {
      this.waiting--
      this.#closeAll(asked, got)
      if (got !== 'nothing') this.#checkBatch(asked, got)
    })
    if (isTaken) this.waiting++
    else for (const { mark } of asked) checker.marks.close(mark)
  }

  /** Something that must be refused with nothing done. */
  bad(): void {
    const { random, checker, desk } = this.#parts
    const sending = drawBad(this.newAsked(), random)
    const isTaken = desk.handIn({ method: 'POST', caller: this.#caller(), asked: [], ...sending }, (got) => {
      this.waiting--
      if (got === 'nothing') return
      const { status } = got.answer
      // An app's secret may be out of reach, which is no fault of the body's.
      if (status < 400 || (status >= 500 && status !== 503 && status !== 504)) {
        checker.break('what is wrong is refused', `${status} for ${JSON.stringify(sending)}`)
      }
      if (got.invocation.attempts.length > 0) checker.break('what is wrong is refused', 'a call was made for it')
    })
    if (isTaken) this.waiting++
  }

  askForJob(): void {
    const { random, checker, desk } = this.#parts
    const known = this.#jobs.pick(random)
    if (!known) return
    const { jobId, asked, caller } = known
    const { isEnded, revivals } = asked
    const isTaken = desk.handIn({ method: 'GET', path: `/v1/jobs/${jobId}`, caller, asked: [] }, (got) => {
      this.waiting--
      if (got === 'nothing' || got.answer.status === 503) return
      const isStill = isEnded && asked.revivals === revivals
      const isRight = isStill ? hasEnded(got.answer.body.state) : got.answer.status === 200
      if (!isRight) checker.break('a job can be asked for', `${jobId} ${JSON.stringify(got.answer)}`)
    })
    if (isTaken) this.waiting++
  }

  #caller(): string {
    const { random } = this.#parts
    return callerArn(random.isLucky(0.4) ? 0 : random.whole(1, CALLERS - 1))
  }

  #send(standing: Standing): void {
    const { checker, desk } = this.#parts
    const { asked, caller, key, isAsync } = standing
    const headers = { ...(key && { 'idempotency-key': key }), ...(isAsync && { prefer: 'respond-async' }) }
    // A job stays open until it has ended, a request until it is answered.
    if (!isAsync || asked.acceptedAt === undefined) checker.marks.open(asked.mark)
    const sending = {
      method: 'POST',
      path: pathOf(asked.operation),
      caller,
      body: asked.body,
      headers,
      asked: [asked],
    } as const
    const isTaken = desk.handIn(sending, (got) => {
      this.waiting--
      if (!isAsync) this.#closeAll([asked], got)
      // Who gets no answer can't know whether the push or message went out.
      if (got === 'nothing' && (key !== undefined || !isOnce(asked))) this.#repeatLater(standing, [500, 20_000])
      else if (got === 'nothing') return
      else if (isAsync) this.#checkAccepted(standing, got)
      else this.#checkAnswer(standing, got)
    })
    if (isTaken) this.waiting++
    else if (!isAsync) checker.marks.close(asked.mark)
  }

  /** What a crashed instance had sent may still arrive. */
  #closeAll(asked: readonly Asked[], got: Got): void {
    const { time, checker } = this.#parts
    const close = () => {
      for (const { mark } of asked) checker.marks.close(mark)
    }
    if (got === 'nothing') time.after(1000, close)
    else close()
  }

  #checkBatch(asked: readonly Asked[], { answer, invocation }: Exclude<Got, 'nothing'>): void {
    const { checker } = this.#parts
    const responses = (answer.body.responses ?? []) as readonly Answer[]
    if (responses.length !== asked.length) checker.break('a batch answers each entry', JSON.stringify(answer))
    for (const [index, one] of asked.entries()) {
      const response = responses[index]
      if (response) checker.answered(one, response, invocation.attempts)
    }
  }

  #checkAnswer(standing: Standing, got: Exclude<Got, 'nothing'>): void {
    const { checker, random } = this.#parts
    const { asked, caller } = standing
    const { answer, invocation } = got
    const isReplayed = this.#checkKey(standing, got)
    if (!isReplayed) checker.answered(asked, answer, invocation.attempts)
    const { retry } = answer.body
    // Who asks for a push or message under its key again, and without it besides, wants two.
    const isAskedTwice = isOnce(asked) && standing.key !== undefined
    if (retry === undefined || isAskedTwice || !random.isLucky(0.3)) return
    const body = retry as Asked['body']
    const again = { ...asked, body, ids: idsIn(body), attempts: [] }
    this.#repeatLater({ asked: again, caller, isAsync: false }, [200, 5000])
  }

  #checkAccepted(standing: Standing, got: Exclude<Got, 'nothing'>): void {
    const { checker, time } = this.#parts
    const { asked, caller } = standing
    const { status, body } = got.answer
    checker.count(`jobs answered ${status}`)
    if (status !== 202) {
      if (status !== 503 && status !== 409 && status !== 504)
        checker.break('jobs are accepted', JSON.stringify(got.answer))
      this.#repeatLater(standing, [1000, 10_000])
      return
    }
    const jobId = String(body.jobId)
    if (!checker.jobs.has(jobId)) checker.break('a job that is accepted is written down', jobId)
    this.#checkKey(standing, got)
    if (!asked.isEnded) asked.acceptedAt ??= time.now
    this.#jobs.add({ jobId, asked, caller })
  }

  /** Whether the answer is an earlier one's. */
  #checkKey({ asked, caller, key }: Standing, { answer, headers, invocation }: Exclude<Got, 'nothing'>): boolean {
    const { checker } = this.#parts
    const isReplayed = headers['idempotency-replayed'] === 'true'
    if (key === undefined) return isReplayed
    const statuses = [...verdictsOf(asked, answer).values()]
    const fault = this.#answers.faultOf(`${caller} ${key}`, {
      status: answer.status,
      text: JSON.stringify(answer.body),
      isReplayed,
      effects: invocation.attempts.filter((attempt) => attempt.ids.some((id) => hasEffect(attempt, id))).length,
      isKept: answer.status === 202 || statuses.some((status) => status !== 'failed'),
      isUnstored: invocation.isUnstored,
    })
    if (isReplayed) checker.count('answers replayed')
    if (fault) checker.break('what has a key is done once', `${key}: ${fault}`, accountOf(asked))
    return isReplayed
  }

  #repeatLater(standing: Standing, [min, max]: readonly [number, number]): void {
    const { time, random } = this.#parts
    // Without a key nobody would know whether it is the same; a job's caller would only make another one.
    if (standing.isAsync && standing.key === undefined) return
    if (standing.key === undefined && standing.asked.attempts.length > 0) return
    this.waiting++
    time.after(random.whole(min, max), () => {
      this.waiting--
      this.#send(standing)
    })
  }
}
const isWrite = (operation: string): boolean => !meaningOf(operation).isRead
