import { demandAccess } from '../access.ts'
import { shareOf } from '../callers.ts'
import type { Config } from '../config.ts'
import { GatewayError, invalid, type Pointed } from '../errors/gateway-error.ts'
import { nearest } from '../nearest.ts'
import type { AnyOperation, ItemRules, Members } from '../operation.ts'
import { operations } from '../operations/index.ts'
import { chunk, type Entry } from '../upstream/chunk.ts'
import type { Delivery } from '../upstream/deliver.ts'
import type { Patience } from '../upstream/place.ts'
import type { ReplyRules } from '../upstream/reply.ts'
import { validate } from '../validate/validate.ts'
import { decodeCursor } from './cursor.ts'
import { faultOfSize, type SizeLimits } from './item-size.ts'

export type { Patience }

/** A body as every operation's schema leaves it. */
export type Body = Members & {
  readonly app?: string
  /** The account acted for. */
  readonly userId: string
  readonly cursor?: string
  readonly repeated?: boolean
}

export interface TaskItems {
  readonly list: readonly unknown[]
  readonly rules: ItemRules<unknown>
  readonly limits: SizeLimits
}

/** A valid request, before it is anything of Chat's. */
export interface Task {
  readonly operation: AnyOperation
  readonly body: Body
  readonly app: string
  /** The body names no app, which makes it the default one. */
  readonly isUnnamed: boolean
  /** Undefined where the operation does, or reads, one thing. */
  readonly items: TaskItems | undefined
  /** Where the page begins that is asked for. */
  readonly position: number
  readonly caller: string
  /** At whose expense it is done; see shareOf. */
  readonly share: string
  readonly requestId: string
  readonly traceparent?: string | undefined
  /** Queued work looks before it writes: whoever writes the account under a lease goes first. */
  readonly isQueued?: true
  /** How long each of its calls waits for a place in the quota; to the deadline where this is left out. */
  readonly patience?: Patience | undefined
  /** An attempt of unknown effect lies behind it, whether its operation's body can say so or not. */
  readonly isRepeat?: true
}

/** The one entry of a call without items. */
export const WHOLE = ''

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
  const operation = find(asked.operation)
  const app = appIn(asked.body, defaultApp) ?? ''
  demandAccess(accessPolicy, { caller: asked.caller, app, operation: operation.name })
  await validate(operation.name, operation.schema, asked.body, asked.doubled)
  const share = shareOf(asked.caller, accessPolicy)
  const task = toTask(operation, asked.body as Body, config, { ...asked, share })
  refuseTooLarge(task)
  return task
}

/** @throws GatewayError INVALID_REQUEST */
function refuseTooLarge({ items }: Task): void {
  if (!items) return
  const { list, rules, limits } = items
  const faults = list.flatMap((item, index) => {
    const message = faultOfSize(item, rules, limits)
    return message === undefined ? [] : [{ pointer: `/${rules.member}/${index}/${rules.fields}`, message }]
  })
  if (faults.length > 0) throw invalid(faults)
}

function find(name: string): AnyOperation {
  const operation = operations.get(name)
  if (operation) return operation
  const hint = nearest(name, [...operations.keys()])
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

function toTask(
  operation: AnyOperation,
  body: Body,
  { defaultApp, maxCustomFields }: SizeLimits & Pick<Config, 'defaultApp'>,
  { caller, share, requestId, traceparent }: Asked & Pick<Task, 'share'>,
): Task {
  const { app = defaultApp, userId, cursor } = body
  const rules = operation.items
  const list = rules && (body[rules.member] as readonly unknown[] | undefined)
  const position = decodeCursor({ operation: operation.name, app, userId }, cursor)
  const items = rules && list && { list, rules, limits: { maxCustomFields } }
  const isUnnamed = body.app === undefined
  return { operation, body, app, isUnnamed, items, position, caller, share, requestId, traceparent }
}

/** The same task with other items: fewer, or those of several tasks. */
export function withItems(task: Task, list: readonly unknown[]): Task {
  const { items, body } = task
  if (!items) throw new Error('a task without items has none to replace')
  return { ...task, items: { ...items, list }, body: { ...body, [items.rules.member]: list } }
}

/** Where a repeat can meet its own first attempt, its body says that it is one. */
export function repeatedWord({ operation }: Task): Members {
  const { properties = {} } = operation.schema as { properties?: Members }
  return Object.hasOwn(properties, 'repeated') ? { repeated: true } : {}
}

/** The same task, read as one that may have been done before. */
export const asRepeat = (task: Task): Task => ({
  ...task,
  isRepeat: true,
  body: { ...task.body, ...repeatedWord(task) },
})

/** The account acted for, told apart over all apps. */
export const accountOf = ({ app, body }: Pick<Task, 'app' | 'body'>): string => `${app}\0${body.userId}`

/** Stands for the items while the call around them is written; no validated text holds a NUL. */
const MARK = '\0items'

/** The upstream call of a task with a mark for its items: tasks of one frame can go out together. */
export const frameOf = ({ operation, body, items, position }: Task): string =>
  JSON.stringify(operation.call(body, { items: items && MARK, position }))

/** The upstream calls of a task: as many as number and size of the items ask for, each written to JSON once. */
export function deliveriesOf(task: Task): Delivery[] {
  const { operation, body, app, isUnnamed, items, share, requestId, isQueued, isRepeat, patience } = task
  const call = frameOf(task)
  const [before = '', after = ''] = call.split(JSON.stringify(MARK))
  const frame = {
    app,
    isUnnamed,
    account: accountOf(task),
    share,
    requestId,
    patience,
    ...(isQueued && { looksForLease: isQueued }),
    path: operation.path,
    rate: operation.rate,
    part: operation.narrow?.(body),
    head: items ? `${before}[` : before,
    tail: items ? `]${after}` : after,
    reply: replyRulesOf(task),
    repeat: {
      isRead: operation.effect === 'read',
      isRepeatable: operation.repeatable !== false,
      alreadyDone: operation.alreadyDone,
      isRepeated: isRepeat ?? body.repeated === true,
      isResumed: isRepeat === true,
    },
  }
  return chunk(entriesOf(task), items?.rules.limit ?? 1, Buffer.byteLength(call)).map((entries) => ({
    ...frame,
    entries,
  }))
}

const entriesOf = ({ items }: Task): Entry[] =>
  items?.list.map((item) => ({ id: items.rules.id(item), json: JSON.stringify(items.rules.toUpstream(item)) })) ?? [
    { id: WHOLE, json: '' },
  ]

function replyRulesOf({ operation, body, items, position }: Task): ReplyRules {
  const { infoMeans, answer } = operation
  if (!items) return { infoMeans, read: answer && ((reply) => answer(reply, body, position)) }
  const { results, read, mayPend } = items.rules
  return { infoMeans, list: results, read, mayPend }
}
