// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

import type { Friends, FriendsAddAnswer, FriendsAddBody, FriendsAddPartial, FriendsCheckAnswer, FriendsCheckBody, FriendsCheckPartial, FriendsDeleteAllAnswer, FriendsDeleteAllBody, FriendsDeleteAnswer, FriendsDeleteBody, FriendsDeletePartial, FriendsGetAnswer, FriendsGetBody, FriendsGetPartial, FriendsImportAnswer, FriendsImportBody, FriendsImportPartial, FriendsListAnswer, FriendsListBody, FriendsUpdateAnswer, FriendsUpdateBody, FriendsUpdatePartial } from './operations/friends.ts'
import type { FriendLists, FriendListsAddAnswer, FriendListsAddBody, FriendListsAddPartial, FriendListsDeleteAnswer, FriendListsDeleteBody, FriendListsGetAnswer, FriendListsGetBody } from './operations/friend-lists.ts'
import type { Blocklist, BlocklistAddAnswer, BlocklistAddBody, BlocklistAddPartial, BlocklistCheckAnswer, BlocklistCheckBody, BlocklistCheckPartial, BlocklistDeleteAnswer, BlocklistDeleteBody, BlocklistDeletePartial, BlocklistListAnswer, BlocklistListBody } from './operations/blocklist.ts'
import type { Accounts, AccountsCheckAnswer, AccountsCheckBody, AccountsCheckPartial, AccountsDeleteAnswer, AccountsDeleteBody, AccountsDeletePartial, AccountsImportAnswer, AccountsImportBody, AccountsImportOneAnswer, AccountsImportOneBody, AccountsImportPartial } from './operations/accounts.ts'
import type { Profiles, ProfilesGetAnswer, ProfilesGetBody, ProfilesGetPartial, ProfilesSetAnswer, ProfilesSetBody } from './operations/profiles.ts'
import type { Sessions, SessionsKickAnswer, SessionsKickBody } from './operations/sessions.ts'
import type { Presence, PresenceGetAnswer, PresenceGetBody, PresenceGetPartial } from './operations/presence.ts'
import type { Mutes, MutesGetAnswer, MutesGetBody, MutesSetAnswer, MutesSetBody } from './operations/mutes.ts'
import type { Bots, BotsCreateAnswer, BotsCreateBody, BotsDeleteAnswer, BotsDeleteBody, BotsListAnswer, BotsListBody } from './operations/bots.ts'
import type { Conversations, ConversationsDeleteAnswer, ConversationsDeleteBody, ConversationsGetUnreadAnswer, ConversationsGetUnreadBody, ConversationsGetUnreadPartial, ConversationsListAnswer, ConversationsListBody } from './operations/conversations.ts'
import type { ConversationGroups, ConversationGroupsCreateAnswer, ConversationGroupsCreateBody, ConversationGroupsCreatePartial, ConversationGroupsDeleteAnswer, ConversationGroupsDeleteBody, ConversationGroupsDeletePartial, ConversationGroupsUpdateAnswer, ConversationGroupsUpdateBody, ConversationGroupsUpdatePartial } from './operations/conversation-groups.ts'
import type { ConversationMarks, ConversationMarksGetAnswer, ConversationMarksGetBody, ConversationMarksGetPartial, ConversationMarksListAnswer, ConversationMarksListBody, ConversationMarksSetAnswer, ConversationMarksSetBody, ConversationMarksSetPartial } from './operations/conversation-marks.ts'
import type { UserAttributeNames, UserAttributeNamesGetAnswer, UserAttributeNamesGetBody, UserAttributeNamesSetAnswer, UserAttributeNamesSetBody } from './operations/user-attribute-names.ts'
import type { UserAttributes, UserAttributesDeleteAnswer, UserAttributesDeleteBody, UserAttributesDeletePartial, UserAttributesGetAnswer, UserAttributesGetBody, UserAttributesGetPartial, UserAttributesSetAnswer, UserAttributesSetBody, UserAttributesSetPartial } from './operations/user-attributes.ts'
import type { UserTags, UserTagsAddAnswer, UserTagsAddBody, UserTagsAddPartial, UserTagsDeleteAllAnswer, UserTagsDeleteAllBody, UserTagsDeleteAllPartial, UserTagsDeleteAnswer, UserTagsDeleteBody, UserTagsDeletePartial, UserTagsGetAnswer, UserTagsGetBody, UserTagsGetPartial } from './operations/user-tags.ts'
import type { Messages, MessagesImportAnswer, MessagesImportBody, MessagesListAnswer, MessagesListBody, MessagesMarkReadAnswer, MessagesMarkReadBody, MessagesRecallAnswer, MessagesRecallBody, MessagesSendAnswer, MessagesSendBatchAnswer, MessagesSendBatchBody, MessagesSendBatchPartial, MessagesSendBody, MessagesUpdateAnswer, MessagesUpdateBody } from './operations/messages.ts'
import type { MessageExtensions, MessageExtensionsListAnswer, MessageExtensionsListBody, MessageExtensionsUpdateAnswer, MessageExtensionsUpdateBody, MessageExtensionsUpdatePartial } from './operations/message-extensions.ts'
import type { Push, PushSendAnswer, PushSendBody } from './operations/push.ts'
import type { OperationsData, OperationsDataGetAnswer, OperationsDataGetBody } from './operations/operations-data.ts'
import type { MessageArchives, MessageArchivesGetAnswer, MessageArchivesGetBody } from './operations/message-archives.ts'
import type { ServerAddresses, ServerAddressesGetAnswer, ServerAddressesGetBody } from './operations/server-addresses.ts'

export type * from './operations/friends.ts'
export type * from './operations/friend-lists.ts'
export type * from './operations/blocklist.ts'
export type * from './operations/accounts.ts'
export type * from './operations/profiles.ts'
export type * from './operations/sessions.ts'
export type * from './operations/presence.ts'
export type * from './operations/mutes.ts'
export type * from './operations/bots.ts'
export type * from './operations/conversations.ts'
export type * from './operations/conversation-groups.ts'
export type * from './operations/conversation-marks.ts'
export type * from './operations/user-attribute-names.ts'
export type * from './operations/user-attributes.ts'
export type * from './operations/user-tags.ts'
export type * from './operations/messages.ts'
export type * from './operations/message-extensions.ts'
export type * from './operations/push.ts'
export type * from './operations/operations-data.ts'
export type * from './operations/message-archives.ts'
export type * from './operations/server-addresses.ts'
export type * from './parts.ts'

/** Every operation, by its family. */
export interface Families {
  /** The operations of `friends`. */
  readonly friends: Friends
  /** The operations of `friend-lists`. */
  readonly friendLists: FriendLists
  /** The operations of `blocklist`. */
  readonly blocklist: Blocklist
  /** The operations of `accounts`. */
  readonly accounts: Accounts
  /** The operations of `profiles`. */
  readonly profiles: Profiles
  /** The operations of `sessions`. */
  readonly sessions: Sessions
  /** The operations of `presence`. */
  readonly presence: Presence
  /** The operations of `mutes`. */
  readonly mutes: Mutes
  /** The operations of `bots`. */
  readonly bots: Bots
  /** The operations of `conversations`. */
  readonly conversations: Conversations
  /** The operations of `conversation-groups`. */
  readonly conversationGroups: ConversationGroups
  /** The operations of `conversation-marks`. */
  readonly conversationMarks: ConversationMarks
  /** The operations of `user-attribute-names`. */
  readonly userAttributeNames: UserAttributeNames
  /** The operations of `user-attributes`. */
  readonly userAttributes: UserAttributes
  /** The operations of `user-tags`. */
  readonly userTags: UserTags
  /** The operations of `messages`. */
  readonly messages: Messages
  /** The operations of `message-extensions`. */
  readonly messageExtensions: MessageExtensions
  /** The operations of `push`. */
  readonly push: Push
  /** The operations of `operations-data`. */
  readonly operationsData: OperationsData
  /** The operations of `message-archives`. */
  readonly messageArchives: MessageArchives
  /** The operations of `server-addresses`. */
  readonly serverAddresses: ServerAddresses
}

/** The body and the answer of each operation, by its name. */
export interface Shapes {
  readonly 'friends.add': { readonly body: FriendsAddBody; readonly answer: FriendsAddAnswer | FriendsAddPartial }
  readonly 'friends.import': { readonly body: FriendsImportBody; readonly answer: FriendsImportAnswer | FriendsImportPartial }
  readonly 'friends.update': { readonly body: FriendsUpdateBody; readonly answer: FriendsUpdateAnswer | FriendsUpdatePartial }
  readonly 'friends.delete': { readonly body: FriendsDeleteBody; readonly answer: FriendsDeleteAnswer | FriendsDeletePartial }
  readonly 'friends.delete-all': { readonly body: FriendsDeleteAllBody; readonly answer: FriendsDeleteAllAnswer }
  readonly 'friends.check': { readonly body: FriendsCheckBody; readonly answer: FriendsCheckAnswer | FriendsCheckPartial }
  readonly 'friends.list': { readonly body: FriendsListBody; readonly answer: FriendsListAnswer }
  readonly 'friends.get': { readonly body: FriendsGetBody; readonly answer: FriendsGetAnswer | FriendsGetPartial }
  readonly 'friend-lists.add': { readonly body: FriendListsAddBody; readonly answer: FriendListsAddAnswer | FriendListsAddPartial }
  readonly 'friend-lists.delete': { readonly body: FriendListsDeleteBody; readonly answer: FriendListsDeleteAnswer }
  readonly 'friend-lists.get': { readonly body: FriendListsGetBody; readonly answer: FriendListsGetAnswer }
  readonly 'blocklist.add': { readonly body: BlocklistAddBody; readonly answer: BlocklistAddAnswer | BlocklistAddPartial }
  readonly 'blocklist.delete': { readonly body: BlocklistDeleteBody; readonly answer: BlocklistDeleteAnswer | BlocklistDeletePartial }
  readonly 'blocklist.list': { readonly body: BlocklistListBody; readonly answer: BlocklistListAnswer }
  readonly 'blocklist.check': { readonly body: BlocklistCheckBody; readonly answer: BlocklistCheckAnswer | BlocklistCheckPartial }
  readonly 'accounts.import-one': { readonly body: AccountsImportOneBody; readonly answer: AccountsImportOneAnswer }
  readonly 'accounts.import': { readonly body: AccountsImportBody; readonly answer: AccountsImportAnswer | AccountsImportPartial }
  readonly 'accounts.delete': { readonly body: AccountsDeleteBody; readonly answer: AccountsDeleteAnswer | AccountsDeletePartial }
  readonly 'accounts.check': { readonly body: AccountsCheckBody; readonly answer: AccountsCheckAnswer | AccountsCheckPartial }
  readonly 'profiles.set': { readonly body: ProfilesSetBody; readonly answer: ProfilesSetAnswer }
  readonly 'profiles.get': { readonly body: ProfilesGetBody; readonly answer: ProfilesGetAnswer | ProfilesGetPartial }
  readonly 'sessions.kick': { readonly body: SessionsKickBody; readonly answer: SessionsKickAnswer }
  readonly 'presence.get': { readonly body: PresenceGetBody; readonly answer: PresenceGetAnswer | PresenceGetPartial }
  readonly 'mutes.set': { readonly body: MutesSetBody; readonly answer: MutesSetAnswer }
  readonly 'mutes.get': { readonly body: MutesGetBody; readonly answer: MutesGetAnswer }
  readonly 'bots.list': { readonly body: BotsListBody; readonly answer: BotsListAnswer }
  readonly 'bots.create': { readonly body: BotsCreateBody; readonly answer: BotsCreateAnswer }
  readonly 'bots.delete': { readonly body: BotsDeleteBody; readonly answer: BotsDeleteAnswer }
  readonly 'conversations.list': { readonly body: ConversationsListBody; readonly answer: ConversationsListAnswer }
  readonly 'conversations.get-unread': { readonly body: ConversationsGetUnreadBody; readonly answer: ConversationsGetUnreadAnswer | ConversationsGetUnreadPartial }
  readonly 'conversations.delete': { readonly body: ConversationsDeleteBody; readonly answer: ConversationsDeleteAnswer }
  readonly 'conversation-groups.create': { readonly body: ConversationGroupsCreateBody; readonly answer: ConversationGroupsCreateAnswer | ConversationGroupsCreatePartial }
  readonly 'conversation-groups.update': { readonly body: ConversationGroupsUpdateBody; readonly answer: ConversationGroupsUpdateAnswer | ConversationGroupsUpdatePartial }
  readonly 'conversation-groups.delete': { readonly body: ConversationGroupsDeleteBody; readonly answer: ConversationGroupsDeleteAnswer | ConversationGroupsDeletePartial }
  readonly 'conversation-marks.set': { readonly body: ConversationMarksSetBody; readonly answer: ConversationMarksSetAnswer | ConversationMarksSetPartial }
  readonly 'conversation-marks.get': { readonly body: ConversationMarksGetBody; readonly answer: ConversationMarksGetAnswer | ConversationMarksGetPartial }
  readonly 'conversation-marks.list': { readonly body: ConversationMarksListBody; readonly answer: ConversationMarksListAnswer }
  readonly 'user-attribute-names.set': { readonly body: UserAttributeNamesSetBody; readonly answer: UserAttributeNamesSetAnswer }
  readonly 'user-attribute-names.get': { readonly body: UserAttributeNamesGetBody; readonly answer: UserAttributeNamesGetAnswer }
  readonly 'user-attributes.get': { readonly body: UserAttributesGetBody; readonly answer: UserAttributesGetAnswer | UserAttributesGetPartial }
  readonly 'user-attributes.set': { readonly body: UserAttributesSetBody; readonly answer: UserAttributesSetAnswer | UserAttributesSetPartial }
  readonly 'user-attributes.delete': { readonly body: UserAttributesDeleteBody; readonly answer: UserAttributesDeleteAnswer | UserAttributesDeletePartial }
  readonly 'user-tags.get': { readonly body: UserTagsGetBody; readonly answer: UserTagsGetAnswer | UserTagsGetPartial }
  readonly 'user-tags.add': { readonly body: UserTagsAddBody; readonly answer: UserTagsAddAnswer | UserTagsAddPartial }
  readonly 'user-tags.delete': { readonly body: UserTagsDeleteBody; readonly answer: UserTagsDeleteAnswer | UserTagsDeletePartial }
  readonly 'user-tags.delete-all': { readonly body: UserTagsDeleteAllBody; readonly answer: UserTagsDeleteAllAnswer | UserTagsDeleteAllPartial }
  readonly 'messages.send': { readonly body: MessagesSendBody; readonly answer: MessagesSendAnswer }
  readonly 'messages.send-batch': { readonly body: MessagesSendBatchBody; readonly answer: MessagesSendBatchAnswer | MessagesSendBatchPartial }
  readonly 'messages.import': { readonly body: MessagesImportBody; readonly answer: MessagesImportAnswer }
  readonly 'messages.update': { readonly body: MessagesUpdateBody; readonly answer: MessagesUpdateAnswer }
  readonly 'messages.list': { readonly body: MessagesListBody; readonly answer: MessagesListAnswer }
  readonly 'messages.recall': { readonly body: MessagesRecallBody; readonly answer: MessagesRecallAnswer }
  readonly 'messages.mark-read': { readonly body: MessagesMarkReadBody; readonly answer: MessagesMarkReadAnswer }
  readonly 'message-extensions.update': { readonly body: MessageExtensionsUpdateBody; readonly answer: MessageExtensionsUpdateAnswer | MessageExtensionsUpdatePartial }
  readonly 'message-extensions.list': { readonly body: MessageExtensionsListBody; readonly answer: MessageExtensionsListAnswer }
  readonly 'push.send': { readonly body: PushSendBody; readonly answer: PushSendAnswer }
  readonly 'operations-data.get': { readonly body: OperationsDataGetBody; readonly answer: OperationsDataGetAnswer }
  readonly 'message-archives.get': { readonly body: MessageArchivesGetBody; readonly answer: MessageArchivesGetAnswer }
  readonly 'server-addresses.get': { readonly body: ServerAddressesGetBody; readonly answer: ServerAddressesGetAnswer }
}
