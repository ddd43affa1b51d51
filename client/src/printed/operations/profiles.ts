// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { ReadItems, Write } from '../../answers/methods.ts'
import type { SomeOf } from '../../answers/choice.ts'
import type { Counts, ItemError } from '../parts.ts'

/** The operations of `profiles`. */
export interface Profiles {
  /**
   * Sets fields of an account’s profile.
   *
   * Writes. Where its effect is unknown, it is safe to send again.
   *
   * @see https://trtc.io/document/34916
   * @example
   * await gateway.profiles.set({"userId":"carol","nick":"Carol","gender":"female","birthday":19900214,"custom":{"Team":"red"}})
   */
  readonly set: Write<ProfilesSetBody, ProfilesSetAnswer>

  /**
   * Reads chosen fields of the profiles of accounts.
   *
   * Reads, so it is safe to send again. `userIds` holds the items; Chat takes 100 in one call, and more become
   * several calls.
   *
   * @see https://trtc.io/document/34917
   * @example
   * await gateway.profiles.get({"userIds":["alice","carol","nobody"],"fields":["nick","gender","birthday","custom.Team"]})
   */
  readonly get: ReadItems<ProfilesGetBody, ProfilesGetAnswer | ProfilesGetPartial>
}

/**
 * The body of `profiles.set`.
 *
 * An object with at least one of `nick`, `signature`, `avatarUrl`, `location`, `birthday`, `language`, `level`,
 * `role`, `messageSettings`, `gender`, `friendRequests`, `mayAddFriends`, `custom`.
 */
export type ProfilesSetBody = SomeOf<{
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /**
   * The name that the account shows. A string of 0 to 500 bytes. It holds no U+FFFD, the mark of a character that
   * was lost on the way.
   */
  readonly nick?: string | undefined
  /**
   * What the account says of itself. A string of 0 to 500 bytes. It holds no U+FFFD, the mark of a character that
   * was lost on the way.
   */
  readonly signature?: string | undefined
  /**
   * Where its picture is. A string of 0 to 500 bytes. It holds no U+FFFD, the mark of a character that was lost on
   * the way.
   */
  readonly avatarUrl?: string | undefined
  /**
   * The place that the account shows. A string of 0 to 16 bytes. It holds no U+FFFD, the mark of a character that
   * was lost on the way.
   */
  readonly location?: string | undefined
  /** The birthday, as a number that the app chooses. */
  readonly birthday?: number | undefined
  /** The language, as a number that the app chooses. */
  readonly language?: number | undefined
  /** The level, as a number that the app chooses. */
  readonly level?: number | undefined
  /** The role, as a number that the app chooses. */
  readonly role?: number | undefined
  /** How messages are received, in Chat’s number. */
  readonly messageSettings?: number | undefined
  /** The gender that the account shows. */
  readonly gender?: 'unknown' | 'female' | 'male' | undefined
  /** What becomes of a request to be friends. */
  readonly friendRequests?: 'confirm' | 'accept' | 'deny' | undefined
  /** Whether the account may add friends. */
  readonly mayAddFriends?: boolean | undefined
  /**
   * Fields of the app’s own, by their names: at most 20, unless the gateway is set otherwise (`MAX_CUSTOM_FIELDS`).
   */
  readonly custom?: Readonly<Record<string, string>> | undefined
}, 'nick' | 'signature' | 'avatarUrl' | 'location' | 'birthday' | 'language' | 'level' | 'role' | 'messageSettings' | 'gender' | 'friendRequests' | 'mayAddFriends' | 'custom'>

/** What `profiles.set` answers where all is done. */
export interface ProfilesSetAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
}

/** The body of `profiles.get`. */
export interface ProfilesGetBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /** UserIDs of accounts. 1 to 10,000 of: a string of 1 to 32 bytes, none twice. */
  readonly userIds: readonly string[]
  /** What is to be read. */
  readonly fields?: readonly string[] | undefined
}

/** What `profiles.get` answers where all is done. */
export interface ProfilesGetAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly ProfilesGetItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `profiles.get` answers where some items are done and some are not. */
export interface ProfilesGetPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: ProfilesGetBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly ProfilesGetItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly ProfilesGetItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly ProfilesGetItemUnknown[]
}

export interface ProfilesGetItemOk {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Fields of the profile. */
  readonly profile?: {
    /** The name that the account shows. */
    readonly nick?: string
    /** What the account says of itself. */
    readonly signature?: string
    /** Where its picture is. */
    readonly avatarUrl?: string
    /** The place that the account shows. */
    readonly location?: string
    /** The birthday, as a number that the app chooses. */
    readonly birthday?: number
    /** The language, as a number that the app chooses. */
    readonly language?: number
    /** The level, as a number that the app chooses. */
    readonly level?: number
    /** The role, as a number that the app chooses. */
    readonly role?: number
    /** How messages are received, in Chat’s number. */
    readonly messageSettings?: number
    /**
     * The gender that the account shows. `unknown` or `female` or `male` or Chat’s own word where it is another.
     */
    readonly gender?: string
    /**
     * What becomes of a request to be friends. `confirm` or `accept` or `deny` or Chat’s own word where it is
     * another.
     */
    readonly friendRequests?: string
    /** Whether the account may add friends. */
    readonly mayAddFriends?: boolean | string
    /**
     * Fields of the app’s own, by their names: at most 20, unless the gateway is set otherwise
     * (`MAX_CUSTOM_FIELDS`).
     */
    readonly custom?: Readonly<Record<string, string>>
    /** What Chat told in a way that could not be understood, by the names it would have here. */
    readonly unreadable?: readonly string[]
  }
}

export interface ProfilesGetItemFailed {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface ProfilesGetItemUnknown {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}
