// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { ReadItems } from '../../answers/methods.ts'
import type { Counts, ItemError } from '../parts.ts'

/** The operations of `presence`. */
export interface Presence {
  /**
   * Tells whether accounts are online, and on which platforms.
   *
   * Reads, so it is safe to send again. `userIds` holds the items; Chat takes 500 in one call, and more become
   * several calls.
   *
   * @see https://trtc.io/document/35477
   * @example
   * await gateway.presence.get({"userIds":["alice","bob","carol"],"withPlatforms":true})
   */
  readonly get: ReadItems<PresenceGetBody, PresenceGetAnswer | PresenceGetPartial>
}

/** The body of `presence.get`. */
export interface PresenceGetBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /** UserIDs of accounts. 1 to 10,000 of: a string of 1 to 32 bytes, none twice. */
  readonly userIds: readonly string[]
  /** Whether it is told on which platforms an account is there. */
  readonly withPlatforms?: boolean | undefined
}

/** What `presence.get` answers where all is done. */
export interface PresenceGetAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly PresenceGetItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `presence.get` answers where some items are done and some are not. */
export interface PresenceGetPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: PresenceGetBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly PresenceGetItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly PresenceGetItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly PresenceGetItemUnknown[]
}

export interface PresenceGetItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Whether the account is there. `online` or `pushOnline` or `offline` or Chat’s own word where it is another. */
  readonly presence?: string
  /** On which platforms the account is, and how. */
  readonly platforms?: ReadonlyArray<{
    /** The platform. In lower case, such as `iphone`, `android`, `web`, `pc`, `ipad`, `mac`. */
    readonly platform: string
    /**
     * Whether the account is there. `online` or `pushOnline` or `offline` or Chat’s own word where it is another.
     */
    readonly presence: string
  }>
}

export interface PresenceGetItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface PresenceGetItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}
