// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { ReadPages, WriteItems } from '../../answers/methods.ts'
import type { Counts, ItemError } from '../parts.ts'

/** The operations of `message-extensions`. */
export interface MessageExtensions {
  /**
   * Sets or deletes pairs of a key and a value of a message, or clears them all.
   *
   * Writes. Where its effect is unknown, it is safe to send again. `pairs` holds the items; Chat takes 20 in one
   * call, and more become several calls.
   *
   * @see https://trtc.io/document/51195
   * @example
   * await gateway.messageExtensions.update({"userId":"alice","peerId":"bob","messageKey":"1_1_1700000000","action":"set","pairs":[{"key":"vote:alice","value":"yes"}]})
   */
  readonly update: WriteItems<MessageExtensionsUpdateBody, MessageExtensionsUpdateAnswer | MessageExtensionsUpdatePartial>

  /**
   * Lists the pairs of a key and a value that a message was given, page by page.
   *
   * Reads, so it is safe to send again. Granted only by its own name or its family’s.
   *
   * @see https://trtc.io/document/51194
   * @example
   * await gateway.messageExtensions.list({"userId":"alice","peerId":"bob","messageKey":"1_1_1700000000"})
   */
  readonly list: ReadPages<MessageExtensionsListBody, MessageExtensionsListAnswer>
}

/** The body of `message-extensions.update`. */
export interface MessageExtensionsUpdateBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId?: string | undefined
  /** A UserID: of the account at the other end of the chat. A string of 1 to 32 bytes. */
  readonly peerId: string
  /** How Chat calls the message. A string of 1 to 128 bytes. */
  readonly messageKey: string
  /** What becomes of it. */
  readonly action: 'set' | 'delete' | 'clear'
  /** Pairs of a key and a value, each of another key. 1 to 300 objects. No two have the same `key`. */
  readonly pairs?: readonly MessageExtensionsUpdateItem[] | undefined
}

/** An item of `message-extensions.update`. */
export interface MessageExtensionsUpdateItem {
  /** How the pair is called. A string of 1 to 100 bytes. */
  readonly key: string
  /**
   * What the pair holds. A string of 0 to 1,000 bytes. It holds no U+FFFD, the mark of a character that was lost on
   * the way.
   */
  readonly value?: string | undefined
  /** The version of the pair. */
  readonly version?: number | undefined
}

/** What `message-extensions.update` answers where all is done. */
export interface MessageExtensionsUpdateAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly MessageExtensionsUpdateItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `message-extensions.update` answers where some items are done and some are not. */
export interface MessageExtensionsUpdatePartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: MessageExtensionsUpdateBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly MessageExtensionsUpdateItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly MessageExtensionsUpdateItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly MessageExtensionsUpdateItemUnknown[]
}

export interface MessageExtensionsUpdateItemOk {
  /** How the pair is called. */
  readonly key: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** The version of the pair. */
  readonly version?: number
  /** What Chat told in a way that could not be understood, by the names it would have here. */
  readonly unreadable?: readonly string[]
}

export interface MessageExtensionsUpdateItemFailed {
  /** How the pair is called. */
  readonly key: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface MessageExtensionsUpdateItemUnknown {
  /** How the pair is called. */
  readonly key: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `message-extensions.list`. */
export interface MessageExtensionsListBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId?: string | undefined
  /** A UserID: of the account at the other end of the chat. A string of 1 to 32 bytes. */
  readonly peerId: string
  /** How Chat calls the message. A string of 1 to 128 bytes. */
  readonly messageKey: string
  /**
   * Of a page: where the next one begins. Asked with it, and otherwise the same body, the next page comes. A string
   * of 1 to 600 bytes.
   */
  readonly cursor?: string | undefined
}

/** What `message-extensions.list` answers where all is done. */
export interface MessageExtensionsListAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** Pairs of a key and a value. */
  readonly extensions: ReadonlyArray<{
    /** How the pair is called. */
    readonly key: string
    /** What the pair holds. */
    readonly value?: string
    /** The version of the pair. */
    readonly version?: number
    /** What Chat told in a way that could not be understood, by the names it would have here. */
    readonly unreadable?: readonly string[]
  }>
  /** There is more of the last version than a page holds, and that more can’t be had. */
  readonly truncated?: true
  /** Of a page: where the next one begins. Asked with it, and otherwise the same body, the next page comes. */
  readonly cursor?: string
}
