// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { ReadItems, ReadPages, Write, WriteItems } from '../../answers/methods.ts'
import type { SomeOf } from '../../answers/choice.ts'
import type { Counts, CustomFriendFields, Friend, ItemError } from '../parts.ts'

/** The operations of `friends`. */
export interface Friends {
  /**
   * Adds friends, or asks them where they want to be asked.
   *
   * Writes. Where its effect is unknown, it is safe to send again: what was done then counts. `friends` holds the
   * items; Chat takes 1,000 in one call, and more become several calls. With `repeated` a refusal that says “done
   * already” counts as done.
   *
   * @see https://trtc.io/document/34902
   * @example
   * await gateway.friends.add({"userId":"alice","friends":[{"userId":"erin","source":"Web","remark":"Erin"},{"userId":"gina","source":"Web","wording":"Hi Gina"}]})
   */
  readonly add: WriteItems<FriendsAddBody, FriendsAddAnswer | FriendsAddPartial>

  /**
   * Brings existing friendships in, one way, without asking anybody.
   *
   * Writes. Where its effect is unknown, it is safe to send again: what was done then counts. `friends` holds the
   * items; Chat takes 1,000 in one call, and more become several calls. With `repeated` a refusal that says “done
   * already” counts as done.
   *
   * @see https://trtc.io/document/34903
   * @example
   * await gateway.friends.import({"userId":"frank","friends":[{"userId":"bob","source":"Import","remark":"Bob","lists":["work"],"addedAt":"2023-11-14T22:13:20Z"},{"userId":"carol","source":"Import","addedAt":"2023-11-14T22:13:20Z"}]})
   */
  readonly import: WriteItems<FriendsImportBody, FriendsImportAnswer | FriendsImportPartial>

  /**
   * Sets remark, friend lists and custom fields of friends.
   *
   * Writes. Where its effect is unknown, it is safe to send again. `friends` holds the items; Chat takes 1,000 in
   * one call, and more become several calls.
   *
   * @see https://trtc.io/document/34904
   * @example
   * await gateway.friends.update({"userId":"alice","friends":[{"userId":"bob","remark":"Bob from the office","lists":["work","gym"],"custom":{"Test":"met at work"}}]})
   */
  readonly update: WriteItems<FriendsUpdateBody, FriendsUpdateAnswer | FriendsUpdatePartial>

  /**
   * Deletes friends, on one side or both.
   *
   * Writes. Where its effect is unknown, it is safe to send again: what was done then counts. `friendIds` holds the
   * items; Chat takes 1,000 in one call, and more become several calls. With `repeated` a refusal that says “done
   * already” counts as done.
   *
   * @see https://trtc.io/document/34905
   * @example
   * await gateway.friends.delete({"userId":"alice","friendIds":["dave"],"mutual":true})
   */
  readonly delete: WriteItems<FriendsDeleteBody, FriendsDeleteAnswer | FriendsDeletePartial>

  /**
   * Deletes every friend of an account, on one side or both.
   *
   * Writes. Where its effect is unknown, look before it is sent again. With `repeated` a refusal that says “done
   * already” counts as done.
   *
   * @see https://trtc.io/document/34906
   * @example
   * await gateway.friends.deleteAll({"userId":"erin","mutual":false})
   */
  readonly deleteAll: Write<FriendsDeleteAllBody, FriendsDeleteAllAnswer>

  /**
   * Tells which accounts are friends, and which way.
   *
   * Reads, so it is safe to send again. `friendIds` holds the items; Chat takes 1,000 in one call, and more become
   * several calls.
   *
   * @see https://trtc.io/document/34907
   * @example
   * await gateway.friends.check({"userId":"frank","friendIds":["bob","alice"]})
   */
  readonly check: ReadItems<FriendsCheckBody, FriendsCheckAnswer | FriendsCheckPartial>

  /**
   * Lists all friends of an account, page by page.
   *
   * Reads, so it is safe to send again.
   *
   * @see https://trtc.io/document/34908
   * @example
   * await gateway.friends.list({"userId":"frank"})
   */
  readonly list: ReadPages<FriendsListBody, FriendsListAnswer>

  /**
   * Reads chosen fields of chosen friends.
   *
   * Reads, so it is safe to send again. `friendIds` holds the items; Chat takes 100 in one call, and more become
   * several calls.
   *
   * @see https://trtc.io/document/34910
   * @example
   * await gateway.friends.get({"userId":"alice","friendIds":["bob"],"fields":["remark","lists","custom.Test","profile.Nick"]})
   */
  readonly get: ReadItems<FriendsGetBody, FriendsGetAnswer | FriendsGetPartial>
}

/** The body of `friends.add`. */
export interface FriendsAddBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** Friends of the account. 1 to 10,000 objects. No two have the same `userId`. */
  readonly friends: readonly FriendsAddItem[]
  /** Whether both sides are meant, or the account’s own alone. */
  readonly mutual?: boolean | undefined
  /** Adds without asking the other side for its consent. */
  readonly force?: boolean | undefined
  /** Says that an earlier request for the same may have taken effect: what it did then counts as done. */
  readonly repeated?: boolean | undefined
}

/** An item of `friends.add`. */
export interface FriendsAddItem {
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes. It holds no U+FFFD, the mark of a character that was lost on the way.
   */
  readonly userId: string
  /**
   * Where the friend was met, in a word without Chat’s prefix. 1 to 8 English letters, without the prefix
   * AddSource_Type_.
   */
  readonly source: string
  /**
   * What the account calls the friend. A string of 0 to 96 bytes. It holds no U+FFFD, the mark of a character that
   * was lost on the way.
   */
  readonly remark?: string | undefined
  /**
   * The friend list that the friend is put into. A string of 1 to 30 bytes. It holds no U+FFFD, the mark of a
   * character that was lost on the way.
   */
  readonly list?: string | undefined
  /**
   * What the friend was told when asked. A string of 0 to 256 bytes. It holds no U+FFFD, the mark of a character
   * that was lost on the way.
   */
  readonly wording?: string | undefined
}

/** What `friends.add` answers where all is done. */
export interface FriendsAddAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: ReadonlyArray<FriendsAddItemOk | FriendsAddItemPending>
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `friends.add` answers where some items are done and some are not. */
export interface FriendsAddPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: FriendsAddBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: ReadonlyArray<FriendsAddItemOk | FriendsAddItemPending>
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly FriendsAddItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly FriendsAddItemUnknown[]
}

export interface FriendsAddItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface FriendsAddItemPending {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It was asked for and waits for the other side’s consent, which counts as good. */
  readonly status: 'pending'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface FriendsAddItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface FriendsAddItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `friends.import`. */
export interface FriendsImportBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** Friends of the account. 1 to 10,000 objects. No two have the same `userId`. */
  readonly friends: readonly FriendsImportItem[]
  /** Says that an earlier request for the same may have taken effect: what it did then counts as done. */
  readonly repeated?: boolean | undefined
}

/** An item of `friends.import`. */
export interface FriendsImportItem {
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes. It holds no U+FFFD, the mark of a character that was lost on the way.
   */
  readonly userId: string
  /**
   * Where the friend was met, in a word without Chat’s prefix. 1 to 8 English letters, without the prefix
   * AddSource_Type_.
   */
  readonly source: string
  /**
   * What the account calls the friend. A string of 0 to 96 bytes. It holds no U+FFFD, the mark of a character that
   * was lost on the way.
   */
  readonly remark?: string | undefined
  /** When the remark was written. A time, `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly remarkedAt?: string | undefined
  /** Names of friend lists. 1 to 32 of: a string of 1 to 30 bytes, none twice. */
  readonly lists?: readonly string[] | undefined
  /**
   * What the friend was told when asked. A string of 0 to 256 bytes. It holds no U+FFFD, the mark of a character
   * that was lost on the way.
   */
  readonly wording?: string | undefined
  /** Since when they are friends. A time, `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly addedAt?: string | undefined
  /**
   * Fields of the app’s own, by their names: at most 20, unless the gateway is set otherwise (`MAX_CUSTOM_FIELDS`).
   */
  readonly custom?: CustomFriendFields | undefined
}

/** What `friends.import` answers where all is done. */
export interface FriendsImportAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly FriendsImportItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `friends.import` answers where some items are done and some are not. */
export interface FriendsImportPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: FriendsImportBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly FriendsImportItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly FriendsImportItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly FriendsImportItemUnknown[]
}

export interface FriendsImportItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface FriendsImportItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface FriendsImportItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `friends.update`. */
export interface FriendsUpdateBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** Friends of the account. 1 to 10,000 objects. No two have the same `userId`. */
  readonly friends: readonly FriendsUpdateItem[]
}

/**
 * An item of `friends.update`.
 *
 * An object with at least one of `remark`, `lists`, `custom`.
 */
export type FriendsUpdateItem = SomeOf<{
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /**
   * What the account calls the friend. A string of 0 to 96 bytes. It holds no U+FFFD, the mark of a character that
   * was lost on the way.
   */
  readonly remark?: string | undefined
  /** Names of friend lists. 0 to 32 of: a string of 1 to 30 bytes, none twice. */
  readonly lists?: readonly string[] | undefined
  /**
   * Fields of the app’s own, by their names: at most 20, unless the gateway is set otherwise (`MAX_CUSTOM_FIELDS`).
   */
  readonly custom?: CustomFriendFields | undefined
}, 'remark' | 'lists' | 'custom'>

/** What `friends.update` answers where all is done. */
export interface FriendsUpdateAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly FriendsUpdateItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `friends.update` answers where some items are done and some are not. */
export interface FriendsUpdatePartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: FriendsUpdateBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly FriendsUpdateItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly FriendsUpdateItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly FriendsUpdateItemUnknown[]
}

export interface FriendsUpdateItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface FriendsUpdateItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface FriendsUpdateItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `friends.delete`. */
export interface FriendsDeleteBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** UserIDs of friends. 1 to 10,000 of: a string of 1 to 32 bytes, none twice. */
  readonly friendIds: readonly string[]
  /** Whether both sides are meant, or the account’s own alone. */
  readonly mutual: boolean
  /** Says that an earlier request for the same may have taken effect: what it did then counts as done. */
  readonly repeated?: boolean | undefined
}

/** What `friends.delete` answers where all is done. */
export interface FriendsDeleteAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly FriendsDeleteItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `friends.delete` answers where some items are done and some are not. */
export interface FriendsDeletePartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: FriendsDeleteBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly FriendsDeleteItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly FriendsDeleteItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly FriendsDeleteItemUnknown[]
}

export interface FriendsDeleteItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface FriendsDeleteItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface FriendsDeleteItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `friends.delete-all`. */
export interface FriendsDeleteAllBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** Whether both sides are meant, or the account’s own alone. */
  readonly mutual: boolean
  /** Says that an earlier request for the same may have taken effect: what it did then counts as done. */
  readonly repeated?: boolean | undefined
}

/** What `friends.delete-all` answers where all is done. */
export interface FriendsDeleteAllAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
}

/** The body of `friends.check`. */
export interface FriendsCheckBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** UserIDs of friends. 1 to 10,000 of: a string of 1 to 32 bytes, none twice. */
  readonly friendIds: readonly string[]
  /** Whether both sides are meant, or the account’s own alone. */
  readonly mutual?: boolean | undefined
}

/** What `friends.check` answers where all is done. */
export interface FriendsCheckAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly FriendsCheckItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `friends.check` answers where some items are done and some are not. */
export interface FriendsCheckPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: FriendsCheckBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly FriendsCheckItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly FriendsCheckItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly FriendsCheckItemUnknown[]
}

export interface FriendsCheckItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Who of the two has the other: the account (`outgoing`), the other (`incoming`), both (`mutual`) or neither. */
  readonly relation?: 'mutual' | 'outgoing' | 'incoming' | 'none'
}

export interface FriendsCheckItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface FriendsCheckItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `friends.list`. */
export interface FriendsListBody {
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

/** What `friends.list` answers where all is done. */
export interface FriendsListAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** Friends of the account. */
  readonly friends: readonly Friend[]
  /** How many there are on all pages together. */
  readonly total?: number
  /** What Chat told in a way that could not be understood, by the names it would have here. */
  readonly unreadable?: readonly string[]
  /** Of a page: where the next one begins. Asked with it, and otherwise the same body, the next page comes. */
  readonly cursor?: string
}

/** The body of `friends.get`. */
export interface FriendsGetBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** UserIDs of friends. 1 to 10,000 of: a string of 1 to 32 bytes, none twice. */
  readonly friendIds: readonly string[]
  /** What is to be read. */
  readonly fields?: readonly string[] | undefined
}

/** What `friends.get` answers where all is done. */
export interface FriendsGetAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly FriendsGetItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `friends.get` answers where some items are done and some are not. */
export interface FriendsGetPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: FriendsGetBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly FriendsGetItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly FriendsGetItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly FriendsGetItemUnknown[]
}

export interface FriendsGetItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** A friend as the gateway tells of one. */
  readonly friend?: Friend
}

export interface FriendsGetItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface FriendsGetItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}
