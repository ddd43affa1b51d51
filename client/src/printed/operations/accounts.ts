// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { ReadItems, Write, WriteItems } from '../../answers/methods.ts'
import type { Counts, ItemError } from '../parts.ts'

/** The operations of `accounts`. */
export interface Accounts {
  /**
   * Makes an account known to Chat, or changes the nickname and picture of one that is.
   *
   * Writes. Where its effect is unknown, it is safe to send again.
   *
   * @see https://trtc.io/document/34953
   * @example
   * await gateway.accounts.importOne({"userId":"jane","nick":"Jane","avatarUrl":"https://example.com/jane.png"})
   */
  readonly importOne: Write<AccountsImportOneBody, AccountsImportOneAnswer>

  /**
   * Makes many accounts known to Chat, with nickname and picture where they are given.
   *
   * Writes. Where its effect is unknown, it is safe to send again. `accounts` holds the items; Chat takes 100 in
   * one call, and more become several calls. At most 100 calls a second of an app.
   *
   * @see https://trtc.io/document/34954
   * @example
   * await gateway.accounts.import({"accounts":[{"userId":"kim","nick":"Kim"},{"userId":"lee"}]})
   */
  readonly import: WriteItems<AccountsImportBody, AccountsImportAnswer | AccountsImportPartial>

  /**
   * Deletes accounts for good, with their profiles, friends, groups and conversations; most plans lock their
   * UserIDs for three months.
   *
   * Writes. Where its effect is unknown, it is safe to send again: what was done then counts. `userIds` holds the
   * items; Chat takes 100 in one call, and more become several calls. At most 100 calls a second of an app. With
   * `repeated` a refusal that says “done already” counts as done. Granted only by its own name or its family’s.
   *
   * @see https://trtc.io/document/34955
   * @example
   * await gateway.accounts.delete({"userIds":["jane","kim"],"confirm":"accounts.delete"})
   */
  readonly delete: WriteItems<AccountsDeleteBody, AccountsDeleteAnswer | AccountsDeletePartial>

  /**
   * Tells which accounts Chat knows.
   *
   * Reads, so it is safe to send again. `userIds` holds the items; Chat takes 100 in one call, and more become
   * several calls. At most 100 calls a second of an app.
   *
   * @see https://trtc.io/document/34956
   * @example
   * await gateway.accounts.check({"userIds":["jane","lee"]})
   */
  readonly check: ReadItems<AccountsCheckBody, AccountsCheckAnswer | AccountsCheckPartial>
}

/** The body of `accounts.import-one`. */
export interface AccountsImportOneBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes. It holds no U+FFFD, the mark of a character that was lost on the way.
   */
  readonly userId: string
  /**
   * The name that the account shows. A string of 0 to 500 bytes. It holds no U+FFFD, the mark of a character that
   * was lost on the way.
   */
  readonly nick?: string | undefined
  /**
   * Where its picture is. A string of 0 to 500 bytes. It holds no U+FFFD, the mark of a character that was lost on
   * the way.
   */
  readonly avatarUrl?: string | undefined
}

/** What `accounts.import-one` answers where all is done. */
export interface AccountsImportOneAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
}

/** The body of `accounts.import`. */
export interface AccountsImportBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /** 1 to 10,000 objects. No two have the same `userId`. */
  readonly accounts: readonly AccountsImportItem[]
}

/** An item of `accounts.import`. */
export interface AccountsImportItem {
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes. It holds no U+FFFD, the mark of a character that was lost on the way.
   */
  readonly userId: string
  /**
   * The name that the account shows. A string of 0 to 500 bytes. It holds no U+FFFD, the mark of a character that
   * was lost on the way.
   */
  readonly nick?: string | undefined
  /**
   * Where its picture is. A string of 0 to 500 bytes. It holds no U+FFFD, the mark of a character that was lost on
   * the way.
   */
  readonly avatarUrl?: string | undefined
}

/** What `accounts.import` answers where all is done. */
export interface AccountsImportAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly AccountsImportItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `accounts.import` answers where some items are done and some are not. */
export interface AccountsImportPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: AccountsImportBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly AccountsImportItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly AccountsImportItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly AccountsImportItemUnknown[]
}

export interface AccountsImportItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface AccountsImportItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface AccountsImportItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `accounts.delete`. */
export interface AccountsDeleteBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /** UserIDs of accounts. 1 to 10,000 of: a string of 1 to 32 bytes, none twice. */
  readonly userIds: readonly string[]
  /** What is done here cannot be undone: nothing happens without the operation’s own name in this place. */
  readonly confirm: 'accounts.delete'
  /** Says that an earlier request for the same may have taken effect: what it did then counts as done. */
  readonly repeated?: boolean | undefined
}

/** What `accounts.delete` answers where all is done. */
export interface AccountsDeleteAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly AccountsDeleteItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `accounts.delete` answers where some items are done and some are not. */
export interface AccountsDeletePartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: AccountsDeleteBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly AccountsDeleteItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly AccountsDeleteItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly AccountsDeleteItemUnknown[]
}

export interface AccountsDeleteItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface AccountsDeleteItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface AccountsDeleteItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `accounts.check`. */
export interface AccountsCheckBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /** UserIDs of accounts. 1 to 10,000 of: a string of 1 to 32 bytes, none twice. */
  readonly userIds: readonly string[]
}

/** What `accounts.check` answers where all is done. */
export interface AccountsCheckAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly AccountsCheckItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `accounts.check` answers where some items are done and some are not. */
export interface AccountsCheckPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: AccountsCheckBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly AccountsCheckItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly AccountsCheckItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly AccountsCheckItemUnknown[]
}

export interface AccountsCheckItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Whether the account is there. */
  readonly imported?: boolean
}

export interface AccountsCheckItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface AccountsCheckItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}
