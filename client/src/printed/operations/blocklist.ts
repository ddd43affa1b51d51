// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { ReadItems, ReadPages, WriteItems } from '../../answers/methods.ts'
import type { Counts, ItemError } from '../parts.ts'

/** The operations of `blocklist`. */
export interface Blocklist {
  /**
   * Blocks accounts, which ends friendships on both sides.
   *
   * Writes. Where its effect is unknown, it is safe to send again: what was done then counts. `userIds` holds the
   * items; Chat takes 1,000 in one call, and more become several calls. With `repeated` a refusal that says “done
   * already” counts as done.
   *
   * @see https://trtc.io/document/34911
   * @example
   * await gateway.blocklist.add({"userId":"frank","userIds":["henry"]})
   */
  readonly add: WriteItems<BlocklistAddBody, BlocklistAddAnswer | BlocklistAddPartial>

  /**
   * Unblocks accounts; ended friendships do not come back.
   *
   * Writes. Where its effect is unknown, it is safe to send again: what was done then counts. `userIds` holds the
   * items; Chat takes 1,000 in one call, and more become several calls. With `repeated` a refusal that says “done
   * already” counts as done.
   *
   * @see https://trtc.io/document/34912
   * @example
   * await gateway.blocklist.delete({"userId":"frank","userIds":["henry"]})
   */
  readonly delete: WriteItems<BlocklistDeleteBody, BlocklistDeleteAnswer | BlocklistDeletePartial>

  /**
   * Lists the accounts that an account blocks, page by page.
   *
   * Reads, so it is safe to send again.
   *
   * @see https://trtc.io/document/34914
   * @example
   * await gateway.blocklist.list({"userId":"iris"})
   */
  readonly list: ReadPages<BlocklistListBody, BlocklistListAnswer>

  /**
   * Tells which accounts are blocked, and which way.
   *
   * Reads, so it is safe to send again. `userIds` holds the items; Chat takes 1,000 in one call, and more become
   * several calls.
   *
   * @see https://trtc.io/document/34913
   * @example
   * await gateway.blocklist.check({"userId":"iris","userIds":["alice","bob"]})
   */
  readonly check: ReadItems<BlocklistCheckBody, BlocklistCheckAnswer | BlocklistCheckPartial>
}

/** The body of `blocklist.add`. */
export interface BlocklistAddBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** UserIDs of accounts. 1 to 10,000 of: a string of 1 to 32 bytes, none twice. */
  readonly userIds: readonly string[]
  /** Says that an earlier request for the same may have taken effect: what it did then counts as done. */
  readonly repeated?: boolean | undefined
}

/** What `blocklist.add` answers where all is done. */
export interface BlocklistAddAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly BlocklistAddItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `blocklist.add` answers where some items are done and some are not. */
export interface BlocklistAddPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: BlocklistAddBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly BlocklistAddItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly BlocklistAddItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly BlocklistAddItemUnknown[]
}

export interface BlocklistAddItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface BlocklistAddItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface BlocklistAddItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `blocklist.delete`. */
export interface BlocklistDeleteBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** UserIDs of accounts. 1 to 10,000 of: a string of 1 to 32 bytes, none twice. */
  readonly userIds: readonly string[]
  /** Says that an earlier request for the same may have taken effect: what it did then counts as done. */
  readonly repeated?: boolean | undefined
}

/** What `blocklist.delete` answers where all is done. */
export interface BlocklistDeleteAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly BlocklistDeleteItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `blocklist.delete` answers where some items are done and some are not. */
export interface BlocklistDeletePartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: BlocklistDeleteBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly BlocklistDeleteItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly BlocklistDeleteItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly BlocklistDeleteItemUnknown[]
}

export interface BlocklistDeleteItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface BlocklistDeleteItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface BlocklistDeleteItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `blocklist.list`. */
export interface BlocklistListBody {
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
  /** How many a page has at most. */
  readonly limit?: number | undefined
}

/** What `blocklist.list` answers where all is done. */
export interface BlocklistListAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** The accounts that are blocked. */
  readonly blocked: ReadonlyArray<{
    /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
    readonly userId: string
    /** Since when the account is blocked. */
    readonly blockedAt?: string
    /** What Chat told in a way that could not be understood, by the names it would have here. */
    readonly unreadable?: readonly string[]
  }>
  /** Of a page: where the next one begins. Asked with it, and otherwise the same body, the next page comes. */
  readonly cursor?: string
}

/** The body of `blocklist.check`. */
export interface BlocklistCheckBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** UserIDs of accounts. 1 to 10,000 of: a string of 1 to 32 bytes, none twice. */
  readonly userIds: readonly string[]
  /** Whether both sides are meant, or the account’s own alone. */
  readonly mutual?: boolean | undefined
}

/** What `blocklist.check` answers where all is done. */
export interface BlocklistCheckAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly BlocklistCheckItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `blocklist.check` answers where some items are done and some are not. */
export interface BlocklistCheckPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: BlocklistCheckBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly BlocklistCheckItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly BlocklistCheckItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly BlocklistCheckItemUnknown[]
}

export interface BlocklistCheckItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Who of the two has the other: the account (`outgoing`), the other (`incoming`), both (`mutual`) or neither. */
  readonly relation?: 'mutual' | 'outgoing' | 'incoming' | 'none'
}

export interface BlocklistCheckItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface BlocklistCheckItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}
