import type { Course } from './course.ts'
import type { Body, RowError, Verdict } from './portion.ts'

/** The answer to one request of a batch, or to the whole batch, which then is that of each. */
export interface EntryAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** What comes next: `over` once every item has its verdict, else when it is sent again. */
export interface Next {
  readonly over: boolean
  /** Milliseconds that the gateway asks to wait; undefined where it does not say. */
  readonly waitMs?: number
}

/** So often it is sent again where nothing was done: a minute or more of an outage goes by. */
const MOST_WAITS = 20
/** So often, where some of it was done. */
const MOST_TRIES = 5
/** The code of an answer that is none of the gateway's. */
const UNREADABLE = 'UNREADABLE_ANSWER'

/** Gives the items of a course the verdicts that an answer holds, and says what is left to do. */
export function readAnswer(course: Course, answer: EntryAnswer): Next {
  const body = Object(answer.body) as Body
  const results = body.results
  if (Array.isArray(results)) return readResults(course, answer, results as readonly Body[])
  if (answer.status === 200) return endAll(course, answer, { status: 'ok' })
  const problem = problemOf(answer, course.isSafe)
  const bad = answer.status === 400 ? badItems(body, course) : undefined
  if (bad) return takeOut(course, answer, bad)
  const isUnknown = body.outcome === 'unknown' || problem.code === UNREADABLE
  if (problem.retryable && (isUnknown ? course.tries++ < MOST_TRIES : course.waits++ < MOST_WAITS)) {
    // An answer that says `unknown` is kept, so the repeat is another request.
    if (body.outcome === 'unknown') course.goOnWith(course.open, true)
    return again(answer)
  }
  return endAll(course, answer, { status: isUnknown ? 'unknown' : 'failed', error: problem })
}

function readResults(course: Course, answer: EntryAnswer, results: readonly Body[]): Next {
  const { open } = course
  if (results.length !== open.length) {
    const message = `The answer has ${results.length} results for ${open.length} items, so nobody knows which is whose.`
    return endAll(course, answer, { status: 'unknown', error: { code: UNREADABLE, message, retryable: false } })
  }
  const verdicts = results.map((said) => verdictOf(said, answer))
  const retryable = open.filter((_, index) => verdicts[index]?.error?.retryable)
  const isUndone = verdicts.every(({ status }) => status === 'failed')
  const mayRepeat = retryable.length > 0 && (isUndone ? course.waits++ < MOST_WAITS : course.tries++ < MOST_TRIES)
  // Where nothing was done the gateway keeps no answer: the very same request is sent again, under the same key.
  if (mayRepeat && isUndone) return again(answer)
  for (const [index, place] of open.entries()) {
    const verdict = verdicts[index]
    if (verdict) course.settle(place, verdict)
  }
  if (!mayRepeat) return { over: true }
  course.goOnWith(retryable, true)
  return again(answer)
}

function verdictOf(said: Body, answer: EntryAnswer): Verdict {
  const { status, error } = said as { readonly status?: unknown; readonly error?: Body }
  const base = { said, ...sourceOf(answer) }
  if (status === 'ok' || status === 'pending') return { status, ...base }
  const { code, message, retryable, upstream } = Object(error) as Body
  return {
    status: status === 'failed' ? 'failed' : 'unknown',
    error: {
      code: typeof code === 'string' ? code : UNREADABLE,
      // A very large answer leaves messages out.
      message: typeof message === 'string' ? message : 'See the code in docs/error-codes.md.',
      retryable: retryable === true,
      ...(upstream !== undefined && { upstream }),
    },
    ...base,
  }
}

/** The items that a refusal points at, with what is wrong in each; undefined where it is not items that are wrong. */
function badItems(body: Body, course: Course): ReadonlyMap<number, string> | undefined {
  const { errors } = body as { readonly errors?: readonly { readonly pointer?: unknown; readonly message?: unknown }[] }
  if (!Array.isArray(errors) || errors.length === 0 || !course.portion.items) return undefined
  const bad = new Map<number, string[]>()
  for (const { pointer, message } of errors) {
    const [, member, index, rest = ''] = /^\/([^/]+)\/(\d+)(\/.*)?$/.exec(String(pointer)) ?? []
    const place = course.open[Number(index)]
    if (index === undefined || place === undefined || member !== course.member) return undefined
    bad.set(place, [...(bad.get(place) ?? []), `${rest.replace(/^\//, '') || 'It'} ${message}`])
  }
  return new Map([...bad].map(([place, messages]) => [place, messages.join('; ')]))
}

/** Bad items don't keep the others from being sent. What a refusal had no room to name, the next one names. */
function takeOut(course: Course, answer: EntryAnswer, bad: ReadonlyMap<number, string>): Next {
  for (const [place, message] of bad) {
    const error = { code: 'INVALID_REQUEST', message, retryable: false }
    course.settle(place, { status: 'failed', error, said: Object(answer.body), ...sourceOf(answer) })
  }
  const left = course.open.filter((place) => !bad.has(place))
  if (left.length === 0) return { over: true }
  course.goOnWith(left, false)
  return { over: false, waitMs: 0 }
}

function endAll(course: Course, answer: EntryAnswer, what: Pick<Verdict, 'status' | 'error'>): Next {
  for (const place of course.open) course.settle(place, { ...what, said: Object(answer.body), ...sourceOf(answer) })
  return { over: true }
}

function problemOf({ status, body }: EntryAnswer, isSafe: boolean): RowError {
  const { code, detail, retryable, upstream } = Object(body) as Body
  if (typeof code !== 'string') {
    const message = `HTTP ${status} came that is no answer of the gateway's; whether it was done is not known.`
    return { code: UNREADABLE, message, retryable: isSafe && (status >= 500 || status === 429) }
  }
  const message = typeof detail === 'string' ? detail : code
  return { code, message, retryable: retryable === true, ...(upstream !== undefined && { upstream }) }
}

const sourceOf = ({ headers, body }: EntryAnswer): Pick<Verdict, 'requestId' | 'isReplayed'> => ({
  requestId: String((Object(body) as Body).requestId ?? headers['x-request-id'] ?? ''),
  ...(headers['idempotency-replayed'] === 'true' && { isReplayed: true }),
})

function again({ headers }: EntryAnswer): Next {
  const seconds = Number(headers['retry-after'])
  return { over: false, ...(headers['retry-after'] !== undefined && seconds >= 0 && { waitMs: seconds * 1000 }) }
}

/** Whether the gateway says that too many calls are made, and how many a second the app may. */
export function complaintIn({ status, headers, body }: EntryAnswer): { readonly quota?: number } | undefined {
  const { results } = Object(body) as { readonly results?: readonly { readonly error?: { readonly code?: unknown } }[] }
  const isLimited = Array.isArray(results) && results.some((result) => result.error?.code === 'RATE_LIMITED')
  if (status !== 429 && !isLimited) return undefined
  const [, quota] = /"calls";q=(\d+);w=1(?!\d)/.exec(headers['ratelimit-policy'] ?? '') ?? []
  return quota === undefined ? {} : { quota: Number(quota) }
}
