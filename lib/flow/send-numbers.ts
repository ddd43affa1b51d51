import { createHash, randomBytes } from 'node:crypto'
import type { Members } from '../json.ts'
import type { AnyOperation, Numbers } from '../operation.ts'

const NONE: Numbers = { random: 0, seq: 0 }

/** What decides which send a request is. */
interface Send {
  readonly operation: AnyOperation
  readonly app: string
  readonly body: Members
}

/**
 * The numbers by which Chat tells a repeat from a new send: the same for the same `clientMessageId`, whoever works on it and when.
 * An operation that sends nothing has none.
 */
export function numbersOf({ operation, app, body }: Send): Numbers {
  if (!operation.sends) return NONE
  const { userId = '', clientMessageId } = body
  const parts = [app, operation.name, userId, operation.sends(body), clientMessageId]
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest()
  return { random: digest.readUInt32BE(0), seq: digest.readUInt32BE(4) }
}

/** What a send without a `clientMessageId` is told apart by: its caller's Idempotency-Key, or the job it is. */
export interface SendOrigin {
  readonly caller: string
  readonly key?: string | undefined
}

const ID_LETTERS = 22

/** The id that a key stands for: a repeat under it is the same send. */
const idOfKey = (caller: string, key: string): string =>
  createHash('sha256').update([caller, key].join('\0')).digest('base64url').slice(0, ID_LETTERS)

/** The body with a `clientMessageId`, where the operation sends: its own, its key's, or one that nobody else has. */
export function withMessageId(operation: AnyOperation, body: Members, { caller, key }: SendOrigin): Members {
  if (!operation.sends || body.clientMessageId !== undefined) return body
  return { ...body, clientMessageId: key === undefined ? randomBytes(16).toString('base64url') : idOfKey(caller, key) }
}

/** How its caller can look whether it took effect, where there is a way. */
export const lookOf = (send: Send): string | undefined => send.operation.lookFor?.(send.body, numbersOf(send))

/** What is answered of a send beside its outcome, so that its caller can repeat it or look for it. */
export const saidOf = ({ operation, body }: Pick<Send, 'operation' | 'body'>): Members =>
  operation.sends ? { clientMessageId: body.clientMessageId } : {}
