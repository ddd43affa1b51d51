// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { ReadItems, ReadPages, WriteItems } from '../../answers/methods.ts'
import type { OneOf, SomeOf } from '../../answers/choice.ts'
import type { Counts, ItemError } from '../parts.ts'

/** The operations of `conversation-marks`. */
export interface ConversationMarks {
  /**
   * Marks conversations of an account, or takes marks away.
   *
   * Writes. Where its effect is unknown, it is safe to send again. `conversations` holds the items; Chat takes 100
   * in one call, and more become several calls.
   *
   * @see https://trtc.io/document/53438
   * @example
   * await gateway.conversationMarks.set({"userId":"alice","conversations":[{"peerId":"bob","add":["favorite",32],"custom":"VIP"},{"groupId":"@TGS#cooking","remove":["hidden"]}]})
   */
  readonly set: WriteItems<ConversationMarksSetBody, ConversationMarksSetAnswer | ConversationMarksSetPartial>

  /**
   * Reads the marks of chosen conversations of an account, and the groups they are in.
   *
   * Reads, so it is safe to send again. `conversations` holds the items; Chat takes 300 in one call, and more
   * become several calls.
   *
   * @see https://trtc.io/document/53442
   * @example
   * await gateway.conversationMarks.get({"userId":"alice","conversations":[{"peerId":"bob"},{"peerId":"dave"}]})
   */
  readonly get: ReadItems<ConversationMarksGetBody, ConversationMarksGetAnswer | ConversationMarksGetPartial>

  /**
   * Lists all conversations of an account that are marked or in a group, and its groups, page by page.
   *
   * Reads, so it is safe to send again.
   *
   * @see https://trtc.io/document/53440
   * @example
   * await gateway.conversationMarks.list({"userId":"alice"})
   */
  readonly list: ReadPages<ConversationMarksListBody, ConversationMarksListAnswer>
}

/** The body of `conversation-marks.set`. */
export interface ConversationMarksSetBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** 1 to 10,000 objects. No two have the same `peerId` and `groupId`. */
  readonly conversations: readonly ConversationMarksSetItem[]
}

/**
 * An item of `conversation-marks.set`.
 *
 * An object with exactly one of `peerId`, `groupId`.
 */
export type ConversationMarksSetItem = SomeOf<OneOf<{
  /** A UserID: of the account at the other end of the chat. A string of 1 to 32 bytes. */
  readonly peerId?: string | undefined
  /** Printable ASCII, of 1 to 48 bytes. */
  readonly groupId?: string | undefined
  /** 1 to 36 of: `favorite`, `unread`, `folded`, `hidden` or an integer from 32 to 63, none twice. */
  readonly add?: ReadonlyArray<string | number> | undefined
  /** 1 to 36 of: `favorite`, `unread`, `folded`, `hidden` or an integer from 32 to 63, none twice. */
  readonly remove?: ReadonlyArray<string | number> | undefined
  /**
   * Fields of the app’s own, by their names: at most 20, unless the gateway is set otherwise (`MAX_CUSTOM_FIELDS`).
   * A string of 0 to 256 bytes. It holds no U+FFFD, the mark of a character that was lost on the way.
   */
  readonly custom?: string | undefined
}, 'peerId' | 'groupId'>, 'add' | 'remove' | 'custom'>

/** What `conversation-marks.set` answers where all is done. */
export interface ConversationMarksSetAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly ConversationMarksSetItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `conversation-marks.set` answers where some items are done and some are not. */
export interface ConversationMarksSetPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: ConversationMarksSetBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly ConversationMarksSetItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly ConversationMarksSetItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly ConversationMarksSetItemUnknown[]
}

export interface ConversationMarksSetItemOk {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId?: string
  readonly groupId?: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface ConversationMarksSetItemFailed {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId?: string
  readonly groupId?: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface ConversationMarksSetItemUnknown {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId?: string
  readonly groupId?: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `conversation-marks.get`. */
export interface ConversationMarksGetBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** 1 to 10,000 objects. No two have the same `peerId` and `groupId`. */
  readonly conversations: readonly ConversationMarksGetItem[]
}

/**
 * An item of `conversation-marks.get`.
 *
 * An object with exactly one of `peerId`, `groupId`.
 */
export type ConversationMarksGetItem = OneOf<{
  /** A UserID: of the account at the other end of the chat. A string of 1 to 32 bytes. */
  readonly peerId?: string | undefined
  /** Printable ASCII, of 1 to 48 bytes. */
  readonly groupId?: string | undefined
}, 'peerId' | 'groupId'>

/** What `conversation-marks.get` answers where all is done. */
export interface ConversationMarksGetAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly ConversationMarksGetItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `conversation-marks.get` answers where some items are done and some are not. */
export interface ConversationMarksGetPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: ConversationMarksGetBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly ConversationMarksGetItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly ConversationMarksGetItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly ConversationMarksGetItemUnknown[]
}

export interface ConversationMarksGetItemOk {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId?: string
  readonly groupId?: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  readonly marks?: {
    readonly bits?: string
    /**
     * Fields of the app’s own, by their names: at most 20, unless the gateway is set otherwise
     * (`MAX_CUSTOM_FIELDS`).
     */
    readonly custom?: string
    readonly groups?: readonly string[]
    readonly changedAt?: string
    /** What Chat told in a way that could not be understood, by the names it would have here. */
    readonly unreadable?: readonly string[]
  }
}

export interface ConversationMarksGetItemFailed {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId?: string
  readonly groupId?: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface ConversationMarksGetItemUnknown {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId?: string
  readonly groupId?: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `conversation-marks.list`. */
export interface ConversationMarksListBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /**
   * Of a page: where the next one begins. Asked with it, and otherwise the same body, the next page comes. A string
   * of 1 to 600 bytes.
   */
  readonly cursor?: string | undefined
}

/** What `conversation-marks.list` answers where all is done. */
export interface ConversationMarksListAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  readonly conversations: ReadonlyArray<{
    /** A UserID: of the account at the other end of the chat. */
    readonly peerId?: string
    readonly groupId?: string
    readonly marks: {
      readonly bits?: string
      /**
       * Fields of the app’s own, by their names: at most 20, unless the gateway is set otherwise
       * (`MAX_CUSTOM_FIELDS`).
       */
      readonly custom?: string
      readonly groups?: readonly string[]
      readonly changedAt?: string
      /** What Chat told in a way that could not be understood, by the names it would have here. */
      readonly unreadable?: readonly string[]
    }
  }>
  readonly groups: ReadonlyArray<{
    /** How it is called. */
    readonly name: string
    readonly conversationGroupId: number
  }>
  /** Of a page: where the next one begins. Asked with it, and otherwise the same body, the next page comes. */
  readonly cursor?: string
}
