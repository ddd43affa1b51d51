import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { GatewayError, invalid } from './errors/gateway-error.ts'
import { judge } from './judge.ts'
import type { AnyOperation } from './operation.ts'
import { operations } from './operations/index.ts'
import type { Outcome } from './outcome.ts'
import { type Body, deliveriesOf, idsOf, planTask, type Task } from './task.ts'
import type { Turns } from './turns.ts'
import { refusedHere, type Upstream } from './upstream/deliver.ts'
import type { Verdict } from './upstream/reply.ts'
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

/**
 * The flow every operation passes through: find, validate, map, sign and send, verdicts.
 * The returned function throws GatewayError for what is refused before anything is tried.
 */
export function createFlow(parts: FlowParts): (call: Call) => Promise<Ran> {
  const { config, upstream, turns, clock } = parts
  return async ({ operation: name, body, deadline }) => {
    const operation = find(name)
    await validate(operation.name, operation.schema, body)
    const task = planTask(operation, body as Body, config.defaultApp)
    const work = async () => {
      const { verdicts, attempts } = await deliver(upstream, task, deadline)
      return { app: task.app, attempts, ...judge(task, verdicts) }
    }
    if (operation.effect === 'read') return work()
    return turns.take(`${task.app}\0${task.body.userId}`, deadline - clock.now(), work)
  }
}

function find(name: string): AnyOperation {
  const operation = operations.get(name)
  if (!operation) throw new GatewayError('NOT_FOUND', { detail: `There is no operation "${name.slice(0, 100)}".` })
  return operation
}

/** Sends the task's calls one after another: they write one account. */
async function deliver(upstream: Upstream, task: Task, deadline: number) {
  const verdicts = new Map<string, Verdict>()
  const refusal = await findRefusal(upstream, task, deadline)
  if (refusal) for (const id of idsOf(task)) verdicts.set(id, refusal)
  let attempts = 0
  for (const delivery of refusal ? [] : deliveriesOf(task)) {
    const delivered = await upstream.deliver(delivery, deadline)
    attempts += delivered.attempts
    for (const [id, verdict] of delivered.verdicts) verdicts.set(id, verdict)
  }
  return { attempts, verdicts }
}

/** An app that can't be used is every item's verdict; a fault of the body, thrown, is the caller's to mend as a whole. */
async function findRefusal(upstream: Upstream, { operation, body, app }: Task, deadline: number) {
  try {
    const errors = operation.check?.(body, await upstream.facts(app, deadline)) ?? []
    if (errors.length === 0) return undefined
    throw invalid(errors)
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code === 'INVALID_REQUEST') throw error
    return refusedHere(error)
  }
}
