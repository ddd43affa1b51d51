import { decodeCursor } from './cursor.ts'
import type { AnyOperation, ItemRules, Members } from './operation.ts'
import { chunk, type Entry } from './upstream/chunk.ts'
import type { Delivery } from './upstream/deliver.ts'
import type { ReplyRules } from './upstream/reply.ts'

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
}

/** A valid request, before it is anything of Chat's. */
export interface Task {
  readonly operation: AnyOperation
  readonly body: Body
  readonly app: string
  /** Undefined where the operation does, or reads, one thing. */
  readonly items: TaskItems | undefined
  /** Where the page begins that is asked for. */
  readonly position: number
  readonly requestId: string
}

/** The one entry of a call without items. */
export const WHOLE = ''

/** @throws GatewayError INVALID_REQUEST for a cursor of something else */
export function planTask(operation: AnyOperation, body: Body, defaultApp: string, requestId: string): Task {
  const { app = defaultApp, userId, cursor } = body
  const rules = operation.items
  const list = rules && (body[rules.member] as readonly unknown[] | undefined)
  const position = decodeCursor({ operation: operation.name, app, userId }, cursor)
  return { operation, body, app, items: rules && list && { list, rules }, position, requestId }
}

/** The account acted for, told apart over all apps. */
export const accountOf = ({ app, body }: Task): string => `${app}\0${body.userId}`

/** Stands for the items while the call around them is written; no validated text holds a NUL. */
const MARK = '\0items'

/** The upstream calls of a task: as many as number and size of the items ask for, each written to JSON once. */
export function deliveriesOf(task: Task): Delivery[] {
  const { operation, body, app, items, position, requestId } = task
  const call = JSON.stringify(operation.call(body, { items: items && MARK, position }))
  const [before = '', after = ''] = call.split(JSON.stringify(MARK))
  const frame = {
    app,
    account: accountOf(task),
    requestId,
    path: operation.path,
    head: items ? `${before}[` : before,
    tail: items ? `]${after}` : after,
    reply: replyRulesOf(task),
    repeat: {
      isRead: operation.effect === 'read',
      isRepeatable: operation.repeatable !== false,
      alreadyDone: operation.alreadyDone,
      isRepeated: body.repeated === true,
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
