import type { Problem } from '../printed/parts.ts'
import type { OperationRow } from '../printed/table.ts'
import { nameIn } from '../rows/item-name.ts'
import type { GatewayReply } from '../transport/messages.ts'
import { isProblem, isWorthRepeating } from '../transport/repeats.ts'
import type { Answered, Result } from './unions.ts'

type Body = Readonly<Record<string, unknown>>

/** What an answer, or a problem about items that were tried, says of them. */
type Tried = Body & Partial<Pick<Answered, 'results' | 'retry' | 'requestId'>> & { readonly counts?: Body }

/** The body with the items that are worth another try; undefined where there are none, or where the whole request was repeated already. */
export function retryIn(reply: GatewayReply): Body | undefined {
  if (reply.status === 207) return (reply.body as Tried).retry
  if (!isProblem(reply) || isWorthRepeating(reply.body as Problem)) return undefined
  return (reply.body as Tried).retry
}

/**
 * The reply to a request and that to its `retry` as one: each later verdict stands in the place of the earlier one of the same item.
 * Undefined where the later one was refused as such, so that the earlier one says all there is.
 */
export function merge(earlier: GatewayReply, later: GatewayReply, row: OperationRow): GatewayReply | undefined {
  if (!row.items) return isMoreKnown(earlier, later) ? later : undefined
  const { results: before } = earlier.body as Tried
  const { results: after } = later.body as Tried
  if (!before || !after) return undefined
  const { as } = row.items
  const renewed = new Map(after.map((result) => [nameIn(result, as), result]))
  return folded(
    before.map((result) => laterVerdict(result, renewed.get(nameIn(result, as)))),
    earlier,
    later,
  )
}

/** What may have been done by an earlier attempt may still be, where a later one was not carried out. */
function laterVerdict(before: Result, after: Result | undefined): Result {
  if (!after) return before
  return before.status === 'unknown' && after.status === 'failed' && after.error?.retryable ? before : after
}

/** The same of an operation that does one thing. */
function isMoreKnown({ body: before }: GatewayReply, { status, body: after }: GatewayReply): boolean {
  if (status < 400 || (before as Problem).outcome !== 'unknown') return true
  return (
    (after as Problem).outcome === 'unknown' ||
    ((after as Problem).outcome === 'failed' && !(after as Problem).retryable)
  )
}

/** The reply where the items of its `retry` were sent and no answer came: nobody knows what became of them. */
export function losing(
  earlier: GatewayReply,
  retry: Body,
  row: OperationRow,
  reason: string,
): GatewayReply | undefined {
  const { results } = earlier.body as Tried
  if (!row.items || !results) return undefined
  const { as, id, member } = row.items
  const sent = new Set((retry[member] as readonly unknown[]).map((item) => nameIn(item, id)))
  const error = { code: 'GATEWAY_UNREACHABLE', message: reason, retryable: true }
  const lost = results.map(
    (result): Result => (sent.has(nameIn(result, as)) ? { ...named(result, as), status: 'unknown', error } : result),
  )
  return folded(lost, earlier, earlier)
}

/** The members that name a result. */
const named = (result: Result, as: readonly string[]): Body =>
  Object.fromEntries(as.flatMap((member) => (member in result ? [[member, result[member]]] : [])))

/** A reply with these results: ok, partial or a problem, as they say. */
function folded(results: readonly Result[], earlier: GatewayReply, later: GatewayReply): GatewayReply {
  const countOf = (status: Result['status']) => results.filter((result) => result.status === status).length
  const { pending } = Object((earlier.body as Tried).counts)
  const counts = {
    ok: countOf('ok'),
    failed: countOf('failed'),
    unknown: countOf('unknown'),
    ...(pending !== undefined && { pending: countOf('pending') }),
  }
  const good = counts.ok + countOf('pending')
  if (good === 0) return { ...later, body: { ...(later.body as Tried), counts, results } }
  const answer = later.status < 300 ? later : earlier
  const { retry: _, ...rest } = answer.body as Tried
  const { requestId, retry } = later.body as Tried
  const isWhole = good === results.length
  const body = {
    ...rest,
    outcome: isWhole ? 'ok' : 'partial',
    requestId,
    counts,
    results,
    ...(retry && !isWhole && { retry }),
  }
  return { ...answer, status: isWhole ? 200 : 207, body }
}
