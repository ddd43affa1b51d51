import type { Attempt } from './check/attempt.ts'

export type Body = Readonly<Record<string, unknown>> & { readonly app: string; readonly userId?: string }

/** One request for one operation, whatever brought it. */
export interface Asked {
  /** Stands in the values it writes, so that each effect names its request; a repeat keeps the first one's. */
  readonly mark: number
  readonly operation: string
  readonly body: Body
  /** UserIDs of its items in their order, or the one of `WHOLE`. */
  readonly ids: readonly string[]
  /** Virtual time. */
  readonly startedAt: number
  /** Of a job: when its caller was told that it is queued. */
  acceptedAt?: number
  /** Of a job: the worker's calls for its account and operation while it was open. */
  readonly attempts: Attempt[]
  /** With a key: calls of earlier requests under it whose answer is not kept for a repeat, where there were any. */
  leftBehind?: Attempt[]
  /** Of a job: whether it has been told that it ended. */
  isEnded?: true
  /** Of a job: how often it began anew after it had ended. */
  revivals?: number
  /** Of a job: whether another one of the same account, operation and item was open at the same time. */
  isShared?: true
}

/** Families of which an app has one writer at a time, whomever they write about; of all others each account has its own. */
const OF_THE_APP = ['accounts', 'user-tags', 'push']

/** Begins what is written for many at once, which takes nobody's turn. */
const TO_MANY = 'to many by '

/** Whose turn a call takes, within its app: a message that of the two it is between. */
export function actorOf(operation: string, userId: unknown, peerId: unknown): string {
  const [family = ''] = operation.split('.')
  if (operation === 'messages.send') return `between ${[userId, peerId].toSorted().join(' and ')}`
  if (operation === 'messages.send-batch') return `${TO_MANY}${userId}`
  return OF_THE_APP.includes(family) ? `all ${family}` : String(userId ?? '')
}

/** Whether one at a time writes there. */
export const hasTurn = (account: string): boolean => !account.startsWith(TO_MANY)

/** What may have been done must not be done again by who does not know: there is no second push or message to be had back. */
export const isOnce = ({ operation }: Pick<Asked, 'operation'>): boolean =>
  ['push.send', 'messages.send', 'messages.send-batch'].includes(operation)

/** Where a request's account, or its family, is told apart. */
export const accountOf = ({ operation, body }: Pick<Asked, 'operation' | 'body'>): string =>
  `${body.app}/${actorOf(operation, body.userId, body.peerId)}`

/** Whether a job's state says that nobody is at it any more. */
export const hasEnded = (state: unknown): boolean => state === 'completed' || state === 'failed'
