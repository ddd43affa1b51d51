import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { GatewayError } from '../errors/gateway-error.ts'
import { type Accept, type Accepted, hashOf } from '../jobs/accept.ts'
import type { Idempotency, Worked } from '../ledger/idempotency.ts'
import type { Effort } from '../telemetry/effort.ts'
import type { Upstream } from '../upstream/deliver.ts'
import { carryOut } from './carry-out.ts'
import { judge } from './judge.ts'
import { isWorthKeeping, type Outcome } from './outcome.ts'
import { type Asked, accountOf, asRepeat, planTask, type Task } from './task.ts'
import type { Turns } from './turns.ts'

/** A call on the gateway, whatever brought it. */
export interface Call extends Asked {
  /** Unix milliseconds by which the answer must be there. */
  readonly deadline: number
  /** The key under which a repeat of the same write, by the same caller, gets the first one's answer. */
  readonly key?: string | undefined
  /** Whether it is to be queued as a job, and the id of the event that causes it. */
  readonly later?: { readonly cause?: string } | undefined
}

export interface Ran extends Outcome {
  readonly app: string
  readonly effort: Effort
  /** Whether there is proof that there is such an app. */
  readonly isAppReal: boolean
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
  /** Undefined where there is no queue. */
  readonly accept?: Accept | undefined
}

export type Flow = (call: Call) => Promise<Ran | Accepted>

/**
 * The flow every operation passes through: find, validate, map, then sign and send, verdicts; or queue it for the worker.
 * The returned function throws GatewayError for what is refused before anything is tried.
 */
export function createFlow(parts: FlowParts): Flow {
  const { config, turns, clock } = parts
  return async (call) => {
    const task = await planTask(call, config)
    const answered = async () => (await work(parts, task, call)).answer
    if (task.operation.effect === 'read') return answered()
    const worked = () => (call.key === undefined ? answered() : doOnce(parts, task, call))
    return turns.take(accountOf(task), call.deadline - clock.now(), worked)
  }
}

async function work(parts: FlowParts, task: Task, call: Call, isRepeat = false): Promise<Worked<Ran | Accepted>> {
  const accepted = call.later && (await queue(parts, task, call, isRepeat))
  return accepted ? { answer: accepted, keep: true } : send(parts, isRepeat ? asRepeat(task) : task, call)
}

async function queue({ accept }: FlowParts, task: Task, call: Call, isRepeat: boolean) {
  if (!accept) throw new GatewayError('STATE_UNAVAILABLE')
  const { key, later, deadline } = call
  return accept(task, { key, cause: later?.cause, deadline, isRepeat })
}

async function send({ upstream }: FlowParts, task: Task, { deadline, requestId }: Call): Promise<Worked<Ran>> {
  const { verdicts, effort, isAppReal } = await carryOut(upstream, task, deadline)
  const ran = { app: task.app, effort, isAppReal, requestId, ...judge(task, verdicts) }
  return { answer: ran, keep: isWorthKeeping(ran) }
}

/** A repeat under the same key gets the first answer; what did nothing and may be repeated leaves the key free. */
async function doOnce(parts: FlowParts, task: Task, call: Call): Promise<Ran | Accepted> {
  const { idempotency } = parts
  if (!idempotency) throw new GatewayError('STATE_UNAVAILABLE')
  const { caller, key = '', requestId } = call
  const { app, operation, body } = task
  const keyed = { caller, key, app, operation: operation.name, requestId }
  const { answer, replayed } = await idempotency.run(keyed, hashOf(body), call.deadline, (isRepeat, deadline) =>
    work(parts, task, { ...call, deadline }, isRepeat),
  )
  return replayed ? { ...answer, isReplayed: true } : answer
}
