/** What families are about, so that a README's table stays short; a family that stands in none has a line of its own. */
export const areas: Readonly<Record<string, readonly string[]>> = {
  'friends and lists of them': ['friends', 'friend-lists', 'blocklist'],
  messages: ['messages', 'message-extensions', 'push'],
  conversations: ['conversations', 'conversation-groups', 'conversation-marks'],
  accounts: ['accounts', 'profiles', 'sessions', 'presence', 'mutes', 'bots'],
  'what tells users apart': ['user-attribute-names', 'user-attributes', 'user-tags'],
  'the app itself': ['operations-data', 'message-archives', 'server-addresses'],
}
