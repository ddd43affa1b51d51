// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { ReadPages, Write, WriteItems } from '../../answers/methods.ts'
import type { SomeOf } from '../../answers/choice.ts'
import type { AnsweredElement, Counts, Element, ItemError, OfflinePush } from '../parts.ts'

/** The operations of `messages`. */
export interface Messages {
  /**
   * Sends a message to an account.
   *
   * Writes. Where its effect is unknown, it is safe to send again for 0.9 s; after that, look first. Refused when
   * it is sent again, it stays unknown.
   *
   * @see https://trtc.io/document/34919
   * @example
   * await gateway.messages.send({"userId":"alice","peerId":"bob","elements":[{"type":"text","text":"Lunch at noon?"}],"clientMessageId":"lunch-1"})
   */
  readonly send: Write<MessagesSendBody, MessagesSendAnswer>

  /**
   * Sends one message to many accounts, to each by itself.
   *
   * Writes. Where its effect is unknown, it is safe to send again for 0.9 s; after that, look first. Refused when
   * it is sent again, it stays unknown. `peerIds` holds the items; Chat takes 500 in one call, and more become
   * several calls.
   *
   * @see https://trtc.io/document/34920
   * @example
   * await gateway.messages.sendBatch({"userId":"alice","peerIds":["frank","nobody"],"elements":[{"type":"text","text":"The office is closed tomorrow."}],"clientMessageId":"office-closed-1"})
   */
  readonly sendBatch: WriteItems<MessagesSendBatchBody, MessagesSendBatchAnswer | MessagesSendBatchPartial>

  /**
   * Puts a message of another system into the history of two accounts, at its own time.
   *
   * Writes. Where its effect is unknown, it is safe to send again.
   *
   * @see https://trtc.io/document/35014
   * @example
   * await gateway.messages.import({"userId":"alice","peerId":"bob","sentAt":"2023-11-14T22:13:20Z","elements":[{"type":"text","text":"See you tomorrow."}],"clientMessageId":"old-17","live":false})
   */
  readonly import: Write<MessagesImportBody, MessagesImportAnswer>

  /**
   * Changes what a message holds, wherever it is shown.
   *
   * Writes. Where its effect is unknown, it is safe to send again.
   *
   * @see https://trtc.io/document/47722
   * @example
   * await gateway.messages.update({"userId":"alice","peerId":"bob","messageKey":"2_2_1700000000","elements":[{"type":"text","text":"See you on Monday."}]})
   */
  readonly update: Write<MessagesUpdateBody, MessagesUpdateAnswer>

  /**
   * Lists what two accounts said to each other, as one of them sees it, page by page, the latest page first.
   *
   * Reads, so it is safe to send again. Granted only by its own name or its family’s.
   *
   * @see https://trtc.io/document/35478
   * @example
   * await gateway.messages.list({"userId":"frank","peerId":"alice","since":"2024-01-01T00:00:00Z"})
   */
  readonly list: ReadPages<MessagesListBody, MessagesListAnswer>

  /**
   * Takes a message back, however old it is; this can’t be undone.
   *
   * Writes. Where its effect is unknown, it is safe to send again: what was done then counts. With `repeated` a
   * refusal that says “done already” counts as done.
   *
   * @see https://trtc.io/document/35015
   * @example
   * await gateway.messages.recall({"userId":"alice","peerId":"bob","messageKey":"2_2_1700000000"})
   */
  readonly recall: Write<MessagesRecallBody, MessagesRecallAnswer>

  /**
   * Marks what an account got from another as read, up to a time.
   *
   * Writes. Where its effect is unknown, it is safe to send again.
   *
   * @see https://trtc.io/document/38996
   * @example
   * await gateway.messages.markRead({"userId":"bob","peerId":"alice"})
   */
  readonly markRead: Write<MessagesMarkReadBody, MessagesMarkReadAnswer>
}

/** The body of `messages.send`. */
export interface MessagesSendBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId?: string | undefined
  /** A UserID: of the account at the other end of the chat. A string of 1 to 32 bytes. */
  readonly peerId: string
  /** What the message is made of, part by part. */
  readonly elements: readonly Element[]
  /** Tells one send from another: two requests with the same one are the same send. A string of 1 to 64 bytes. */
  readonly clientMessageId?: string | undefined
  /** A text of the app’s own that is kept with the message. A string of 0 to 12,000 bytes. */
  readonly customData?: string | undefined
  /** What phones show of it while the app is not open. */
  readonly offlinePush?: OfflinePush | undefined
  /** Whether the sender learns that it was read. */
  readonly readReceipt?: boolean | undefined
  /** Whether it counts as unread; left out, it does. */
  readonly countUnread?: boolean | undefined
  /** Whether it moves the conversation to the top of the list; left out, it does. */
  readonly updateConversation?: boolean | undefined
  /**
   * Which of the app’s webhooks are not asked or told: the one before the message is sent, or the one after. 1 or
   * more of: `"before"`, `"after"`, none twice.
   */
  readonly skipWebhooks?: ReadonlyArray<'before' | 'after'> | undefined
  /** Whether pairs of a key and a value can be hung on it later. */
  readonly extensible?: boolean | undefined
  /** Whether it reaches only those who are there, and is kept nowhere. */
  readonly onlineOnly?: boolean | undefined
  /** Whether it arrives in silence where the recipient has muted the sender. */
  readonly respectMuted?: boolean | undefined
  /** How long Chat keeps it for those who are not there; with 0 it reaches only those who are. */
  readonly lifetimeSeconds?: number | undefined
  /**
   * Whether the sender’s own devices get it too; with `false` not even its history has it, and left out the history
   * alone has.
   */
  readonly syncToSender?: boolean | undefined
}

/** What `messages.send` answers where all is done. */
export interface MessagesSendAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** Tells one send from another: two requests with the same one are the same send. */
  readonly clientMessageId: string
  /** How Chat calls the message. */
  readonly messageKey?: string
  /** When the message was sent. */
  readonly sentAt?: string
  /** What Chat told in a way that could not be understood, by the names it would have here. */
  readonly unreadable?: readonly string[]
}

/** The body of `messages.send-batch`. */
export interface MessagesSendBatchBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId?: string | undefined
  /** UserIDs of the accounts at the other ends. 1 to 10,000 of: a string of 1 to 32 bytes, none twice. */
  readonly peerIds: readonly string[]
  /** What the message is made of, part by part. */
  readonly elements: readonly Element[]
  /** Tells one send from another: two requests with the same one are the same send. A string of 1 to 64 bytes. */
  readonly clientMessageId?: string | undefined
  /** A text of the app’s own that is kept with the message. A string of 0 to 12,000 bytes. */
  readonly customData?: string | undefined
  /** What phones show of it while the app is not open. */
  readonly offlinePush?: OfflinePush | undefined
  /** Whether the sender learns that it was read. */
  readonly readReceipt?: boolean | undefined
  /** Whether it counts as unread; left out, it does. */
  readonly countUnread?: boolean | undefined
  /** Whether it moves the conversation to the top of the list; left out, it does. */
  readonly updateConversation?: boolean | undefined
  /** Whether it arrives in silence where the recipient has muted the sender. */
  readonly respectMuted?: boolean | undefined
  /** How long Chat keeps it for those who are not there; with 0 it reaches only those who are. */
  readonly lifetimeSeconds?: number | undefined
  /**
   * Whether the sender’s own devices get it too; with `false` not even its history has it, and left out the history
   * alone has.
   */
  readonly syncToSender?: boolean | undefined
}

/** What `messages.send-batch` answers where all is done. */
export interface MessagesSendBatchAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** Tells one send from another: two requests with the same one are the same send. */
  readonly clientMessageId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly MessagesSendBatchItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `messages.send-batch` answers where some items are done and some are not. */
export interface MessagesSendBatchPartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** Tells one send from another: two requests with the same one are the same send. */
  readonly clientMessageId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: MessagesSendBatchBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly MessagesSendBatchItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly MessagesSendBatchItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly MessagesSendBatchItemUnknown[]
}

export interface MessagesSendBatchItemOk {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** How Chat calls the message. */
  readonly messageKey?: string
  /** What Chat told in a way that could not be understood, by the names it would have here. */
  readonly unreadable?: readonly string[]
}

export interface MessagesSendBatchItemFailed {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface MessagesSendBatchItemUnknown {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `messages.import`. */
export interface MessagesImportBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** A UserID: of the account at the other end of the chat. A string of 1 to 32 bytes. */
  readonly peerId: string
  /** When the message was sent. A time, `YYYY-MM-DDTHH:MM:SSZ`, no later than `2106-02-07T06:28:15Z`. */
  readonly sentAt: string
  /** What the message is made of, part by part. */
  readonly elements: readonly Element[]
  /** Tells one send from another: two requests with the same one are the same send. A string of 1 to 64 bytes. */
  readonly clientMessageId: string
  /** Whether it counts as unread and phones show it, or is history. */
  readonly live: boolean
  /** A text of the app’s own that is kept with the message. A string of 0 to 12,000 bytes. */
  readonly customData?: string | undefined
}

/** What `messages.import` answers where all is done. */
export interface MessagesImportAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** Tells one send from another: two requests with the same one are the same send. */
  readonly clientMessageId: string
}

/**
 * The body of `messages.update`.
 *
 * An object with at least one of `elements`, `customData`.
 */
export type MessagesUpdateBody = SomeOf<{
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** A UserID: of the account at the other end of the chat. A string of 1 to 32 bytes. */
  readonly peerId: string
  /** How Chat calls the message. A string of 1 to 128 bytes. */
  readonly messageKey: string
  /** What the message is made of, part by part. */
  readonly elements?: readonly Element[] | undefined
  /** A text of the app’s own that is kept with the message. A string of 0 to 12,000 bytes. */
  readonly customData?: string | undefined
}, 'elements' | 'customData'>

/** What `messages.update` answers where all is done. */
export interface MessagesUpdateAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
}

/** The body of `messages.list`. */
export interface MessagesListBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** A UserID: of the account at the other end of the chat. A string of 1 to 32 bytes. */
  readonly peerId: string
  /**
   * The time from which on messages are wanted. A time, `YYYY-MM-DDTHH:MM:SSZ`, no later than
   * `2106-02-07T06:28:15Z`.
   */
  readonly since: string
  /**
   * The time up to which is meant; left out, that of the request. A time, `YYYY-MM-DDTHH:MM:SSZ`, no later than
   * `2106-02-07T06:28:15Z`.
   */
  readonly until?: string | undefined
  /**
   * Of a page: where the next one begins. Asked with it, and otherwise the same body, the next page comes. A string
   * of 1 to 600 bytes.
   */
  readonly cursor?: string | undefined
  /** How many a page has at most. */
  readonly limit?: number | undefined
}

/** What `messages.list` answers where all is done. */
export interface MessagesListAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** Messages in the order of time. */
  readonly messages: ReadonlyArray<{
    /** How Chat calls the message. */
    readonly messageKey: string
    /** A UserID: of the account acted for or, inside an item, of the account that the item is about. */
    readonly userId?: string
    /** A UserID: of the account at the other end of the chat. */
    readonly peerId?: string
    /** When the message was sent. */
    readonly sentAt?: string
    /** What the message is made of, part by part. */
    readonly elements?: readonly AnsweredElement[]
    /** How far it is, or what became of it. */
    readonly state?: 'normal' | 'recalled'
    /** Whether the recipient said that it was read. */
    readonly readByPeer?: boolean
    /** A text of the app’s own that is kept with the message. */
    readonly customData?: string
    /** The number by which Chat tells it from others, with `seq`. */
    readonly random?: number
    /** The number by which Chat orders messages of one second, and tells them apart. */
    readonly seq?: number
    /** What Chat told in a way that could not be understood, by the names it would have here. */
    readonly unreadable?: readonly string[]
  }>
  /** Of a page: where the next one begins. Asked with it, and otherwise the same body, the next page comes. */
  readonly cursor?: string
}

/** The body of `messages.recall`. */
export interface MessagesRecallBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** A UserID: of the account at the other end of the chat. A string of 1 to 32 bytes. */
  readonly peerId: string
  /** How Chat calls the message. A string of 1 to 128 bytes. */
  readonly messageKey: string
  /** Says that an earlier request for the same may have taken effect: what it did then counts as done. */
  readonly repeated?: boolean | undefined
}

/** What `messages.recall` answers where all is done. */
export interface MessagesRecallAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
}

/** The body of `messages.mark-read`. */
export interface MessagesMarkReadBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** A UserID: of the account at the other end of the chat. A string of 1 to 32 bytes. */
  readonly peerId: string
  /**
   * The time up to which is meant; left out, that of the request. A time, `YYYY-MM-DDTHH:MM:SSZ`, no later than
   * `2106-02-07T06:28:15Z`.
   */
  readonly until?: string | undefined
}

/** What `messages.mark-read` answers where all is done. */
export interface MessagesMarkReadAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
}
