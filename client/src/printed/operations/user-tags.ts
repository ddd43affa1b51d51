// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { ReadItems, WriteItems } from '../../answers/methods.ts'
import type { Counts, ItemError } from '../parts.ts'

/** The operations of `user-tags`. */
export interface UserTags {
  /**
   * Reads the tags of users, by which pushes choose.
   *
   * Reads, so it is safe to send again. `userIds` holds the items; Chat takes 100 in one call, and more become
   * several calls. At most 100 calls a second of an app.
   *
   * @see https://trtc.io/document/37172
   * @example
   * await gateway.userTags.get({"userIds":["alice","carol"]})
   */
  readonly get: ReadItems<UserTagsGetBody, UserTagsGetAnswer | UserTagsGetPartial>

  /**
   * Gives users tags; those they have already stay.
   *
   * Writes. Where its effect is unknown, it is safe to send again. `users` holds the items; Chat takes 100 in one
   * call, and more become several calls. At most 100 calls a second of an app.
   *
   * @see https://trtc.io/document/37173
   * @example
   * await gateway.userTags.add({"users":[{"userId":"bob","tags":["beta","vip"]},{"userId":"carol","tags":["vip"]}]})
   */
  readonly add: WriteItems<UserTagsAddBody, UserTagsAddAnswer | UserTagsAddPartial>

  /**
   * Takes tags from users.
   *
   * Writes. Where its effect is unknown, it is safe to send again. `users` holds the items; Chat takes 100 in one
   * call, and more become several calls. At most 100 calls a second of an app.
   *
   * @see https://trtc.io/document/37174
   * @example
   * await gateway.userTags.delete({"users":[{"userId":"alice","tags":["early","never had it"]}]})
   */
  readonly delete: WriteItems<UserTagsDeleteBody, UserTagsDeleteAnswer | UserTagsDeletePartial>

  /**
   * Takes all tags from users.
   *
   * Writes. Where its effect is unknown, it is safe to send again. `userIds` holds the items; Chat takes 100 in one
   * call, and more become several calls. At most 100 calls a second of an app. Granted only by its own name or its
   * family’s.
   *
   * @see https://trtc.io/document/37175
   * @example
   * await gateway.userTags.deleteAll({"userIds":["bob","carol"],"confirm":"user-tags.delete-all"})
   */
  readonly deleteAll: WriteItems<UserTagsDeleteAllBody, UserTagsDeleteAllAnswer | UserTagsDeleteAllPartial>
}

/** The body of `user-tags.get`. */
export interface UserTagsGetBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /** UserIDs of accounts. 1 to 10,000 of: a string of 1 to 32 bytes, none twice. */
  readonly userIds: readonly string[]
}

/** What `user-tags.get` answers where all is done. */
export interface UserTagsGetAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly UserTagsGetItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `user-tags.get` answers where some items are done and some are not. */
export interface UserTagsGetPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: UserTagsGetBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly UserTagsGetItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly UserTagsGetItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly UserTagsGetItemUnknown[]
}

export interface UserTagsGetItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Tags of accounts. */
  readonly tags?: readonly string[]
}

export interface UserTagsGetItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface UserTagsGetItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `user-tags.add`. */
export interface UserTagsAddBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /** 1 to 10,000 objects. No two have the same `userId`. */
  readonly users: readonly UserTagsAddItem[]
}

/** An item of `user-tags.add`. */
export interface UserTagsAddItem {
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** Tags of accounts. 1 to 10 of: a string of 1 to 50 bytes, none twice. */
  readonly tags: readonly string[]
}

/** What `user-tags.add` answers where all is done. */
export interface UserTagsAddAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly UserTagsAddItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `user-tags.add` answers where some items are done and some are not. */
export interface UserTagsAddPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: UserTagsAddBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly UserTagsAddItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly UserTagsAddItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly UserTagsAddItemUnknown[]
}

export interface UserTagsAddItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface UserTagsAddItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface UserTagsAddItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `user-tags.delete`. */
export interface UserTagsDeleteBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /** 1 to 10,000 objects. No two have the same `userId`. */
  readonly users: readonly UserTagsDeleteItem[]
}

/** An item of `user-tags.delete`. */
export interface UserTagsDeleteItem {
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** Tags of accounts. 1 to 10 of: a string of 1 to 50 bytes, none twice. */
  readonly tags: readonly string[]
}

/** What `user-tags.delete` answers where all is done. */
export interface UserTagsDeleteAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly UserTagsDeleteItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `user-tags.delete` answers where some items are done and some are not. */
export interface UserTagsDeletePartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: UserTagsDeleteBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly UserTagsDeleteItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly UserTagsDeleteItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly UserTagsDeleteItemUnknown[]
}

export interface UserTagsDeleteItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface UserTagsDeleteItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface UserTagsDeleteItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `user-tags.delete-all`. */
export interface UserTagsDeleteAllBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /** UserIDs of accounts. 1 to 10,000 of: a string of 1 to 32 bytes, none twice. */
  readonly userIds: readonly string[]
  /** What is done here cannot be undone: nothing happens without the operation’s own name in this place. */
  readonly confirm: 'user-tags.delete-all'
}

/** What `user-tags.delete-all` answers where all is done. */
export interface UserTagsDeleteAllAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly UserTagsDeleteAllItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `user-tags.delete-all` answers where some items are done and some are not. */
export interface UserTagsDeleteAllPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: UserTagsDeleteAllBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly UserTagsDeleteAllItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly UserTagsDeleteAllItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly UserTagsDeleteAllItemUnknown[]
}

export interface UserTagsDeleteAllItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface UserTagsDeleteAllItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface UserTagsDeleteAllItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}
