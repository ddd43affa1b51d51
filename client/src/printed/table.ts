// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

/** Where an operation's items stand, and what names one. */
export interface ItemsRow {
  /** The member of the body that holds them. */
  readonly member: string
  /** The members of an item of which one names it; none where an item is the name itself. */
  readonly id: readonly string[]
  /** What the name is called in the results. */
  readonly as: readonly string[]
  /** How many a request may have. */
  readonly most: number
}

/** What the client knows of an operation. */
export interface OperationRow {
  readonly name: OperationName
  /** The members of the gateway that lead to its method. */
  readonly family: string
  readonly method: string
  readonly path: string
  readonly effect: 'read' | 'write'
  readonly items?: ItemsRow
  /** Whether the answer is one of several pages. */
  readonly paged: boolean
  /** Whether the body may say that an earlier request for the same may have taken effect. */
  readonly takesRepeated: boolean
}

const table = {
  'friends.add': { name: 'friends.add', family: 'friends', method: 'add', path: '/v1/friends/add', effect: 'write', items: { member: 'friends', id: ['userId'], as: ['userId'], most: 10000 }, paged: false, takesRepeated: true },
  'friends.import': { name: 'friends.import', family: 'friends', method: 'import', path: '/v1/friends/import', effect: 'write', items: { member: 'friends', id: ['userId'], as: ['userId'], most: 10000 }, paged: false, takesRepeated: true },
  'friends.update': { name: 'friends.update', family: 'friends', method: 'update', path: '/v1/friends/update', effect: 'write', items: { member: 'friends', id: ['userId'], as: ['userId'], most: 10000 }, paged: false, takesRepeated: false },
  'friends.delete': { name: 'friends.delete', family: 'friends', method: 'delete', path: '/v1/friends/delete', effect: 'write', items: { member: 'friendIds', id: [], as: ['userId'], most: 10000 }, paged: false, takesRepeated: true },
  'friends.delete-all': { name: 'friends.delete-all', family: 'friends', method: 'deleteAll', path: '/v1/friends/delete-all', effect: 'write', paged: false, takesRepeated: true },
  'friends.check': { name: 'friends.check', family: 'friends', method: 'check', path: '/v1/friends/check', effect: 'read', items: { member: 'friendIds', id: [], as: ['userId'], most: 10000 }, paged: false, takesRepeated: false },
  'friends.list': { name: 'friends.list', family: 'friends', method: 'list', path: '/v1/friends/list', effect: 'read', paged: true, takesRepeated: false },
  'friends.get': { name: 'friends.get', family: 'friends', method: 'get', path: '/v1/friends/get', effect: 'read', items: { member: 'friendIds', id: [], as: ['userId'], most: 10000 }, paged: false, takesRepeated: false },
  'friend-lists.add': { name: 'friend-lists.add', family: 'friendLists', method: 'add', path: '/v1/friend-lists/add', effect: 'write', items: { member: 'friendIds', id: [], as: ['userId'], most: 10000 }, paged: false, takesRepeated: true },
  'friend-lists.delete': { name: 'friend-lists.delete', family: 'friendLists', method: 'delete', path: '/v1/friend-lists/delete', effect: 'write', paged: false, takesRepeated: true },
  'friend-lists.get': { name: 'friend-lists.get', family: 'friendLists', method: 'get', path: '/v1/friend-lists/get', effect: 'read', paged: false, takesRepeated: false },
  'blocklist.add': { name: 'blocklist.add', family: 'blocklist', method: 'add', path: '/v1/blocklist/add', effect: 'write', items: { member: 'userIds', id: [], as: ['userId'], most: 10000 }, paged: false, takesRepeated: true },
  'blocklist.delete': { name: 'blocklist.delete', family: 'blocklist', method: 'delete', path: '/v1/blocklist/delete', effect: 'write', items: { member: 'userIds', id: [], as: ['userId'], most: 10000 }, paged: false, takesRepeated: true },
  'blocklist.list': { name: 'blocklist.list', family: 'blocklist', method: 'list', path: '/v1/blocklist/list', effect: 'read', paged: true, takesRepeated: false },
  'blocklist.check': { name: 'blocklist.check', family: 'blocklist', method: 'check', path: '/v1/blocklist/check', effect: 'read', items: { member: 'userIds', id: [], as: ['userId'], most: 10000 }, paged: false, takesRepeated: false },
  'accounts.import-one': { name: 'accounts.import-one', family: 'accounts', method: 'importOne', path: '/v1/accounts/import-one', effect: 'write', paged: false, takesRepeated: false },
  'accounts.import': { name: 'accounts.import', family: 'accounts', method: 'import', path: '/v1/accounts/import', effect: 'write', items: { member: 'accounts', id: ['userId'], as: ['userId'], most: 10000 }, paged: false, takesRepeated: false },
  'accounts.delete': { name: 'accounts.delete', family: 'accounts', method: 'delete', path: '/v1/accounts/delete', effect: 'write', items: { member: 'userIds', id: [], as: ['userId'], most: 10000 }, paged: false, takesRepeated: true },
  'accounts.check': { name: 'accounts.check', family: 'accounts', method: 'check', path: '/v1/accounts/check', effect: 'read', items: { member: 'userIds', id: [], as: ['userId'], most: 10000 }, paged: false, takesRepeated: false },
  'profiles.set': { name: 'profiles.set', family: 'profiles', method: 'set', path: '/v1/profiles/set', effect: 'write', paged: false, takesRepeated: false },
  'profiles.get': { name: 'profiles.get', family: 'profiles', method: 'get', path: '/v1/profiles/get', effect: 'read', items: { member: 'userIds', id: [], as: ['userId'], most: 10000 }, paged: false, takesRepeated: false },
  'sessions.kick': { name: 'sessions.kick', family: 'sessions', method: 'kick', path: '/v1/sessions/kick', effect: 'write', paged: false, takesRepeated: false },
  'presence.get': { name: 'presence.get', family: 'presence', method: 'get', path: '/v1/presence/get', effect: 'read', items: { member: 'userIds', id: [], as: ['userId'], most: 10000 }, paged: false, takesRepeated: false },
  'mutes.set': { name: 'mutes.set', family: 'mutes', method: 'set', path: '/v1/mutes/set', effect: 'write', paged: false, takesRepeated: false },
  'mutes.get': { name: 'mutes.get', family: 'mutes', method: 'get', path: '/v1/mutes/get', effect: 'read', paged: false, takesRepeated: false },
  'bots.list': { name: 'bots.list', family: 'bots', method: 'list', path: '/v1/bots/list', effect: 'read', paged: false, takesRepeated: false },
  'bots.create': { name: 'bots.create', family: 'bots', method: 'create', path: '/v1/bots/create', effect: 'write', paged: false, takesRepeated: false },
  'bots.delete': { name: 'bots.delete', family: 'bots', method: 'delete', path: '/v1/bots/delete', effect: 'write', paged: false, takesRepeated: false },
  'conversations.list': { name: 'conversations.list', family: 'conversations', method: 'list', path: '/v1/conversations/list', effect: 'read', paged: true, takesRepeated: false },
  'conversations.get-unread': { name: 'conversations.get-unread', family: 'conversations', method: 'getUnread', path: '/v1/conversations/get-unread', effect: 'read', items: { member: 'peerIds', id: [], as: ['peerId'], most: 10000 }, paged: false, takesRepeated: false },
  'conversations.delete': { name: 'conversations.delete', family: 'conversations', method: 'delete', path: '/v1/conversations/delete', effect: 'write', paged: false, takesRepeated: false },
  'conversation-groups.create': { name: 'conversation-groups.create', family: 'conversationGroups', method: 'create', path: '/v1/conversation-groups/create', effect: 'write', items: { member: 'conversations', id: ['peerId', 'groupId'], as: ['peerId', 'groupId'], most: 1000 }, paged: false, takesRepeated: false },
  'conversation-groups.update': { name: 'conversation-groups.update', family: 'conversationGroups', method: 'update', path: '/v1/conversation-groups/update', effect: 'write', items: { member: 'conversations', id: ['peerId', 'groupId'], as: ['peerId', 'groupId'], most: 1000 }, paged: false, takesRepeated: true },
  'conversation-groups.delete': { name: 'conversation-groups.delete', family: 'conversationGroups', method: 'delete', path: '/v1/conversation-groups/delete', effect: 'write', items: { member: 'names', id: [], as: ['name'], most: 20 }, paged: false, takesRepeated: true },
  'conversation-marks.set': { name: 'conversation-marks.set', family: 'conversationMarks', method: 'set', path: '/v1/conversation-marks/set', effect: 'write', items: { member: 'conversations', id: ['peerId', 'groupId'], as: ['peerId', 'groupId'], most: 10000 }, paged: false, takesRepeated: false },
  'conversation-marks.get': { name: 'conversation-marks.get', family: 'conversationMarks', method: 'get', path: '/v1/conversation-marks/get', effect: 'read', items: { member: 'conversations', id: ['peerId', 'groupId'], as: ['peerId', 'groupId'], most: 10000 }, paged: false, takesRepeated: false },
  'conversation-marks.list': { name: 'conversation-marks.list', family: 'conversationMarks', method: 'list', path: '/v1/conversation-marks/list', effect: 'read', paged: true, takesRepeated: false },
  'user-attribute-names.set': { name: 'user-attribute-names.set', family: 'userAttributeNames', method: 'set', path: '/v1/user-attribute-names/set', effect: 'write', paged: false, takesRepeated: false },
  'user-attribute-names.get': { name: 'user-attribute-names.get', family: 'userAttributeNames', method: 'get', path: '/v1/user-attribute-names/get', effect: 'read', paged: false, takesRepeated: false },
  'user-attributes.get': { name: 'user-attributes.get', family: 'userAttributes', method: 'get', path: '/v1/user-attributes/get', effect: 'read', items: { member: 'userIds', id: [], as: ['userId'], most: 10000 }, paged: false, takesRepeated: false },
  'user-attributes.set': { name: 'user-attributes.set', family: 'userAttributes', method: 'set', path: '/v1/user-attributes/set', effect: 'write', items: { member: 'users', id: ['userId'], as: ['userId'], most: 10000 }, paged: false, takesRepeated: false },
  'user-attributes.delete': { name: 'user-attributes.delete', family: 'userAttributes', method: 'delete', path: '/v1/user-attributes/delete', effect: 'write', items: { member: 'users', id: ['userId'], as: ['userId'], most: 10000 }, paged: false, takesRepeated: false },
  'user-tags.get': { name: 'user-tags.get', family: 'userTags', method: 'get', path: '/v1/user-tags/get', effect: 'read', items: { member: 'userIds', id: [], as: ['userId'], most: 10000 }, paged: false, takesRepeated: false },
  'user-tags.add': { name: 'user-tags.add', family: 'userTags', method: 'add', path: '/v1/user-tags/add', effect: 'write', items: { member: 'users', id: ['userId'], as: ['userId'], most: 10000 }, paged: false, takesRepeated: false },
  'user-tags.delete': { name: 'user-tags.delete', family: 'userTags', method: 'delete', path: '/v1/user-tags/delete', effect: 'write', items: { member: 'users', id: ['userId'], as: ['userId'], most: 10000 }, paged: false, takesRepeated: false },
  'user-tags.delete-all': { name: 'user-tags.delete-all', family: 'userTags', method: 'deleteAll', path: '/v1/user-tags/delete-all', effect: 'write', items: { member: 'userIds', id: [], as: ['userId'], most: 10000 }, paged: false, takesRepeated: false },
  'messages.send': { name: 'messages.send', family: 'messages', method: 'send', path: '/v1/messages/send', effect: 'write', paged: false, takesRepeated: false },
  'messages.send-batch': { name: 'messages.send-batch', family: 'messages', method: 'sendBatch', path: '/v1/messages/send-batch', effect: 'write', items: { member: 'peerIds', id: [], as: ['peerId'], most: 10000 }, paged: false, takesRepeated: false },
  'messages.import': { name: 'messages.import', family: 'messages', method: 'import', path: '/v1/messages/import', effect: 'write', paged: false, takesRepeated: false },
  'messages.update': { name: 'messages.update', family: 'messages', method: 'update', path: '/v1/messages/update', effect: 'write', paged: false, takesRepeated: false },
  'messages.list': { name: 'messages.list', family: 'messages', method: 'list', path: '/v1/messages/list', effect: 'read', paged: true, takesRepeated: false },
  'messages.recall': { name: 'messages.recall', family: 'messages', method: 'recall', path: '/v1/messages/recall', effect: 'write', paged: false, takesRepeated: true },
  'messages.mark-read': { name: 'messages.mark-read', family: 'messages', method: 'markRead', path: '/v1/messages/mark-read', effect: 'write', paged: false, takesRepeated: false },
  'message-extensions.update': { name: 'message-extensions.update', family: 'messageExtensions', method: 'update', path: '/v1/message-extensions/update', effect: 'write', items: { member: 'pairs', id: ['key'], as: ['key'], most: 300 }, paged: false, takesRepeated: false },
  'message-extensions.list': { name: 'message-extensions.list', family: 'messageExtensions', method: 'list', path: '/v1/message-extensions/list', effect: 'read', paged: true, takesRepeated: false },
  'push.send': { name: 'push.send', family: 'push', method: 'send', path: '/v1/push/send', effect: 'write', paged: false, takesRepeated: false },
  'operations-data.get': { name: 'operations-data.get', family: 'operationsData', method: 'get', path: '/v1/operations-data/get', effect: 'read', paged: false, takesRepeated: false },
  'message-archives.get': { name: 'message-archives.get', family: 'messageArchives', method: 'get', path: '/v1/message-archives/get', effect: 'read', paged: false, takesRepeated: false },
  'server-addresses.get': { name: 'server-addresses.get', family: 'serverAddresses', method: 'get', path: '/v1/server-addresses/get', effect: 'read', paged: false, takesRepeated: false },
} as const

export type OperationName = keyof typeof table

/** Every operation by its name. */
export const operations: { readonly [name in OperationName]: OperationRow } = table
