import { type Code, codeRow } from '../errors/codes.ts'
import type { ForeignStatus, GatewayError, Pointed, Subject, UpstreamFault } from '../errors/gateway-error.ts'
import type { Accepted } from '../flow/later.ts'
import { nameOf } from '../flow/names.ts'
import type { Counts, ItemResult, Outcome } from '../flow/outcome.ts'
import type { Ran } from '../flow/run.ts'
import type { AnyOperation } from '../operation.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: object
}

/** What is kept of a job's answer. */
export type KeptAnswer = Pick<Answer, 'status' | 'body'>

/** RFC 9457. `outcome`, `counts`, `results` and `retry` stand beside these where items were tried. */
interface Problem {
  readonly type: string
  /** Added where an answer leaves, so that what is kept of one holds wherever the page moves. */
  readonly docs?: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: Code
  readonly subject?: Subject
  readonly retryable: boolean
  readonly requestId: string
  readonly upstream?: UpstreamFault | ForeignStatus
  readonly errors?: readonly Pointed[]
  readonly errorsOmitted?: number
}

export const jsonAnswer = (status: number, body: object, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body,
})

/**
 * 200 where all is ok, 207 where some items are, else a problem with the status of the error most items share.
 * @param operation whose items' names are told; undefined where it is known no more
 * @param callsPerSecond the quota that a refusal for too many calls tells of
 */
export function outcomeAnswer(
  ran: Outcome & Pick<Ran, 'requestId' | 'isReplayed'> & Partial<Pick<Ran, 'isAppReal'>>,
  operation: AnyOperation | undefined,
  callsPerSecond: number,
): Answer {
  const { outcome, answer, retry, leading, requestId, isReplayed, isAppReal = true } = ran
  const tried = { ...withNames(answer, operation), ...(retry && { retry }) }
  const replayed = isReplayed ? { 'idempotency-replayed': 'true' } : {}
  if (!leading) return jsonAnswer(outcome === 'ok' ? 200 : 207, { outcome, requestId, ...tried }, replayed)
  const { code, message, ...particulars } = leading
  const detail = detailOf(message, answer.counts)
  const problem = describe(code, { detail, requestId, ...particulars })
  // Without an app there is no quota of its calls.
  const quota = code === 'RATE_LIMITED' && isAppReal ? quotaHeaders(callsPerSecond) : {}
  return problemAnswer({ ...problem, outcome, ...tried }, { ...quota, ...replayed })
}

/** The results with their items called what the operation calls them. */
function withNames(answer: Outcome['answer'], operation: AnyOperation | undefined): Outcome['answer'] {
  const { results } = answer as { readonly results?: readonly ItemResult[] }
  if (!results) return answer
  return {
    ...answer,
    results: results.map(({ id, ...result }) => ({ ...nameOf(operation, id), ...result })),
  }
}

/** The RateLimit fields of the IETF's draft: how many calls a second, and that none is left for now. */
const quotaHeaders = (callsPerSecond: number): Answer['headers'] => ({
  'ratelimit-policy': `"calls";q=${callsPerSecond};w=1`,
  ratelimit: `"calls";r=0;t=${codeRow('RATE_LIMITED').retryAfter}`,
})

function detailOf(message: string, counts?: Counts): string {
  const { failed, unknown } = counts ?? { failed: 1, unknown: 0 }
  const items = failed + unknown
  if (items === 1) return message
  const done = unknown > 0 ? 'is proved to be done' : 'was done'
  return `None of the ${items} items ${done}. The commonest reason: ${message}`
}

/** A job that has not ended is worth asking for again a second later. */
export const ASK_AGAIN: Answer['headers'] = { 'retry-after': '1' }

/** 202: it is queued, and where to ask what became of it. */
export function acceptedAnswer({ jobId, operation, createdAt, state, isReplayed }: Accepted): Answer {
  return jsonAnswer(
    202,
    { jobId, operation, state, createdAt: toUtcTime(createdAt) },
    {
      location: jobPath(jobId),
      'preference-applied': 'respond-async',
      ...ASK_AGAIN,
      ...(isReplayed && { 'idempotency-replayed': 'true' }),
    },
  )
}

/** Where a job can be asked for. */
export const jobPath = (jobId: string): string => `/v1/jobs/${jobId}`

/** RFC 3339 in UTC, to the second. @param ms Unix milliseconds */
export const toUtcTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

/** What a caller may see of a refusal. */
export function problemOf({ code, message: detail, retryable, parts }: GatewayError, requestId: string): Answer {
  const { errors, errorsOmitted, allow, retryAfter, jobInDoubt } = parts
  const wrong = { ...(errors && { errors }), ...(errorsOmitted !== undefined && { errorsOmitted }) }
  const problem = describe(code, { detail, retryable, requestId, ...wrong })
  const isInDoubt = jobInDoubt !== undefined
  return problemAnswer(isInDoubt ? { ...problem, outcome: 'unknown' } : problem, {
    ...(allow !== undefined && { allow }),
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    ...(isInDoubt && { location: jobPath(jobInDoubt) }),
  })
}

/** So many places are enough to see what is wrong, where there is no room for all. */
const FEW_ERRORS = 20

/** The same problem with the first places that are wrong, and how many more there are; anything else is left alone. */
export function withFewErrors<Body extends object>(body: Body): Body {
  const { errors, errorsOmitted = 0 } = body as Partial<Problem>
  if (!errors || errors.length <= FEW_ERRORS) return body
  return {
    ...body,
    errors: errors.slice(0, FEW_ERRORS),
    errorsOmitted: errorsOmitted + errors.length - FEW_ERRORS,
  }
}

/**
 * A problem with the address of what is known of its code, `docs`; anything else is left alone.
 * @param url of the page with all codes; empty where there is none
 */
export function withDocs(body: object, url: string): object {
  const { type = '', code } = body as Partial<Problem>
  return url && code && type.startsWith('urn:') ? { type, docs: `${url}#${code.toLowerCase()}`, ...body } : body
}

const describe = (code: Code, parts: Omit<Problem, 'type' | 'title' | 'status' | 'code'>): Problem => ({
  type: `urn:chat-gateway:error:${code}`,
  title: codeRow(code).title,
  status: codeRow(code).status,
  code,
  ...parts,
})

function problemAnswer(
  body: Problem & Partial<Pick<Outcome, 'outcome'>>,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const { retryAfter } = codeRow(body.code)
  return {
    status: body.status,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
      ...headers,
    },
    body,
  }
}
