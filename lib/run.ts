import { createHash } from 'node:crypto'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { GatewayError, invalid } from './errors/gateway-error.ts'
import { judge } from './judge.ts'
import type { Idempotency } from './ledger/idempotency.ts'
import { nearest } from './nearest.ts'
import type { AnyOperation } from './operation.ts'
import { operations } from './operations/index.ts'
import { isWorthKeeping, type Outcome } from './outcome.ts'
import { accountOf, type Body, deliveriesOf, planTask, type Task } from './task.ts'
import type { Turns } from './turns.ts'
import type { Upstream } from './upstream/deliver.ts'
import type { Verdict } from './upstream/reply.ts'
import { validate } from './validate.ts'

/** A call on the gateway, whatever brought it. */
export interface Call {
  /** Operation name, such as `friends.update`. */
  readonly operation: string
  readonly body: unknown
  /** Unix milliseconds by which the answer must be there. */
  readonly deadline: number
  readonly requestId: string
  /** Who calls, and under which key a repeat of the same write gets the first one's answer. */
  readonly once?: { readonly caller: string; readonly key: string } | undefined
}

export interface Ran extends Outcome {
  readonly app: string
  /** Upstream calls it took. */
  readonly calls: number
  /** Of the request that did the work: an earlier one where `isReplayed`. */
  readonly requestId: string
  readonly isReplayed?: true
}

export interface FlowParts {
  readonly config: Config
  readonly upstream: Upstream
  readonly turns: Turns
  readonly clock: Clock
  /** Undefined where nothing is shared. */
  readonly idempotency?: Idempotency | undefined
}

/**
 * The flow every operation passes through: find, validate, map, sign and send, verdicts.
 * The returned function throws GatewayError for what is refused before anything is tried.
 */
export function createFlow(parts: FlowParts): (call: Call) => Promise<Ran> {
  const { config, upstream, turns, clock } = parts
  return async (call) => {
    const { operation: name, body, deadline, requestId } = call
    const operation = find(name)
    await validate(operation.name, operation.schema, body)
    const task = planTask(operation, body as Body, config.defaultApp, requestId)
    const work = async () => {
      const { verdicts, calls } = await deliver(upstream, task, deadline)
      return { app: task.app, calls, requestId, ...judge(task, verdicts) }
    }
    if (operation.effect === 'read') return work()
    const worked = () => (call.once ? doOnce(parts.idempotency, task, call.once, deadline, work) : work())
    return turns.take(accountOf(task), deadline - clock.now(), worked)
  }
}

/** A repeat under the same key gets the first answer; what did nothing and may be repeated leaves the key free. */
async function doOnce(
  idempotency: Idempotency | undefined,
  { app, operation, body }: Task,
  once: { readonly caller: string; readonly key: string },
  deadline: number,
  work: () => Promise<Ran>,
): Promise<Ran> {
  if (!idempotency) throw new GatewayError('STATE_UNAVAILABLE')
  const bodyHash = createHash('sha256').update(JSON.stringify(body)).digest('hex')
  const scope = { ...once, app, operation: operation.name }
  const { answer, replayed } = await idempotency.run(scope, bodyHash, deadline, async () => {
    const ran = await work()
    return { answer: ran, keep: isWorthKeeping(ran) }
  })
  return replayed ? { ...answer, isReplayed: true } : answer
}

function find(name: string): AnyOperation {
  const operation = operations.get(name)
  if (operation) return operation
  const hint = nearest(name, [...operations.keys()])
  const cure = hint ? `did you mean "${hint}"?` : 'GET /v1/health lists the operations.'
  throw new GatewayError('NOT_FOUND', { detail: `There is no operation "${name.slice(0, 100)}"; ${cure}` })
}

/** Sends the task's calls one after another: they write one account. */
async function deliver(upstream: Upstream, task: Task, deadline: number) {
  const verdicts = new Map<string, Verdict>()
  const refusal = await findRefusal(upstream, task, deadline)
  let calls = 0
  for (const delivery of deliveriesOf(task)) {
    const delivered = refusal ? upstream.refuse(delivery, refusal) : await upstream.deliver(delivery, deadline)
    calls += delivered.calls
    for (const [id, verdict] of delivered.verdicts) verdicts.set(id, verdict)
  }
  return { calls, verdicts }
}

/** An app that can't be used is every item's verdict; a fault of the body, thrown, is the caller's to mend as a whole. */
async function findRefusal(upstream: Upstream, { operation, body, app }: Task, deadline: number) {
  try {
    const facts = await upstream.facts(app, deadline)
    const errors = operation.check?.(body, facts) ?? []
    if (errors.length === 0) return undefined
    throw invalid(errors)
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code === 'INVALID_REQUEST') throw error
    return error
  }
}
