interface Format {
  readonly pattern: RegExp
  /** The words a caller reads when a text does not match. */
  readonly means: string
}

const letters = /^[A-Za-z]{1,8}$/

/** Named forms of short strings. */
export const formats = {
  'app-name': { pattern: /^[A-Za-z0-9_-]{1,64}$/, means: '1 to 64 letters, digits, "_" or "-"' },
  'custom-field-name': { pattern: letters, means: '1 to 8 English letters' },
  'source-name': { pattern: letters, means: '1 to 8 English letters, without the prefix AddSource_Type_' },
  // The kinds that we have a form for are taken in that form alone.
  'element-type': {
    pattern: /^TIM(?!(Text|Custom|Location|Face|Image|Sound|File|VideoFile)Elem$)[A-Za-z]{4,64}Elem$/,
    means: 'TIM, 4 to 64 English letters and Elem, for a kind that has no word of ours',
  },
  'bot-id': { pattern: /^@RBT#./s, means: 'the UserID of a bot: "@RBT#" and something behind it' },
  'field-name': {
    pattern:
      /^(remark|remarkedAt|lists|source|wording|addedAt|custom\.[A-Za-z]{1,8}|profile\.(custom\.[A-Za-z0-9_]{1,50}|(?!custom$)[A-Za-z0-9_]{1,50}))$/,
    means:
      'remark, remarkedAt, lists, source, wording, addedAt, custom.<Name>, profile.<Name> or profile.custom.<Name>',
  },
  'profile-field-name': {
    pattern:
      /^(nick|signature|avatarUrl|location|birthday|language|level|role|messageSettings|gender|friendRequests|mayAddFriends|custom\.[A-Za-z]{1,8})$/,
    means:
      'nick, signature, avatarUrl, location, birthday, language, level, role, messageSettings, gender, friendRequests, mayAddFriends or custom.<Name>',
  },
  'group-id': { pattern: /^[\x20-\x7e]*$/, means: 'printable ASCII' },
  'mark-word': {
    pattern: /^(favorite|unread|folded|hidden)$/,
    means: 'favorite, unread, folded, hidden, or a number (not a text) from 32 to 63',
  },
  'whole-hour': { pattern: /T\d\d:00:00Z$/, means: 'a whole hour in UTC, written like 2023-11-14T22:00:00Z' },
} as const satisfies Record<string, Format>

export type FormatName = keyof typeof formats
