// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { Read, Write, WriteItems } from '../../answers/methods.ts'
import type { Counts, ItemError } from '../parts.ts'

/** The operations of `friend-lists`. */
export interface FriendLists {
  /**
   * Creates friend lists, and puts friends into them.
   *
   * Writes. Where its effect is unknown, it is safe to send again. `friendIds` holds the items; Chat takes 1,000 in
   * one call, and more become several calls. With `repeated` a refusal that says “done already” counts as done.
   *
   * @see https://trtc.io/document/34950
   * @example
   * await gateway.friendLists.add({"userId":"carol","lists":["chess"],"friendIds":["alice"]})
   */
  readonly add: WriteItems<FriendListsAddBody, FriendListsAddAnswer | FriendListsAddPartial>

  /**
   * Deletes friend lists; the friends stay friends.
   *
   * Writes. Where its effect is unknown, it is safe to send again. With `repeated` a refusal that says “done
   * already” counts as done.
   *
   * @see https://trtc.io/document/34926
   * @example
   * await gateway.friendLists.delete({"userId":"carol","lists":["chess"]})
   */
  readonly delete: Write<FriendListsDeleteBody, FriendListsDeleteAnswer>

  /**
   * Reads friend lists, with their friends where wanted.
   *
   * Reads, so it is safe to send again.
   *
   * @see https://trtc.io/document/40123
   * @example
   * await gateway.friendLists.get({"userId":"carol","withFriends":true})
   */
  readonly get: Read<FriendListsGetBody, FriendListsGetAnswer>
}

/** The body of `friend-lists.add`. */
export interface FriendListsAddBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** Names of friend lists. 1 to 32 of: a string of 1 to 30 bytes, none twice. */
  readonly lists: readonly string[]
  /** UserIDs of friends. 1 to 10,000 of: a string of 1 to 32 bytes, none twice. */
  readonly friendIds?: readonly string[] | undefined
  /** Says that an earlier request for the same may have taken effect: what it did then counts as done. */
  readonly repeated?: boolean | undefined
}

/** What `friend-lists.add` answers where all is done. */
export interface FriendListsAddAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly FriendListsAddItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `friend-lists.add` answers where some items are done and some are not. */
export interface FriendListsAddPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: FriendListsAddBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly FriendListsAddItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly FriendListsAddItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly FriendListsAddItemUnknown[]
}

export interface FriendListsAddItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface FriendListsAddItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface FriendListsAddItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `friend-lists.delete`. */
export interface FriendListsDeleteBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** Names of friend lists. 1 to 32 of: a string of 1 to 30 bytes, none twice. */
  readonly lists: readonly string[]
  /** Says that an earlier request for the same may have taken effect: what it did then counts as done. */
  readonly repeated?: boolean | undefined
}

/** What `friend-lists.delete` answers where all is done. */
export interface FriendListsDeleteAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
}

/** The body of `friend-lists.get`. */
export interface FriendListsGetBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** Names of friend lists. 1 to 32 of: a string of 1 to 30 bytes, none twice. */
  readonly lists?: readonly string[] | undefined
  /** Whether the members of each list are told as well. */
  readonly withFriends?: boolean | undefined
}

/** What `friend-lists.get` answers where all is done. */
export interface FriendListsGetAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** Names of friend lists. */
  readonly lists: ReadonlyArray<{
    /** How it is called. */
    readonly name: string
    /** How many friends the list has. */
    readonly count?: number
    /** UserIDs of friends. */
    readonly friendIds?: readonly string[]
    /** What Chat told in a way that could not be understood, by the names it would have here. */
    readonly unreadable?: readonly string[]
  }>
}
