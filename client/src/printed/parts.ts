// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { OneOf, SomeOf } from '../answers/choice.ts'

/** What `respondAsync` is answered: the work is queued. */
export interface Accepted {
  /** How the job is called. */
  readonly jobId: string
  /** Which operation is meant. */
  readonly operation: string
  /** How far it is, or what became of it. */
  readonly state: 'queued' | 'completed' | 'failed'
  /** When it was accepted. */
  readonly createdAt: string
}

export type AnsweredElement = {
  /** Of which kind it is. */
  readonly type: 'text'
  /** The text. */
  readonly text: string
} | {
  /** Of which kind it is. */
  readonly type: 'custom'
  /** Data of the app’s own. */
  readonly data?: string
  /** What it is, in words. */
  readonly description?: string
  /** What else the app wants to tell of it. */
  readonly extension?: string
  /** Which sound announces it. */
  readonly sound?: string
} | {
  /** Of which kind it is. */
  readonly type: 'location'
  /** Degrees to the north. */
  readonly latitude: number
  /** Degrees to the east. */
  readonly longitude: number
  /** What it is, in words. */
  readonly description?: string
} | {
  /** Of which kind it is. */
  readonly type: 'face'
  /** Which face is meant, in the app’s own numbers. */
  readonly index: number
  /** Data of the app’s own. */
  readonly data?: string
} | {
  /** Of which kind it is. */
  readonly type: 'image'
  /** How Chat calls the file. */
  readonly uuid: string
  /** The format of the file. */
  readonly format: 'jpg' | 'gif' | 'png' | 'bmp' | 'other'
  /** The picture in several sizes. */
  readonly sizes: ReadonlyArray<{
    /** Which kind is meant. */
    readonly kind: 'original' | 'large' | 'thumbnail'
    /** Where it is. */
    readonly url: string
    /** Pixels from left to right. */
    readonly width: number
    /** Pixels from top to bottom. */
    readonly height: number
    /** Its size in bytes. */
    readonly bytes: number
  }>
} | {
  /** Of which kind it is. */
  readonly type: 'sound'
  /** Where it is. */
  readonly url: string
  /** How Chat calls the file. */
  readonly uuid: string
  /** Its size in bytes. */
  readonly bytes: number
  /** How long, in seconds. */
  readonly seconds: number
} | {
  /** Of which kind it is. */
  readonly type: 'file'
  /** Where it is. */
  readonly url: string
  /** How Chat calls the file. */
  readonly uuid: string
  /** Its size in bytes. */
  readonly bytes: number
  /** How it is called. */
  readonly name: string
} | {
  /** Of which kind it is. */
  readonly type: 'video'
  /** Where it is. */
  readonly url: string
  /** How Chat calls the file. */
  readonly uuid: string
  /** Its size in bytes. */
  readonly bytes: number
  /** How long, in seconds. */
  readonly seconds: number
  /** The format of the file. */
  readonly format: string
  /** A picture of it. */
  readonly thumbnail: {
    /** Where it is. */
    readonly url: string
    /** How Chat calls the file. */
    readonly uuid: string
    /** Its size in bytes. */
    readonly bytes: number
    /** Pixels from left to right. */
    readonly width: number
    /** Pixels from top to bottom. */
    readonly height: number
    /** The format of the file. */
    readonly format: string
  }
} | {
  /** Of which kind it is. */
  readonly type: string
  /** What the element holds, in Chat’s own words. Anything, as Chat has it. */
  readonly content: unknown
}

/** How many items ended in which way. */
export interface Counts {
  /** Items that are done. */
  readonly ok: number
  /** Items that are not done. */
  readonly failed: number
  /** Items of which nobody knows whether they are done. */
  readonly unknown: number
  /** Items that wait for the other side’s consent. */
  readonly pending?: number
}

/**
 * Fields of the app’s own, by their names: at most 20, unless the gateway is set otherwise (`MAX_CUSTOM_FIELDS`).
 */
export type CustomFriendFields = Readonly<Record<string, string | number>>

/** One element of a message. */
export type Element = {
  /** Of which kind it is. */
  readonly type: 'text'
  /** The text. A text (a whole message has 12,288 bytes at most) */
  readonly text: string
} | SomeOf<{
  /** Of which kind it is. */
  readonly type: 'custom'
  /** Data of the app’s own. A text (a whole message has 12,288 bytes at most) */
  readonly data?: string | undefined
  /** What it is, in words. A text (a whole message has 12,288 bytes at most) */
  readonly description?: string | undefined
  /** What else the app wants to tell of it. A text (a whole message has 12,288 bytes at most) */
  readonly extension?: string | undefined
  /** Which sound announces it. A text (a whole message has 12,288 bytes at most) */
  readonly sound?: string | undefined
}, 'data' | 'description' | 'extension' | 'sound'> | {
  /** Of which kind it is. */
  readonly type: 'location'
  /** Degrees to the north. */
  readonly latitude: number
  /** Degrees to the east. */
  readonly longitude: number
  /** What it is, in words. A text (a whole message has 12,288 bytes at most) */
  readonly description?: string | undefined
} | {
  /** Of which kind it is. */
  readonly type: 'face'
  /** Which face is meant, in the app’s own numbers. */
  readonly index: number
  /** Data of the app’s own. A text (a whole message has 12,288 bytes at most) */
  readonly data?: string | undefined
} | {
  /** Of which kind it is. */
  readonly type: 'image'
  /** How Chat calls the file. A string of 1 to 128 bytes. */
  readonly uuid: string
  /** The format of the file. */
  readonly format: 'jpg' | 'gif' | 'png' | 'bmp' | 'other'
  /** The picture in several sizes. 1 or more objects. No two have the same `kind`. */
  readonly sizes: ReadonlyArray<{
    /** Which kind is meant. */
    readonly kind: 'original' | 'large' | 'thumbnail'
    /** Where it is. A string of 1 to 2,000 bytes. */
    readonly url: string
    /** Pixels from left to right. */
    readonly width: number
    /** Pixels from top to bottom. */
    readonly height: number
    /** Its size in bytes. */
    readonly bytes: number
  }>
} | {
  /** Of which kind it is. */
  readonly type: 'sound'
  /** Where it is. A string of 1 to 2,000 bytes. */
  readonly url: string
  /** How Chat calls the file. A string of 1 to 128 bytes. */
  readonly uuid: string
  /** Its size in bytes. */
  readonly bytes: number
  /** How long, in seconds. */
  readonly seconds: number
} | {
  /** Of which kind it is. */
  readonly type: 'file'
  /** Where it is. A string of 1 to 2,000 bytes. */
  readonly url: string
  /** How Chat calls the file. A string of 1 to 128 bytes. */
  readonly uuid: string
  /** Its size in bytes. */
  readonly bytes: number
  /** How it is called. A text (a whole message has 12,288 bytes at most) */
  readonly name: string
} | {
  /** Of which kind it is. */
  readonly type: 'video'
  /** Where it is. A string of 1 to 2,000 bytes. */
  readonly url: string
  /** How Chat calls the file. A string of 1 to 128 bytes. */
  readonly uuid: string
  /** Its size in bytes. */
  readonly bytes: number
  /** How long, in seconds. */
  readonly seconds: number
  /** The format of the file. A text (a whole message has 12,288 bytes at most) */
  readonly format: string
  /** A picture of it. */
  readonly thumbnail: {
    /** Where it is. A string of 1 to 2,000 bytes. */
    readonly url: string
    /** How Chat calls the file. A string of 1 to 128 bytes. */
    readonly uuid: string
    /** Its size in bytes. */
    readonly bytes: number
    /** Pixels from left to right. */
    readonly width: number
    /** Pixels from top to bottom. */
    readonly height: number
    /** The format of the file. A text (a whole message has 12,288 bytes at most) */
    readonly format: string
  }
} | {
  /** Of which kind it is. TIM, 4 to 64 English letters and Elem, for a kind that has no word of ours. */
  readonly type: string
  /**
   * What the element holds, in Chat’s own words. An object in Chat’s own words, which goes up as it is. At most 20
   * levels deep.
   */
  readonly content: Readonly<Record<string, unknown>>
}

/** A friend as the gateway tells of one. */
export interface Friend {
  /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
  readonly userId: string
  /** What the account calls the friend. */
  readonly remark?: string
  /** When the remark was written. */
  readonly remarkedAt?: string
  /** Names of friend lists. */
  readonly lists?: readonly string[]
  /** Where the friend was met, in a word without Chat’s prefix. */
  readonly source?: string
  /** What the friend was told when asked. */
  readonly wording?: string
  /** Since when they are friends. */
  readonly addedAt?: string
  /**
   * Fields of the app’s own, by their names: at most 20, unless the gateway is set otherwise (`MAX_CUSTOM_FIELDS`).
   */
  readonly custom?: Readonly<Record<string, unknown>>
  /** Fields of the profile. */
  readonly profile?: Readonly<Record<string, unknown>>
  /** What Chat told in a way that could not be understood, by the names it would have here. */
  readonly unreadable?: readonly string[]
}

/** What the gateway says of itself and, where one was asked about, of all that an app stands on. */
export interface Health {
  /** It answers and, where an app was asked about, all is well. */
  readonly status: 'ok'
  /** The version of the gateway that answers. */
  readonly version: string
  /**
   * The commit it was built from; it ends in `-dirty` where the files differed from it, and is `unknown` where
   * nothing tells it.
   */
  readonly commit: string
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** Every operation there is. */
  readonly operations: readonly string[]
  /** The app that was asked about; left out where none was. */
  readonly app?: string
  /** When it was looked at: one look is told to all who ask within 10 s. */
  readonly checkedAt?: string
  /** What was looked at. */
  readonly checks?: readonly HealthCheck[]
}

/** One part that an app stands on. */
export interface HealthCheck {
  /**
   * Which part: `secret`, `chat` (a harmless read, signed), `stateTable`, `jobsTable`, `queue` or `bus`. There may
   * be more of them one day.
   */
  readonly name: string
  /**
   * `not-configured` where the gateway has no such part, which is no fault; `not-tried` where what comes before it
   * failed.
   */
  readonly status: 'ok' | 'failed' | 'not-configured' | 'not-tried'
  /** How long the look took, in milliseconds. */
  readonly ms?: number
  /** Why it is not done. */
  readonly error?: ItemError
}

/** Why an item is not done. */
export interface ItemError {
  /** What is wrong: a word of ours or, in `upstream`, Chat’s number. */
  readonly code: Code
  /** Which account is missing. */
  readonly subject?: Subject
  /** What is wrong, and what to do. */
  readonly message?: string
  /** Whether the same may succeed when it is sent again as it is. */
  readonly retryable: boolean
  /** What Chat said, where it was asked. */
  readonly upstream?: Upstream
}

/**
 * An item that is not done. What names it stands beside these members, as in the operation’s own answer.
 *
 * What names the item stands beside these members, as in the operation’s own answer.
 */
export interface ItemFailed {
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/**
 * An item of which nobody knows whether it is done.
 *
 * What names the item stands beside these members, as in the operation’s own answer.
 */
export interface ItemUnknown {
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** A job that has ended, with its answer. */
export interface JobEnded {
  /** How the job is called. */
  readonly jobId: string
  /** Which operation is meant. */
  readonly operation: string
  /** When it was accepted. */
  readonly createdAt: string
  /** `failed` where nothing of it is done. */
  readonly state: 'completed' | 'failed'
  /** When it ended. */
  readonly finishedAt: string
  /** What HTTP would have answered. */
  readonly answer: {
    /** What became of it: an HTTP status or, of an item, a word. */
    readonly status: number
    /** What the operation answers; the status beside it says of which kind it is. */
    readonly body: Readonly<Record<string, unknown>>
  }
}

/** A job that has not ended. */
export interface JobWaiting {
  /** How the job is called. */
  readonly jobId: string
  /** Which operation is meant. */
  readonly operation: string
  /** When it was accepted. */
  readonly createdAt: string
  /** How far it is, or what became of it. */
  readonly state: 'queued' | 'running'
}

/** An object with exactly one of `seconds`, `forever`, `lift`. */
export type MuteTime = OneOf<{
  /** How long, in seconds. */
  readonly seconds?: number | undefined
  /** Without an end. */
  readonly forever?: true | undefined
  /** It ends now. */
  readonly lift?: true | undefined
}, 'seconds' | 'forever' | 'lift'>

export type OfflinePush = SomeOf<{
  /** Whether phones show it. */
  readonly enabled?: boolean | undefined
  /** Its title, in a few words. A text. */
  readonly title?: string | undefined
  /** The text. A text. */
  readonly text?: string | undefined
  /** Data of the app’s own. A text. */
  readonly data?: string | undefined
  /** An object of at most 30 members in Chat’s own words, which goes up as it is. At most 20 levels deep. */
  readonly android?: Readonly<Record<string, unknown>> | undefined
  /** An object of at most 30 members in Chat’s own words, which goes up as it is. At most 20 levels deep. */
  readonly apns?: Readonly<Record<string, unknown>> | undefined
}, 'enabled' | 'title' | 'text' | 'data' | 'android' | 'apns'>

export type Subject = 'account' | 'item'

/** What Chat said or, where something on the way answered in its place, with which HTTP status. */
export type Upstream = {
  /** What is wrong: a word of ours or, in `upstream`, Chat’s number. */
  readonly code: number
  /** Chat’s own words. */
  readonly info: string
  /** What Chat would show to a user. */
  readonly display?: string
} | {
  /** The HTTP status that came in place of Chat’s answer. */
  readonly httpStatus: number
}

/** A problem of RFC 9457: of all that was asked for, nothing is proved to be done. */
export interface Problem {
  /** Of which kind it is. */
  readonly type: string
  /**
   * The place in a page that tells of this code; left out where the gateway knows no such page (`ERROR_DOCS_URL`).
   */
  readonly docs?: string
  /** Its title, in a few words. */
  readonly title: string
  /** What became of it: an HTTP status or, of an item, a word. */
  readonly status: number
  /** What is wrong this time, and what to do. */
  readonly detail: string
  /** What is wrong: a word of ours or, in `upstream`, Chat’s number. */
  readonly code: Code
  /** Which account is missing. */
  readonly subject?: Subject
  /** Whether the same may succeed when it is sent again as it is. */
  readonly retryable: boolean
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** What Chat said, where it was asked. */
  readonly upstream?: Upstream
  /** Every fault of the body. */
  readonly errors?: ReadonlyArray<{
    /** Where in the body (JSON Pointer). */
    readonly pointer: string
    /** What is wrong, and what to do. */
    readonly message: string
  }>
  /** How many faults more there are. */
  readonly errorsOmitted?: number
  /** What became of the request as a whole. To be looked at before anything else. */
  readonly outcome?: 'failed' | 'unknown'
  /** Tells one send from another: two requests with the same one are the same send. */
  readonly clientMessageId?: string
  /** The number of the conversation group. */
  readonly conversationGroupId?: number
  /** How many items ended in which way. */
  readonly counts?: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: Readonly<Record<string, unknown>>
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** One for each item that was tried, in the order of the request. */
  readonly results?: ReadonlyArray<ItemFailed | ItemUnknown>
  /** The app that was asked about; left out where none was. */
  readonly app?: string
  /** When it was looked at: one look is told to all who ask within 10 s. */
  readonly checkedAt?: string
  /** What was looked at. */
  readonly checks?: readonly HealthCheck[]
}

/** What is wrong, in one word: docs/error-codes.md has them all. There may be more of them one day. */
export type Code =
  | 'INVALID_REQUEST'
  | 'NOT_FOUND'
  | 'FORBIDDEN'
  | 'METHOD_NOT_ALLOWED'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'UNKNOWN_APP'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'IDEMPOTENCY_IN_PROGRESS'
  | 'DEADLINE_EXCEEDED'
  | 'INTERRUPTED'
  | 'SECRET_UNAVAILABLE'
  | 'STATE_UNAVAILABLE'
  | 'UNHEALTHY'
  | 'INTERNAL'
  | 'ACCOUNT_NOT_FOUND'
  | 'ACCOUNT_RESTRICTED'
  | 'UNKNOWN_FIELD'
  | 'CONTENT_BLOCKED'
  | 'REFUSED_BY_WEBHOOK'
  | 'ANSWER_TOO_LARGE'
  | 'RATE_LIMITED'
  | 'WRITE_CONFLICT'
  | 'APP_MISMATCH'
  | 'ADMIN_REQUIRED'
  | 'CREDENTIALS_REJECTED'
  | 'REGION_MISMATCH'
  | 'IP_NOT_ALLOWED'
  | 'APP_UNAVAILABLE'
  | 'FEATURE_UNAVAILABLE'
  | 'FIELD_FORBIDDEN'
  | 'QUOTA_EXHAUSTED'
  | 'UPSTREAM_INTERNAL'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_UNREACHABLE'
  | 'UPSTREAM_MALFORMED'
  | 'UPSTREAM_REJECTED'
  | 'UNEXPLAINED_FAILURE'
  | 'NOT_A_FRIEND'
  | 'ALREADY_FRIEND'
  | 'NOT_BLOCKED'
  | 'ALREADY_BLOCKED'
  | 'FRIEND_LIMIT'
  | 'FRIEND_LIST_LIMIT'
  | 'PENDING_LIMIT'
  | 'BLOCKLIST_LIMIT'
  | 'PEER_FRIEND_LIMIT'
  | 'ADD_FORBIDDEN'
  | 'ADD_DENIED'
  | 'AWAITING_CONSENT'
  | 'PEER_BLOCKED'
  | 'BLOCKED_BY_PEER'
  | 'PENDING_REQUEST_NOT_FOUND'
  | 'GROUP_NOT_FOUND'
  | 'NOT_ALLOWED_IN_GROUP'
  | 'ID_TAKEN'
  | 'ALREADY_MEMBER'
  | 'MEMBER_OFFLINE'
  | 'GROUP_FULL'
  | 'GROUP_LIMIT'
  | 'TOPIC_NOT_FOUND'
  | 'ATTRIBUTE_NOT_FOUND'
  | 'ATTRIBUTE_LIMIT'
  | 'COUNTER_LIMIT'
  | 'MESSAGE_NOT_FOUND'
  | 'MESSAGE_TOO_OLD'
  | 'MESSAGE_DROPPED'
  | 'EARLIER_ITEM_FAILED'
  | 'SENDER_MUTED'
  | 'NOT_RECALLABLE'
  | 'ALREADY_RECALLED'
  | 'NO_RECEIPT'
  | 'NOT_EXTENSIBLE'
  | 'VERSION_CONFLICT'
  | 'CONVERSATION_GROUP_NOT_FOUND'
  | 'CONVERSATION_GROUP_FULL'
  | 'CONVERSATION_GROUP_LIMIT'
  | 'PIN_LIMIT'
  | 'ARCHIVE_NOT_READY'
  | 'ARCHIVE_EXPIRED'
  | (string & {})
