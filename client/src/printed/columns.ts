// Printed by `npm run docs` from the rows of lib and their schemas; edit those instead.

/** What a cell holds. `texts` are several in one cell; `json` is written as JSON. */
export type CellType = 'text' | 'text or integer' | 'integer' | 'true or false' | 'texts' | 'json'

/** The operation that reads what another one sets. */
export interface ReadBefore {
  readonly operation: string
  /** Member of its body that lists whom it reads. */
  readonly ids: string
  /** Most of them that one call of Chat's carries. */
  readonly perCall: number
  /** Whether it acts for an account too. */
  readonly acts: boolean
  /** Whether its body may say which fields are read. */
  readonly picks: boolean
  /** Member of a result that holds what was read. */
  readonly at: string
  /** Members of that which the other one sets. */
  readonly members: readonly string[]
}

/** What `bulk` knows of a write. */
export interface BulkOperation {
  /** What stands where in a body with one item: `friends.remark`; `.*` stands for any name. */
  readonly columns: Readonly<Record<string, CellType>>
  /** Columns without which no row can be right. */
  readonly needs: readonly string[]
  /** Most items that one call of Chat's carries. */
  readonly perCall: number
  /** Calls a second that Chat takes, where that is not the app's usual quota. */
  readonly rate?: number
  /** Who is written by one request at a time: the account, all alike, or nobody. */
  readonly turn: 'account' | 'one' | 'none'
  readonly reads?: ReadBefore
}

export const bulkOperations: Readonly<Record<string, BulkOperation>> = {
  'friends.add': { columns: { app: 'text', userId: 'text', 'friends.userId': 'text', 'friends.source': 'text', 'friends.remark': 'text', 'friends.list': 'text', 'friends.wording': 'text', mutual: 'true or false', force: 'true or false', repeated: 'true or false' }, needs: ['userId', 'friends.userId', 'friends.source'], perCall: 1000, turn: 'account' },
  'friends.import': { columns: { app: 'text', userId: 'text', 'friends.userId': 'text', 'friends.source': 'text', 'friends.remark': 'text', 'friends.remarkedAt': 'text', 'friends.lists': 'texts', 'friends.wording': 'text', 'friends.addedAt': 'text', 'friends.custom.*': 'text or integer', repeated: 'true or false' }, needs: ['userId', 'friends.userId', 'friends.source'], perCall: 1000, turn: 'account' },
  'friends.update': { columns: { app: 'text', userId: 'text', 'friends.userId': 'text', 'friends.remark': 'text', 'friends.lists': 'texts', 'friends.custom.*': 'text or integer' }, needs: ['userId', 'friends.userId'], perCall: 1000, turn: 'account', reads: { operation: 'friends.get', ids: 'friendIds', perCall: 100, acts: true, picks: true, at: 'friend', members: ['remark', 'lists', 'custom'] } },
  'friends.delete': { columns: { app: 'text', userId: 'text', friendIds: 'text', mutual: 'true or false', repeated: 'true or false' }, needs: ['userId', 'friendIds', 'mutual'], perCall: 1000, turn: 'account' },
  'friends.delete-all': { columns: { app: 'text', userId: 'text', mutual: 'true or false', repeated: 'true or false' }, needs: ['userId', 'mutual'], perCall: 1, turn: 'account' },
  'friend-lists.add': { columns: { app: 'text', userId: 'text', lists: 'texts', friendIds: 'text', repeated: 'true or false' }, needs: ['userId', 'lists'], perCall: 1000, turn: 'account' },
  'friend-lists.delete': { columns: { app: 'text', userId: 'text', lists: 'texts', repeated: 'true or false' }, needs: ['userId', 'lists'], perCall: 1, turn: 'account' },
  'blocklist.add': { columns: { app: 'text', userId: 'text', userIds: 'text', repeated: 'true or false' }, needs: ['userId', 'userIds'], perCall: 1000, turn: 'account' },
  'blocklist.delete': { columns: { app: 'text', userId: 'text', userIds: 'text', repeated: 'true or false' }, needs: ['userId', 'userIds'], perCall: 1000, turn: 'account' },
  'accounts.import-one': { columns: { app: 'text', userId: 'text', nick: 'text', avatarUrl: 'text' }, needs: ['userId'], perCall: 1, turn: 'account' },
  'accounts.import': { columns: { app: 'text', 'accounts.userId': 'text', 'accounts.nick': 'text', 'accounts.avatarUrl': 'text' }, needs: ['accounts.userId'], perCall: 100, rate: 100, turn: 'one' },
  'accounts.delete': { columns: { app: 'text', userIds: 'text', confirm: 'text', repeated: 'true or false' }, needs: ['userIds', 'confirm'], perCall: 100, rate: 100, turn: 'one' },
  'profiles.set': { columns: { app: 'text', userId: 'text', nick: 'text', signature: 'text', avatarUrl: 'text', location: 'text', birthday: 'integer', language: 'integer', level: 'integer', role: 'integer', messageSettings: 'integer', gender: 'text', friendRequests: 'text', mayAddFriends: 'true or false', 'custom.*': 'text' }, needs: ['userId'], perCall: 1, turn: 'account', reads: { operation: 'profiles.get', ids: 'userIds', perCall: 100, acts: false, picks: true, at: 'profile', members: ['nick', 'signature', 'avatarUrl', 'location', 'birthday', 'language', 'level', 'role', 'messageSettings', 'gender', 'friendRequests', 'mayAddFriends', 'custom'] } },
  'sessions.kick': { columns: { app: 'text', userId: 'text' }, needs: ['userId'], perCall: 1, turn: 'account' },
  'mutes.set': { columns: { app: 'text', userId: 'text', 'oneToOne.seconds': 'integer', 'oneToOne.forever': 'true or false', 'oneToOne.lift': 'true or false', 'group.seconds': 'integer', 'group.forever': 'true or false', 'group.lift': 'true or false' }, needs: ['userId'], perCall: 1, turn: 'account' },
  'bots.create': { columns: { app: 'text', userId: 'text', nick: 'text', avatarUrl: 'text', signature: 'text' }, needs: ['userId'], perCall: 1, turn: 'account' },
  'bots.delete': { columns: { app: 'text', userId: 'text' }, needs: ['userId'], perCall: 1, turn: 'account' },
  'conversations.delete': { columns: { app: 'text', userId: 'text', peerId: 'text', groupId: 'text', clearHistory: 'true or false' }, needs: ['userId', 'clearHistory'], perCall: 1, turn: 'account' },
  'conversation-groups.create': { columns: { app: 'text', userId: 'text', name: 'text', 'conversations.peerId': 'text', 'conversations.groupId': 'text' }, needs: ['userId', 'name'], perCall: 1000, turn: 'account' },
  'conversation-groups.update': { columns: { app: 'text', userId: 'text', name: 'text', newName: 'text', 'conversations.peerId': 'text', 'conversations.groupId': 'text', 'conversations.action': 'text', repeated: 'true or false' }, needs: ['userId', 'name'], perCall: 1000, turn: 'account' },
  'conversation-groups.delete': { columns: { app: 'text', userId: 'text', names: 'text', repeated: 'true or false' }, needs: ['userId', 'names'], perCall: 1, turn: 'account' },
  'conversation-marks.set': { columns: { app: 'text', userId: 'text', 'conversations.peerId': 'text', 'conversations.groupId': 'text', 'conversations.add': 'json', 'conversations.remove': 'json', 'conversations.custom': 'text' }, needs: ['userId'], perCall: 100, turn: 'account' },
  'user-attribute-names.set': { columns: { app: 'text', 'names.0': 'text', 'names.1': 'text', 'names.2': 'text', 'names.3': 'text', 'names.4': 'text', 'names.5': 'text', 'names.6': 'text', 'names.7': 'text', 'names.8': 'text', 'names.9': 'text' }, needs: [], perCall: 1, rate: 100, turn: 'one' },
  'user-attributes.set': { columns: { app: 'text', 'users.userId': 'text', 'users.attributes.*': 'text' }, needs: ['users.userId'], perCall: 100, rate: 100, turn: 'one', reads: { operation: 'user-attributes.get', ids: 'userIds', perCall: 100, acts: false, picks: false, at: '', members: ['attributes'] } },
  'user-attributes.delete': { columns: { app: 'text', 'users.userId': 'text', 'users.names': 'texts' }, needs: ['users.userId', 'users.names'], perCall: 100, rate: 100, turn: 'one' },
  'user-tags.add': { columns: { app: 'text', 'users.userId': 'text', 'users.tags': 'texts' }, needs: ['users.userId', 'users.tags'], perCall: 100, rate: 100, turn: 'one' },
  'user-tags.delete': { columns: { app: 'text', 'users.userId': 'text', 'users.tags': 'texts' }, needs: ['users.userId', 'users.tags'], perCall: 100, rate: 100, turn: 'one' },
  'user-tags.delete-all': { columns: { app: 'text', userIds: 'text', confirm: 'text' }, needs: ['userIds', 'confirm'], perCall: 100, rate: 100, turn: 'one' },
  'messages.send': { columns: { app: 'text', userId: 'text', peerId: 'text', elements: 'json', clientMessageId: 'text', customData: 'text', 'offlinePush.enabled': 'true or false', 'offlinePush.title': 'text', 'offlinePush.text': 'text', 'offlinePush.data': 'text', 'offlinePush.android.*': 'json', 'offlinePush.apns.*': 'json', readReceipt: 'true or false', countUnread: 'true or false', updateConversation: 'true or false', skipWebhooks: 'texts', extensible: 'true or false', onlineOnly: 'true or false', respectMuted: 'true or false', lifetimeSeconds: 'integer', syncToSender: 'true or false' }, needs: ['peerId', 'elements'], perCall: 1, turn: 'account' },
  'messages.send-batch': { columns: { app: 'text', userId: 'text', peerIds: 'text', elements: 'json', clientMessageId: 'text', customData: 'text', 'offlinePush.enabled': 'true or false', 'offlinePush.title': 'text', 'offlinePush.text': 'text', 'offlinePush.data': 'text', 'offlinePush.android.*': 'json', 'offlinePush.apns.*': 'json', readReceipt: 'true or false', countUnread: 'true or false', updateConversation: 'true or false', respectMuted: 'true or false', lifetimeSeconds: 'integer', syncToSender: 'true or false' }, needs: ['peerIds', 'elements'], perCall: 500, turn: 'none' },
  'messages.import': { columns: { app: 'text', userId: 'text', peerId: 'text', sentAt: 'text', elements: 'json', clientMessageId: 'text', live: 'true or false', customData: 'text' }, needs: ['userId', 'peerId', 'sentAt', 'elements', 'clientMessageId', 'live'], perCall: 1, turn: 'account' },
  'messages.update': { columns: { app: 'text', userId: 'text', peerId: 'text', messageKey: 'text', elements: 'json', customData: 'text' }, needs: ['userId', 'peerId', 'messageKey'], perCall: 1, turn: 'account' },
  'messages.recall': { columns: { app: 'text', userId: 'text', peerId: 'text', messageKey: 'text', repeated: 'true or false' }, needs: ['userId', 'peerId', 'messageKey'], perCall: 1, turn: 'account' },
  'messages.mark-read': { columns: { app: 'text', userId: 'text', peerId: 'text', until: 'text' }, needs: ['userId', 'peerId'], perCall: 1, turn: 'account' },
  'message-extensions.update': { columns: { app: 'text', userId: 'text', peerId: 'text', messageKey: 'text', action: 'text', 'pairs.key': 'text', 'pairs.value': 'text', 'pairs.version': 'integer' }, needs: ['peerId', 'messageKey', 'action'], perCall: 20, turn: 'account' },
  'push.send': { columns: { app: 'text', 'audience.everyone': 'true or false', 'audience.tags.all': 'texts', 'audience.tags.any': 'texts', 'audience.attributes.all.*': 'text', 'audience.attributes.any.*': 'text', userId: 'text', elements: 'json', lifetimeSeconds: 'integer', 'offlinePush.enabled': 'true or false', 'offlinePush.title': 'text', 'offlinePush.text': 'text', 'offlinePush.data': 'text', 'offlinePush.android.*': 'json', 'offlinePush.apns.*': 'json', clientMessageId: 'text' }, needs: ['elements'], perCall: 1, rate: 1, turn: 'one' },
}
