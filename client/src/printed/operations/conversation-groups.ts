// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { WriteItems } from '../../answers/methods.ts'
import type { OneOf } from '../../answers/choice.ts'
import type { Counts, ItemError } from '../parts.ts'

/** The operations of `conversation-groups`. */
export interface ConversationGroups {
  /**
   * Creates a group of conversations for an account.
   *
   * Writes. Where its effect is unknown, look before it is sent again. `conversations` holds the items; Chat takes
   * 1,000 in one call, and more become several calls.
   *
   * @see https://trtc.io/document/53437
   * @example
   * await gateway.conversationGroups.create({"userId":"alice","name":"work","conversations":[{"peerId":"bob"},{"groupId":"@TGS#cooking"}]})
   */
  readonly create: WriteItems<ConversationGroupsCreateBody, ConversationGroupsCreateAnswer | ConversationGroupsCreatePartial>

  /**
   * Renames a group of conversations, or puts conversations into it and takes them out.
   *
   * Writes. Where its effect is unknown, it is safe to send again: what was done then counts. `conversations` holds
   * the items; Chat takes 1,000 in one call, and more become several calls. With `repeated` a refusal that says
   * “done already” counts as done.
   *
   * @see https://trtc.io/document/53439
   * @example
   * await gateway.conversationGroups.update({"userId":"alice","name":"work","conversations":[{"peerId":"carol","action":"add"},{"groupId":"@TGS#cooking","action":"remove"}]})
   */
  readonly update: WriteItems<ConversationGroupsUpdateBody, ConversationGroupsUpdateAnswer | ConversationGroupsUpdatePartial>

  /**
   * Deletes groups of conversations; the conversations stay.
   *
   * Writes. Where its effect is unknown, it is safe to send again: what was done then counts. `names` holds the
   * items; Chat takes 1 in one call, and more become several calls. With `repeated` a refusal that says “done
   * already” counts as done.
   *
   * @see https://trtc.io/document/53441
   * @example
   * await gateway.conversationGroups.delete({"userId":"alice","names":["work"]})
   */
  readonly delete: WriteItems<ConversationGroupsDeleteBody, ConversationGroupsDeleteAnswer | ConversationGroupsDeletePartial>
}

/** The body of `conversation-groups.create`. */
export interface ConversationGroupsCreateBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /**
   * How it is called. A string of 1 to 32 bytes. It holds no U+FFFD, the mark of a character that was lost on the
   * way.
   */
  readonly name: string
  /** 1 to 1,000 objects. No two have the same `peerId` and `groupId`. */
  readonly conversations: readonly ConversationGroupsCreateItem[]
}

/**
 * An item of `conversation-groups.create`.
 *
 * An object with exactly one of `peerId`, `groupId`.
 */
export type ConversationGroupsCreateItem = OneOf<{
  /** A UserID: of the account at the other end of the chat. A string of 1 to 32 bytes. */
  readonly peerId?: string | undefined
  /** Printable ASCII, of 1 to 48 bytes. */
  readonly groupId?: string | undefined
}, 'peerId' | 'groupId'>

/** What `conversation-groups.create` answers where all is done. */
export interface ConversationGroupsCreateAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  readonly conversationGroupId?: number
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly ConversationGroupsCreateItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `conversation-groups.create` answers where some items are done and some are not. */
export interface ConversationGroupsCreatePartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  readonly conversationGroupId?: number
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: ConversationGroupsCreateBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly ConversationGroupsCreateItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly ConversationGroupsCreateItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly ConversationGroupsCreateItemUnknown[]
}

export interface ConversationGroupsCreateItemOk {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId?: string
  readonly groupId?: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface ConversationGroupsCreateItemFailed {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId?: string
  readonly groupId?: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface ConversationGroupsCreateItemUnknown {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId?: string
  readonly groupId?: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/**
 * The body of `conversation-groups.update`.
 *
 * An object with exactly one of `newName`, `conversations`.
 */
export type ConversationGroupsUpdateBody = OneOf<{
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** How it is called. A string of 1 to 32 bytes. */
  readonly name: string
  /** A string of 1 to 32 bytes. It holds no U+FFFD, the mark of a character that was lost on the way. */
  readonly newName?: string | undefined
  /** 1 to 1,000 objects. No two have the same `peerId` and `groupId`. */
  readonly conversations?: readonly ConversationGroupsUpdateItem[] | undefined
  /** Says that an earlier request for the same may have taken effect: what it did then counts as done. */
  readonly repeated?: boolean | undefined
}, 'newName' | 'conversations'>

/**
 * An item of `conversation-groups.update`.
 *
 * An object with exactly one of `peerId`, `groupId`.
 */
export type ConversationGroupsUpdateItem = OneOf<{
  /** A UserID: of the account at the other end of the chat. A string of 1 to 32 bytes. */
  readonly peerId?: string | undefined
  /** Printable ASCII, of 1 to 48 bytes. */
  readonly groupId?: string | undefined
  /** What becomes of it. */
  readonly action: 'add' | 'remove'
}, 'peerId' | 'groupId'>

/** What `conversation-groups.update` answers where all is done. */
export interface ConversationGroupsUpdateAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts?: Counts
  /** One for each item, in the order of the request. */
  readonly results?: readonly ConversationGroupsUpdateItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `conversation-groups.update` answers where some items are done and some are not. */
export interface ConversationGroupsUpdatePartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts?: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: ConversationGroupsUpdateBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly ConversationGroupsUpdateItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly ConversationGroupsUpdateItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly ConversationGroupsUpdateItemUnknown[]
}

export interface ConversationGroupsUpdateItemOk {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId?: string
  readonly groupId?: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface ConversationGroupsUpdateItemFailed {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId?: string
  readonly groupId?: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface ConversationGroupsUpdateItemUnknown {
  /** A UserID: of the account at the other end of the chat. */
  readonly peerId?: string
  readonly groupId?: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

/** The body of `conversation-groups.delete`. */
export interface ConversationGroupsDeleteBody {
  /** Which app of yours is meant; left out, it is the default app. 1 to 64 letters, digits, "_" or "-". */
  readonly app?: string | undefined
  /**
   * A UserID: of the account acted for or, inside an item, of the account that the item is about. A string of 1 to
   * 32 bytes.
   */
  readonly userId: string
  /** What the attributes are called, by their slots. 1 to 20 of: a string of 1 to 32 bytes, none twice. */
  readonly names: readonly string[]
  /** Says that an earlier request for the same may have taken effect: what it did then counts as done. */
  readonly repeated?: boolean | undefined
}

/** What `conversation-groups.delete` answers where all is done. */
export interface ConversationGroupsDeleteAnswer {
  /** All is done. */
  readonly outcome: 'ok'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** One for each item, in the order of the request. */
  readonly results: readonly ConversationGroupsDeleteItemOk[]
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
}

/** What `conversation-groups.delete` answers where some items are done and some are not. */
export interface ConversationGroupsDeletePartial {
  /** Some items are done, and some are not. */
  readonly outcome: 'partial'
  /** To be named to an operator; the header `x-request-id` has it too. */
  readonly requestId: string
  /** How many items ended in which way. */
  readonly counts: Counts
  /** A body with the items to send again, ready to send; it needs an `Idempotency-Key` of its own. */
  readonly retry?: ConversationGroupsDeleteBody
  /** What was left out since the answer would have been too large. */
  readonly omitted?: readonly string[]
  /** Items that are done, in the order of the request. */
  readonly done: readonly ConversationGroupsDeleteItemOk[]
  /** Items that are not done, in the order of the request. */
  readonly failed: readonly ConversationGroupsDeleteItemFailed[]
  /** Items of which nobody knows whether they are done, in the order of the request. */
  readonly unknown: readonly ConversationGroupsDeleteItemUnknown[]
}

export interface ConversationGroupsDeleteItemOk {
  /** How it is called. */
  readonly name: string
  /** It is done. */
  readonly status: 'ok'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
}

export interface ConversationGroupsDeleteItemFailed {
  /** How it is called. */
  readonly name: string
  /** It is not done. */
  readonly status: 'failed'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}

export interface ConversationGroupsDeleteItemUnknown {
  /** How it is called. */
  readonly name: string
  /** Nobody knows whether it is done. */
  readonly status: 'unknown'
  /** A later job set the same values; the verdict is of what overtook it. */
  readonly superseded?: true
  /** Why it is not done. */
  readonly error: ItemError
}
