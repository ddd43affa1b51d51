import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { GatewayError } from '../errors/gateway-error.ts'
import { hashOf, type Members } from '../json.ts'
import type { Doubt, Idempotency, Worked } from '../ledger/idempotency.ts'
import type { Effort } from '../telemetry/effort.ts'
import type { Upstream } from '../upstream/deliver.ts'
import { carryOut } from './carry-out.ts'
import { judge } from './judge.ts'
import type { Accept, Accepted } from './later.ts'
import { resultIn } from './names.ts'
import { type ItemResult, isWorthKeeping, type Outcome } from './outcome.ts'
import { type Asked, planTask } from './plan.ts'
import { asRepeat, type Task, turnOf } from './task.ts'
import type { Turns } from './turns.ts'

/** A call on the gateway, whatever brought it. */
export interface Call extends Omit<Asked, 'askedAt'> {
  /** Unix milliseconds by which the answer must be there. */
  readonly deadline: number
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
    const task = await planTask({ ...call, askedAt: clock.now() }, config)
    const answered = async () => (await work(parts, task, call)).answer
    if (task.operation.effect === 'read') return answered()
    const worked = () => (call.key === undefined ? answered() : doOnce(parts, task, call))
    const turn = turnOf(task)
    return turn === undefined ? worked() : turns.take(turn, call.deadline - clock.now(), worked)
  }
}

async function work(parts: FlowParts, task: Task, call: Call, doubt?: Doubt): Promise<Worked<Ran | Accepted>> {
  const accepted = call.later && (await queue(parts, task, call, doubt !== undefined))
  return accepted ? { answer: accepted, keep: true } : send(parts, doubt ? asRepeat(task, doubt.since) : task, call)
}

async function queue({ accept }: FlowParts, task: Task, call: Call, isRepeat: boolean) {
  if (!accept) throw new GatewayError('STATE_UNAVAILABLE')
  const { key, later, deadline } = call
  return accept(task, { key, asked: askedOf(task, call.body), cause: later?.cause, deadline, isRepeat })
}

async function send({ upstream }: FlowParts, task: Task, { deadline, requestId }: Call): Promise<Worked<Ran>> {
  const { verdicts, effort, isAppReal } = await carryOut(upstream, task, deadline)
  const ran = { app: task.app, effort, isAppReal, requestId, ...judge(task, verdicts) }
  return { answer: ran, keep: isWorthKeeping(ran) }
}

/** What is stored under a key, as version 0.1 stored it or as it is stored now. */
function asKept(stored: Ran | Accepted): Ran | Accepted {
  if ('jobId' in stored) return stored
  const { results } = stored.answer as { readonly results?: readonly ItemResult[] }
  return results ? { ...stored, answer: { ...stored.answer, results: results.map(resultIn) } } : stored
}

/** A repeat under the same key gets the first answer; what did nothing and may be repeated leaves the key free. */
async function doOnce(parts: FlowParts, task: Task, call: Call): Promise<Ran | Accepted> {
  const { idempotency } = parts
  if (!idempotency) throw new GatewayError('STATE_UNAVAILABLE')
  const { caller, key = '', requestId } = call
  const { app, operation } = task
  const keyed = { caller, key, app, operation: operation.name, requestId }
  const { answer, replayed } = await idempotency.run(
    keyed,
    hashOf(askedOf(task, call.body)),
    call.deadline,
    (doubt, deadline) => work(parts, task, { ...call, deadline }, doubt),
  )
  return replayed ? { ...asKept(answer), isReplayed: true } : answer
}

/** What a repeat under a key must ask alike: all but a time that was put in here. */
function askedOf({ operation: { nowIn }, body }: Task, asked: unknown): Members {
  if (nowIn === undefined || Object(asked)[nowIn] !== undefined) return body
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== nowIn))
}
