import type { Random } from '../random.ts'
import { type Asked, accountOf } from './asked.ts'
import type { Answer } from './check/answers.ts'
import type { Checker } from './check/checker.ts'
import type { Fleet } from './fleet.ts'
import { httpEvent, type Response } from './http-event.ts'
import type { Ended } from './instance.ts'
import type { Invocation } from './invocation.ts'
import type { VirtualTime } from './world/virtual-time.ts'

export interface DeskParts {
  readonly time: VirtualTime
  readonly random: Random
  readonly fleet: Fleet
  readonly checker: Checker
}

/** A request over HTTP. */
export interface Sending {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly caller: string
  /** Sent as JSON, where there is one; a text as it is. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly asked: readonly Asked[]
}

/** What a caller got: an answer, or nothing where the instance crashed. */
export type Got =
  | { readonly answer: Answer; readonly headers: Response['headers']; readonly invocation: Invocation }
  | 'nothing'

/** A request that is under way, and until when its answer may come. Virtual time. */
interface Due {
  readonly requestId: string
  readonly latest: number
}

/** Time that an answer must leave of its invocation. */
const RESERVE_MS = 500
const USUAL_MS = 28_000
const SHORT_MS = [1500, 8000] as const
const SHORT_SHARE = 0.08

/** Where callers hand in their requests, and get answers in time or not at all. */
export class Desk {
  readonly #parts: DeskParts
  #handedIn = 0

  constructor(parts: DeskParts) {
    this.#parts = parts
  }

  /** A new number for a request. */
  requestId(): string {
    return `r${this.#handedIn++}`
  }

  /** False where no instance can take it now. */
  handIn(sending: Sending, get: (got: Got) => void): boolean {
    const { time, random, fleet, checker } = this.#parts
    const instance = fleet.free('http')
    if (!instance) {
      checker.count('requests that found every instance busy')
      return false
    }
    const { method, path, caller, body, headers, asked } = sending
    const ms = random.isLucky(SHORT_SHARE) ? random.whole(...SHORT_MS) : USUAL_MS
    const latest = time.now + ms - RESERVE_MS
    const invocation: Invocation = { instance: instance.id, role: 'http', asked, attempts: [], isUnstored: false }
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const requestId = this.requestId()
    const about = aboutOf(asked)
    checker.note(
      instance.id,
      `${requestId} ${method} ${path} ${JSON.stringify(headers ?? {})} ${text ?? ''} in ${ms}`,
      about,
    )
    fleet.invoke(
      instance,
      invocation,
      httpEvent(method, path, caller, text, headers),
      requestId,
      (ended) => this.#hand(sending, invocation, { requestId, latest }, ended, get),
      ms,
    )
    return true
  }

  /** What became of the request, to whoever made it. */
  #hand(
    sending: Sending,
    invocation: Invocation,
    { requestId, latest }: Due,
    ended: Ended,
    get: (got: Got) => void,
  ): void {
    const { time, checker } = this.#parts
    const about = aboutOf(sending.asked)
    if (ended.kind === 'died') {
      noteLeft(sending, invocation)
      get('nothing')
      return
    }
    if (ended.kind === 'threw') {
      checker.break('a request gets an answer', String(ended.error), about)
      return
    }
    const { statusCode, headers: told, body: answered } = ended.value as Response
    checker.note(invocation.instance, `${requestId} answers ${statusCode} ${answered}`, about)
    checker.left('an answer', `${JSON.stringify(told)}${answered}`)
    if (time.now > latest) {
      checker.break('answers keep their deadline', `${requestId} is ${Math.ceil(time.now - latest)} ms late`, about)
    }
    if (statusCode === 503 || invocation.isUnstored || invocation.isUnfreed) noteLeft(sending, invocation)
    get({ answer: { status: statusCode, body: JSON.parse(answered) }, headers: told, invocation })
  }
}

/** What comes next under the same key may be read as a repeat of this. */
function noteLeft({ headers, asked }: Sending, { attempts }: Invocation): void {
  if (headers?.['idempotency-key'] === undefined) return
  for (const one of asked) one.leftBehind = [...(one.leftBehind ?? []), ...attempts]
}

const aboutOf = ([first]: readonly Asked[]): string => (first ? accountOf(first) : '')
