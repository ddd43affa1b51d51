// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { ReadItems, ReadPages, Write } from '../../answers/methods.ts'
import type { OneOf } from '../../answers/choice.ts'
import type { Counts, ItemError } from '../parts.ts'

/** The operations of `conversations`. */
export interface Conversations {
  /**
   * Lists the recent conversations of an account, page by page.
   *
   * Reads, so it is safe to send again.
   *
   * @see https://trtc.io/document/43087
   * @example
   * await gateway.conversations.list({"userId":"alice"})
   */
  readonly list: ReadPages<ConversationsListBody, ConversationsListAnswer>

  /**
   * Counts the unread one-to-one messages of an account: all of them, or those from each of some peers.
   *
   * Reads, so it is safe to send again. `peerIds` holds the items; Chat takes 10 in one call, and more become
   * several calls.
   *
   * @see https://trtc.io/document/41046
   * @example
   * await gateway.conversations.getUnread({"userId":"bob"})
   */
  readonly getUnread: ReadItems<ConversationsGetUnreadBody, ConversationsGetUnreadAnswer | ConversationsGetUnreadPartial>

  /**
   * Takes a conversation from the list of an account, with its messages where wanted.
   *
   * Writes. Where its effect is unknown, it is safe to send again.
   *
   * @see https://trtc.io/document/43088
   * @example
   * await gateway.conversations.delete({"userId":"alice","groupId":"@TGS#cooking","clearHistory":false})
   */
  readonly delete: Write<ConversationsDeleteBody, ConversationsDeleteAnswer>
}

/** The body of `conversations.list`. */
export interface ConversationsListBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  readonly withPinned?: boolean | undefined
  readonly withEmpty?: boolean | undefined
  /**
   * Of a page: where the next one begins. Asked with it, and otherwise the same body, the next page comes. A string
   * of 1 to 600 bytes.
   */
  readonly cursor?: string | undefined
}

/** What `conversations.list` answers where all is done. */
export interface ConversationsListAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  readonly conversations: ReadonlyArray<{
    /** A UserID: of the account at the other end of the chat. */
    readonly peerId?: string
    readonly groupId?: string
    readonly lastMessageAt?: string
    readonly pinned: boolean
    /** What Chat told in a way that could not be understood, by the names it would have here. */
    readonly unreadable?: readonly string[]
  }>
  /** Of a page: where the next one begins. Asked with it, and otherwise the same body, the next page comes. */
  readonly cursor?: string
}

/** The body of `conversations.get-unread`. */
export interface ConversationsGetUnreadBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** UserIDs of the accounts at the other ends. 1 to 10,000 of: a string of 1 to 32 bytes, none twice. */
  readonly peerIds?: readonly string[] | undefined
}

/** What `conversations.get-unread` answers where all is done. */
export interface ConversationsGetUnreadAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  readonly unread?: number
  /** How many items ended in which way. */
  readonly counts?: Counts
  /** One for each item, in the order of the request. */
  readonly results?: readonly ConversationsGetUnreadItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `conversations.get-unread` answers where some items are done and some are not. */
export interface ConversationsGetUnreadPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  readonly unread?: number
  /** How many items ended in which way. */
  readonly counts?: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: ConversationsGetUnreadBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly ConversationsGetUnreadItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly ConversationsGetUnreadItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly ConversationsGetUnreadItemUnknown[]
}

export interface ConversationsGetUnreadItemOk {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  readonly unread?: number
}

export interface ConversationsGetUnreadItemFailed {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface ConversationsGetUnreadItemUnknown {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/**
 * The body of `conversations.delete`.
 *
 * An object with exactly one of `peerId`, `groupId`.
 */
export type ConversationsDeleteBody = OneOf<{
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** A UserID: of the account at the other end of the chat. A string of 1 to 32 bytes. */
  readonly peerId?: string | undefined
  /** Printable ASCII, of 1 to 48 bytes. */
  readonly groupId?: string | undefined
  readonly clearHistory: boolean
}, 'peerId' | 'groupId'>

/** What `conversations.delete` answers where all is done. */
export interface ConversationsDeleteAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
}
