// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { ReadItems, WriteItems } from '../../answers/methods.ts'
import type { Counts, ItemError } from '../parts.ts'

/** The operations of `user-attributes`. */
export interface UserAttributes {
  /**
   * Reads the attributes of users, by which pushes choose.
   *
   * Reads, so it is safe to send again. `userIds` holds the items; Chat takes 100 in one call, and more become
   * several calls. At most 100 calls a second of an app.
   *
   * @see https://trtc.io/document/37169
   * @example
   * await gateway.userAttributes.get({"userIds":["alice","bob"]})
   */
  readonly get: ReadItems<UserAttributesGetBody, UserAttributesGetAnswer | UserAttributesGetPartial>

  /**
   * Sets attributes of users; those left out stay as they are.
   *
   * Writes. Where its effect is unknown, it is safe to send again. `users` holds the items; Chat takes 100 in one
   * call, and more become several calls. At most 100 calls a second of an app.
   *
   * @see https://trtc.io/document/37170
   * @example
   * await gateway.userAttributes.set({"users":[{"userId":"bob","attributes":{"city":"Rome","level":"7"}}]})
   */
  readonly set: WriteItems<UserAttributesSetBody, UserAttributesSetAnswer | UserAttributesSetPartial>

  /**
   * Takes attributes from users, by name.
   *
   * Writes. Where its effect is unknown, it is safe to send again. `users` holds the items; Chat takes 100 in one
   * call, and more become several calls. At most 100 calls a second of an app.
   *
   * @see https://trtc.io/document/37171
   * @example
   * await gateway.userAttributes.delete({"users":[{"userId":"alice","names":["city"]},{"userId":"carol","names":["city","level"]}]})
   */
  readonly delete: WriteItems<UserAttributesDeleteBody, UserAttributesDeleteAnswer | UserAttributesDeletePartial>
}

/** The body of `user-attributes.get`. */
export interface UserAttributesGetBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /** UserIDs of accounts. 1 to 10,000 of: a string of 1 to 32 bytes, none twice. */
  readonly userIds: readonly string[]
}

/** What `user-attributes.get` answers where all is done. */
export interface UserAttributesGetAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly UserAttributesGetItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `user-attributes.get` answers where some items are done and some are not. */
export interface UserAttributesGetPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: UserAttributesGetBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly UserAttributesGetItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly UserAttributesGetItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly UserAttributesGetItemUnknown[]
}

export interface UserAttributesGetItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Values of attributes, by their names. */
  readonly attributes?: Readonly<Record<string, string>>
}

export interface UserAttributesGetItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface UserAttributesGetItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `user-attributes.set`. */
export interface UserAttributesSetBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /** 1 to 10,000 objects. No two have the same `userId`. */
  readonly users: readonly UserAttributesSetItem[]
}

/** An item of `user-attributes.set`. */
export interface UserAttributesSetItem {
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** Values of attributes, by their names. */
  readonly attributes: Readonly<Record<string, string>>
}

/** What `user-attributes.set` answers where all is done. */
export interface UserAttributesSetAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly UserAttributesSetItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `user-attributes.set` answers where some items are done and some are not. */
export interface UserAttributesSetPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: UserAttributesSetBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly UserAttributesSetItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly UserAttributesSetItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly UserAttributesSetItemUnknown[]
}

export interface UserAttributesSetItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface UserAttributesSetItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface UserAttributesSetItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `user-attributes.delete`. */
export interface UserAttributesDeleteBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /** 1 to 10,000 objects. No two have the same `userId`. */
  readonly users: readonly UserAttributesDeleteItem[]
}

/** An item of `user-attributes.delete`. */
export interface UserAttributesDeleteItem {
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** What the attributes are called, by their slots. 1 to 10 of: a string of 1 to 50 bytes, none twice. */
  readonly names: readonly string[]
}

/** What `user-attributes.delete` answers where all is done. */
export interface UserAttributesDeleteAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly UserAttributesDeleteItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `user-attributes.delete` answers where some items are done and some are not. */
export interface UserAttributesDeletePartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: UserAttributesDeleteBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly UserAttributesDeleteItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly UserAttributesDeleteItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly UserAttributesDeleteItemUnknown[]
}

export interface UserAttributesDeleteItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface UserAttributesDeleteItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface UserAttributesDeleteItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}
