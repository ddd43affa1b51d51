import type { Problem } from '../printed/parts.ts'
import type { GatewayReply } from '../transport/messages.ts'
import { messageIn } from '../transport/refusals.ts'
import { isProblem } from '../transport/repeats.ts'
import { GatewayError } from './errors.ts'
import type { Judged } from './reply.ts'

/** A result as it stands in an answer. */
export interface Result {
  readonly status: 'ok' | 'pending' | 'failed' | 'unknown'
  readonly error?: { readonly code: string; readonly message?: string; readonly retryable: boolean }
  readonly [member: string]: unknown
}

/** An answer 200 or 207 as it came. */
export interface Answered {
  readonly outcome: 'ok' | 'partial'
  readonly requestId: string
  readonly results?: readonly Result[]
  readonly retry?: Readonly<Record<string, unknown>>
  readonly [member: string]: unknown
}

/**
 * What a reply means to a caller: all done, or some of it.
 * @param hasKey whether the request had an Idempotency-Key, which not every gateway can keep
 * @throws GatewayError where nothing is done
 */
export function answerOf(reply: GatewayReply, hasKey = false): Judged {
  if (reply.status >= 300) throw errorOf(reply, hasKey)
  return unionOf(reply.body as Answered)
}

/** The answer as a union whose arms have different members: only where all is done it has `results`. */
export function unionOf(answered: Answered): Judged {
  const { results, ...rest } = answered
  if (answered.outcome === 'ok' || !results) return answered
  const having = (...statuses: readonly string[]) => results.filter(({ status }) => statuses.includes(status))
  const told = { ...rest, done: having('ok', 'pending'), failed: having('failed'), unknown: having('unknown') }
  return told as Judged & typeof told
}

/** The error of a reply in which nothing is done. */
export function errorOf(reply: GatewayReply, hasKey: boolean): GatewayError {
  const problem = isProblem(reply) ? (reply.body as Problem) : problemOfApi(reply)
  const { code, retryable } = problem
  const isKeyRefused = hasKey && code === 'STATE_UNAVAILABLE' && !retryable
  return new GatewayError(problem, isKeyRefused ? NO_KEYS : '')
}

const NO_KEYS =
  ' With this client: the option idempotency: false sends writes without a key, and those are then not repeated where their effect is in doubt.'

/** Where API Gateway answered in the gateway's place. */
function problemOfApi({ status, body, requestId }: GatewayReply): Problem {
  const done = status >= 500 ? ' The request may have been carried out.' : ''
  return {
    type: 'about:blank',
    title: 'API Gateway answered in place of the Chat gateway',
    status,
    detail: `API Gateway answered ${status}: ${messageIn(body)}.${done}`,
    code: 'API_GATEWAY',
    retryable: status === 429 || status >= 500,
    requestId,
    ...(status >= 500 && { outcome: 'unknown' }),
  }
}
