import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import { GatewayError, type Pointed } from '../../errors/gateway-error.ts'
import { type Gateway, hasQueue } from '../../gateway.ts'
import { traceparentOf } from '../../telemetry/trace.ts'
import { callerOf } from '../caller.ts'
import { pathOf } from './base-path.ts'
import { readBody } from './body.ts'
import { type Query, readQuery } from './query.ts'
import { findRoute, type Route } from './routes.ts'

/** An HTTP request as the gateway sees it. */
export interface HttpCall extends Query {
  readonly route: Route
  /** What stands before our paths in the caller's URL. */
  readonly base: string
  /** Whether only the head of the answer is wanted. */
  readonly isHead: boolean
  /** Parsed JSON; undefined where the route takes none. */
  readonly body: unknown
  /** Members of the body that stand in one object for the second time. */
  readonly doubled?: Iterable<Pointed> | undefined
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
export async function readCall(event: APIGatewayProxyEventV2, context: Context, gateway: Gateway): Promise<HttpCall> {
  const { config, clock } = gateway
  const { path, base } = pathOf(event, config.basePath)
  const { method } = event.requestContext.http
  const route = findRoute(method, path)
  const query = readQuery(event.rawQueryString, route.kind)
  const headers = event.headers ?? {}
  const hasBody = route.kind === 'operation' || route.kind === 'batch'
  const read = hasBody ? await readBody(event, config.maxBodyBytes) : undefined
  const isAsync = hasBody && prefersAsync(headers)
  if ((route.kind === 'job' || isAsync) && !hasQueue(config)) throw new GatewayError('STATE_UNAVAILABLE', NO_QUEUE)
  const reserveMs = RESERVE_MS + (read?.bytes ?? 0) / BYTES_PER_MS
  const deadline = clock.now() + context.getRemainingTimeInMillis() - reserveMs
  const key = hasBody ? readKey(headers, config.stateTable !== '') : undefined
  const caller = callerOf(event.requestContext)
  const traceparent = traceparentOf(headers.traceparent)
  const asked = { route, base, isHead: method === 'HEAD', body: read?.value, doubled: read?.doubled, key, isAsync }
  return { ...asked, ...query, deadline, requestId: context.awsRequestId, traceparent, caller }
}

type Headers = APIGatewayProxyEventV2['headers']

const prefersAsync = (headers: Headers): boolean => /(^|,)\s*respond-async\s*(;|,|$)/i.test(headers.prefer ?? '')

/** @throws GatewayError STATE_UNAVAILABLE without a table: better refused than run unprotected */
function readKey(headers: Headers, hasState: boolean): string | undefined {
  const key = headers['idempotency-key']
  if (key === undefined) return undefined
  if (!hasState) throw new GatewayError('STATE_UNAVAILABLE', NO_TABLE)
  if (key === '' || key.length > MOST_KEY_CHARACTERS) {
    const detail = `Idempotency-Key must have 1 to ${MOST_KEY_CHARACTERS} characters, not ${key.length}.`
    throw new GatewayError('INVALID_REQUEST', { detail })
  }
  return key
}
