import { GatewayError } from '../errors/gateway-error.ts'
import type { Members } from '../json.ts'
import type { Answered, Position, Refusing, Unclear } from '../operation.ts'
import { chunk, type Entry } from '../upstream/chunk.ts'
import type { Delivery } from '../upstream/deliver.ts'
import type { ReplyRules } from '../upstream/reply.ts'
import { numbersOf } from './send-numbers.ts'
import { type Task, turnOf } from './task.ts'

/** The one entry of a call without items. */
export const WHOLE = ''

/** Stands for the items while the call around them is written; no validated text holds a NUL. */
const MARK = '\0items'

/** The upstream call of a task with a mark for its items: tasks of one frame can go out together. */
export function frameOf(task: Task): string {
  const { operation, body, items, from } = task
  return JSON.stringify(operation.call(body, { items: items && MARK, from, numbers: numbersOf(task) }))
}

/** The upstream calls of a task: as many as number and size of the items ask for, each written to JSON once. */
export function deliveriesOf(task: Task): Delivery[] {
  const { operation, body, app, isUnnamed, items, share, requestId, isQueued, isRepeat, begunAt, patience } = task
  const call = frameOf(task)
  const frame = {
    app,
    isUnnamed,
    turn: turnOf(task),
    share,
    requestId,
    patience,
    ...(isQueued && { looksForLease: isQueued }),
    path: operation.path,
    rate: operation.rate,
    part: operation.narrow?.(body),
    query: operation.query?.(body),
    write: writerOf(task, call),
    reply: replyRulesOf(task),
    repeat: {
      isRead: operation.effect === 'read',
      repeatFor: operation.repeatFor,
      done: operation.done,
      isRepeated: isRepeat ?? body.repeated === true,
      isResumed: isRepeat === true,
      begunAt,
    },
  }
  return chunk(entriesOf(task), items?.rules.limit ?? 1, Buffer.byteLength(call)).map((entries) => ({
    ...frame,
    entries,
  }))
}

/** Writes the upstream body that carries these entries. */
function writerOf({ items, body }: Task, call: string): Delivery['write'] {
  if (!items) return () => call
  const { callFor } = items.rules
  if (callFor)
    return (entries) =>
      JSON.stringify(
        callFor(
          entries.map(({ item }) => item),
          body,
        ),
      )
  // As a function, since in a text some letters behind a dollar sign would stand for something else.
  return (entries) => call.replace(JSON.stringify(MARK), () => `[${entries.map(({ json }) => json).join(',')}]`)
}

function entriesOf({ items, body }: Task): Entry[] {
  if (!items) return [{ id: WHOLE, json: '' }]
  const { id, toUpstream } = items.rules
  return items.list.map((item) => ({ id: id(item), json: JSON.stringify(toUpstream(item, body)), item }))
}

function replyRulesOf({ operation, body, items, from }: Task): ReplyRules {
  const { infoMeans, alsoDone, read } = operation
  // Where the call names two accounts, a refusal as a whole may be about either.
  const actsForAccount = body.userId !== undefined && body.peerId === undefined && body.peerIds === undefined
  if (items) {
    const { told, mayPend, read: readItem } = items.rules
    const readEntry = told && readItem && ((entry: Members) => readItem(entry, body))
    return { infoMeans, alsoDone, actsForAccount, told, mayPend, read: readEntry }
  }
  return { infoMeans, alsoDone, actsForAccount, read: read && ((reply) => movingOn(read(reply, body, from), from)) }
}

/** A page that neither ends nor moves on would be read for ever. */
function movingOn(answered: Answered | Refusing | Unclear, from: Position): Answered | Refusing | Unclear {
  // A refusal has no next page, and neither has a text.
  const { next } = answered as Partial<Answered>
  if (next === undefined) return answered
  const isSame = JSON.stringify(next) === JSON.stringify(from)
  const isBack = typeof next === 'number' && next <= Number(from ?? 0)
  return isSame || isBack ? 'it neither ends the list nor moves on' : answered
}

/** What came of an earlier call in a row whose calls build on each other. */
export const earlierFailed = (): GatewayError => new GatewayError('EARLIER_ITEM_FAILED')
