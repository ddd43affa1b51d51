import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { GatewayError, invalid } from './errors/gateway-error.ts'
import type { AnyOperation } from './operation.ts'
import { operations } from './operations/index.ts'
import { fold, type ItemResult, messageOf, type Outcome } from './outcome.ts'
import type { Turns } from './turns.ts'
import { chunk, type Entry } from './upstream/chunk.ts'
import { refusedHere, type Upstream } from './upstream/deliver.ts'
import type { Verdict } from './upstream/reply.ts'
import { isWorthRepeating } from './upstream/retry.ts'
import { validate } from './validate.ts'

/** A call on the gateway, whatever brought it. */
export interface Call {
  /** Operation name, such as `friends.update`. */
  readonly operation: string
  readonly body: unknown
  /** Unix milliseconds by which the answer must be there. */
  readonly deadline: number
}

export interface Ran extends Outcome {
  readonly app: string
  /** Upstream attempts it took. */
  readonly attempts: number
}

export interface FlowParts {
  readonly config: Config
  readonly upstream: Upstream
  readonly turns: Turns
  readonly clock: Clock
}

type Body = Readonly<Record<string, unknown>> & { readonly app?: string }

/**
 * The flow every operation passes through: find, validate, map, sign and send, verdicts.
 * The returned function throws GatewayError for what is refused before any item is tried.
 */
export function createFlow(parts: FlowParts): (call: Call) => Promise<Ran> {
  return async ({ operation: name, body, deadline }) => {
    const operation = find(name)
    validate(operation.name, operation.schema, body)
    const valid = body as Body
    const app = valid.app ?? parts.config.defaultApp
    const key = `${app}\0${operation.account(valid)}`
    return parts.turns.take(key, deadline - parts.clock.now(), async () => {
      const { verdicts, attempts } = await deliver(parts, operation, valid, app, deadline)
      return { app, attempts, ...judge(operation, valid, verdicts) }
    })
  }
}

function find(name: string): AnyOperation {
  const operation = operations.get(name)
  if (!operation) throw new GatewayError('NOT_FOUND', { detail: `There is no operation "${name.slice(0, 100)}".` })
  return operation
}

const itemsOf = ({ items }: AnyOperation, body: Body) => body[items.member] as readonly unknown[]

/** Maps the items and sends them in as many calls as their number and size ask for, one after another: they write one account. */
async function deliver({ upstream }: FlowParts, operation: AnyOperation, body: Body, app: string, deadline: number) {
  const { items, envelope, path, repeatable } = operation
  const list = itemsOf(operation, body)
  const refusal = await findRefusal(upstream, operation, body, app, deadline)
  if (refusal) return { attempts: 0, verdicts: new Map(list.map((item) => [items.id(item), refusal])) }
  const entries = list.map((item): Entry => ({ id: items.id(item), json: JSON.stringify(items.toUpstream(item)) }))
  const head = `${JSON.stringify(envelope(body)).slice(0, -1)},"${items.upstreamList}":[`
  const verdicts = new Map<string, Verdict>()
  let attempts = 0
  for (const part of chunk(entries, items.limit)) {
    const delivery = { app, path, head, tail: ']}', entries: part, resultList: items.resultList, repeatable }
    const delivered = await upstream.deliver(delivery, deadline)
    attempts += delivered.attempts
    for (const [id, verdict] of delivered.verdicts) verdicts.set(id, verdict)
  }
  return { attempts, verdicts }
}

/** An app that can't be used is every item's verdict; a fault of the body, thrown, is the caller's to mend as a whole. */
async function findRefusal(upstream: Upstream, { check }: AnyOperation, body: Body, app: string, deadline: number) {
  try {
    const errors = check?.(body, await upstream.facts(app, deadline)) ?? []
    if (errors.length === 0) return undefined
    throw invalid(errors)
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code === 'INVALID_REQUEST') throw error
    return refusedHere(error)
  }
}

function judge(operation: AnyOperation, body: Body, verdicts: ReadonlyMap<string, Verdict>): Outcome {
  const { items, repeatable } = operation
  const list = itemsOf(operation, body)
  const results = list.map((item) => resultOf(items.id(item), verdicts.get(items.id(item)), repeatable))
  return fold(results, (indexes) => ({ ...body, [items.member]: list.filter((_, index) => indexes.has(index)) }))
}

function resultOf(userId: string, verdict: Verdict | undefined, repeatable: boolean): ItemResult {
  if (!verdict) throw new Error('an item was left without a verdict')
  if (verdict.status === 'ok') return { userId, status: 'ok' }
  const { code, retry, detail, upstream } = verdict.fault
  const retryable = verdict.status === 'unknown' ? repeatable : isWorthRepeating(retry)
  const error = { code, message: detail ?? messageOf(code), retryable, ...(upstream && { upstream }) }
  return { userId, status: verdict.status, error }
}
