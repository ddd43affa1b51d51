import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import { GatewayError, invalid } from '../../errors/gateway-error.ts'
import { type Gateway, hasQueue } from '../../gateway.ts'
import { traceparentOf } from '../../trace.ts'
import { callerOf } from '../caller.ts'
import { findRoute, type Route } from './routes.ts'

/** An HTTP request as the gateway sees it. */
export interface HttpCall {
  readonly route: Route
  /** Parsed JSON; undefined where the route takes none. */
  readonly body: unknown
  /** Unix milliseconds by which the answer must be there. */
  readonly deadline: number
  readonly requestId: string
  /** The trace it belongs to (W3C Trace Context). */
  readonly traceparent: string
  readonly caller: string
  /** The idempotency key. */
  readonly key?: string | undefined
  /** Whether writes are to be queued. */
  readonly isAsync: boolean
}

const MOST_KEY_CHARACTERS = 255

const NO_QUEUE = {
  detail: 'This gateway has no queue: it keeps no jobs. Leave out Prefer: respond-async to be answered at once.',
}
const NO_TABLE = {
  detail:
    'This gateway has no table (STATE_TABLE), so it cannot keep answers. Leave out Idempotency-Key, or ask the operator.',
}

/** The answer is there this long before the invocation ends, and our own work on it takes a little of that. */
const RESERVE_MS = 500 + 100
/** That work grows with what was asked for: ten thousand verdicts take a slow processor a quarter of a second. */
const BYTES_PER_MS = 2000

/**
 * Reads an API Gateway event of payload format 2.0. Spends nothing: every refusal comes before a secret or Chat is asked.
 * @throws GatewayError
 */
export function readCall(event: APIGatewayProxyEventV2, context: Context, { config, clock }: Gateway): HttpCall {
  const { http, stage } = event.requestContext
  const prefix = `/${stage}`
  const path = event.rawPath.startsWith(`${prefix}/`) ? event.rawPath.slice(prefix.length) : event.rawPath
  const route = findRoute(http.method, path)
  const hasBody = route.kind === 'operation' || route.kind === 'batch'
  const body = hasBody ? readBody(event, config.maxBodyBytes) : undefined
  const isAsync = hasBody && prefersAsync(event.headers)
  if ((route.kind === 'job' || isAsync) && !hasQueue(config)) throw new GatewayError('STATE_UNAVAILABLE', NO_QUEUE)
  const reserveMs = RESERVE_MS + (event.body?.length ?? 0) / BYTES_PER_MS
  const deadline = clock.now() + context.getRemainingTimeInMillis() - reserveMs
  const key = hasBody ? readKey(event, config.stateTable !== '') : undefined
  const caller = callerOf(event.requestContext)
  const traceparent = traceparentOf(event.headers?.traceparent)
  return { route, body, deadline, requestId: context.awsRequestId, traceparent, caller, key, isAsync }
}

const prefersAsync = (headers: APIGatewayProxyEventV2['headers'] = {}): boolean =>
  /(^|,)\s*respond-async\s*(;|,|$)/i.test(headers.prefer ?? '')

/** @throws GatewayError STATE_UNAVAILABLE without a table: better refused than run unprotected */
function readKey({ headers = {} }: APIGatewayProxyEventV2, hasState: boolean): string | undefined {
  const key = headers['idempotency-key']
  if (key === undefined) return undefined
  if (!hasState) throw new GatewayError('STATE_UNAVAILABLE', NO_TABLE)
  if (key === '' || key.length > MOST_KEY_CHARACTERS) {
    const detail = `Idempotency-Key must have 1 to ${MOST_KEY_CHARACTERS} characters, not ${key.length}.`
    throw new GatewayError('INVALID_REQUEST', { detail })
  }
  return key
}

function readBody({ headers = {}, body = '', isBase64Encoded }: APIGatewayProxyEventV2, limit: number): unknown {
  if (!/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    throw new GatewayError('UNSUPPORTED_MEDIA_TYPE')
  }
  const bytes = isBase64Encoded ? Buffer.from(body, 'base64') : body
  const size = Buffer.byteLength(bytes)
  if (size > limit) {
    throw new GatewayError('PAYLOAD_TOO_LARGE', {
      detail: `The body has ${size} bytes; at most ${limit} are taken. Split it into several requests.`,
    })
  }
  return parse(typeof bytes === 'string' ? bytes : decode(bytes))
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw invalid([{ pointer: '', message: 'is not UTF-8' }])
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const where = /line \d+ column \d+/.exec(String(error))?.[0]
    const message = text.trim() === '' ? 'is empty; send a JSON object' : `is not JSON${where ? ` (${where})` : ''}`
    throw invalid([{ pointer: '', message }])
  }
}
