import type { Problem } from '../printed/parts.ts'
import type { GatewayReply, GatewayRequest, Tried } from './messages.ts'

/** Whether a reply is a problem of the gateway's own, and no answer of API Gateway's. */
export const isProblem = ({ status, headers, body }: GatewayReply): boolean =>
  status >= 400 &&
  /^application\/problem\+json\b/i.test(headers['content-type'] ?? '') &&
  typeof Object(body).code === 'string'

/**
 * Why the same request should be sent again, and may be; undefined where it should not, or must not.
 *
 * A read may always be repeated, and a write under a key. A write without one only where it is proved that nothing was done.
 */
export function reasonToRepeat(request: GatewayRequest, tried: Tried): string | undefined {
  const isProtected = request.effect === 'read' || request.idempotencyKey !== undefined
  if ('fault' in tried) return isProtected || !tried.fault.mayBeDone ? tried.fault.message : undefined
  const { reply } = tried
  if (reply.status < 400) return undefined
  if (isProblem(reply)) return isWorthRepeating(reply.body as Problem) ? (reply.body as Problem).code : undefined
  // API Gateway answers 429 before the function is asked; after another status the function may have run.
  if (reply.status === 429) return 'HTTP 429'
  return reply.status >= 500 && isProtected ? `HTTP ${reply.status}` : undefined
}

/**
 * Whether the whole request is worth repeating. Under its key an answer with anything unknown would only be replayed, and where some items
 * failed for good, the others are what is worth repeating: in both cases `retry` is the body to send, as a new request.
 */
export function isWorthRepeating({ retryable, outcome, counts, results = [] }: Problem): boolean {
  if (!retryable || outcome === 'unknown' || (counts?.unknown ?? 0) > 0) return false
  return results.every(({ error }) => error.retryable)
}
