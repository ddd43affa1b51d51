import { demandAccess } from '../access.ts'
import { shareOf } from '../callers.ts'
import type { Config } from '../config.ts'
import { GatewayError, invalid, type Pointed } from '../errors/gateway-error.ts'
import { nearest } from '../nearest.ts'
import type { AnyOperation } from '../operation.ts'
import { type Known, known } from '../operations/known.ts'
import { rowOf } from '../operations/load.ts'
import { MOST_BYTES } from '../upstream/chunk.ts'
import { validate } from '../validate/validate.ts'
import { frameOf } from './calls.ts'
import { decodeCursor } from './cursor.ts'
import { faultOfCount, faultOfSize, type SizeLimits } from './item-size.ts'
import { withMessageId } from './send-numbers.ts'
import { type Body, type Task, type TaskItems, turnOf } from './task.ts'

/** What is asked for, whatever brought it. */
export interface Asked {
  /** Operation name, such as `friends.update`. */
  readonly operation: string
  readonly body: unknown
  /** Members that stand twice in the text the body was read from: of such it holds the last, and the first may have been meant. */
  readonly doubled?: Iterable<Pointed> | undefined
  /** Who asks; the quota is shared fairly between callers. */
  readonly caller: string
  readonly requestId: string
  /** The trace it belongs to (W3C Trace Context). */
  readonly traceparent?: string | undefined
  /** The key under which a repeat of the same write, by the same caller, gets the first one's answer. */
  readonly key?: string | undefined
  /** Whether it is to be queued as a job, and the id of the event that causes it. */
  readonly later?: { readonly cause?: string } | undefined
}

/**
 * Finds the operation, asks whether the caller may use it, and checks the body: in this order, so that who may not learns nothing
 * of the body.
 * @throws GatewayError NOT_FOUND, FORBIDDEN or INVALID_REQUEST
 */
export async function planTask(
  asked: Asked,
  config: Pick<Config, 'defaultApp' | 'accessPolicy' | keyof SizeLimits>,
): Promise<Task> {
  const { defaultApp, accessPolicy } = config
  const one = find(asked.operation)
  const app = appIn(asked.body, defaultApp) ?? ''
  demandAccess(accessPolicy, { caller: asked.caller, app, operation: one })
  await validate(one.name, asked.body, asked.doubled)
  const operation = await rowOf(one)
  const share = shareOf(asked.caller, accessPolicy)
  const task = toTask(operation, asked.body as Body, config, { ...asked, share })
  const sizes = task.items ? faultsOfItems(task.items, task.body) : faultsOfCall(task, config)
  const faults = [...sizes, ...(operation.refuses?.(task.body) ?? [])]
  if (faults.length > 0) throw invalid(faults)
  return task
}

function faultsOfItems({ list, rules, limits }: TaskItems, body: Body): Pointed[] {
  return list.flatMap((item, index) => {
    const message = faultOfSize(item, body, rules, limits)
    return message === undefined ? [] : [{ pointer: `/${rules.member}/${index}/${rules.fields}`, message }]
  })
}

/** A call without items can't be cut into several. */
function faultsOfCall(task: Task, limits: SizeLimits): Pointed[] {
  const { fields = '' } = task.operation
  const message = faultOfCount(Object(task.body[fields]), limits)
  if (message !== undefined) return [{ pointer: `/${fields}`, message }]
  const bytes = Buffer.byteLength(frameOf(task))
  return bytes <= MOST_BYTES
    ? []
    : [{ pointer: '', message: `makes a call of ${bytes} bytes, and ${MOST_BYTES} are the most` }]
}

function find(name: string): Known {
  const one = known.get(name)
  if (one) return one
  const hint = nearest(name, [...known.keys()])
  const cure = hint ? `did you mean "${hint}"?` : 'GET /v1/health lists the operations.'
  throw new GatewayError('NOT_FOUND', { detail: `There is no operation "${name.slice(0, 100)}"; ${cure}` })
}

/** Every operation's schema asks for one of this form. */
const APP_NAME = /^[\w-]{1,64}$/

/** The app that a body which is not checked yet asks for; undefined where that can be no app's name. */
export function appIn(body: unknown, defaultApp: string): string | undefined {
  const { app = defaultApp } = Object(body) as { readonly app?: unknown }
  return typeof app === 'string' && APP_NAME.test(app) ? app : undefined
}

/** Whose turn it is, of what may yet turn out to be anything; undefined where it waits for nobody, or can't be done at all. */
export function turnIn(operation: AnyOperation | undefined, body: unknown, defaultApp: string): string | undefined {
  const app = appIn(body, defaultApp)
  if (!operation || app === undefined) return undefined
  try {
    return turnOf({ operation, app, body: Object(body) })
  } catch {
    // What is no body of the operation's is refused in its own time.
    return undefined
  }
}

function toTask(
  operation: AnyOperation,
  asked: Body,
  { defaultApp, maxCustomFields }: SizeLimits & Pick<Config, 'defaultApp'>,
  { caller, share, requestId, traceparent, key, later }: Asked & Pick<Task, 'share'>,
): Task {
  const { app = defaultApp, cursor } = asked
  // A job without a key is told apart by its own id, which it gets once it is queued.
  const body = later && key === undefined ? asked : withMessageId(operation, asked, { caller, key })
  const rules = operation.items
  const list = rules && (body[rules.member] as readonly unknown[] | undefined)
  const from = decodeCursor({ operation: operation.name, app, body }, cursor)
  const items = rules && list && { list, rules, limits: { maxCustomFields } }
  const isUnnamed = body.app === undefined
  return { operation, body, app, isUnnamed, items, from, caller, share, requestId, traceparent }
}
