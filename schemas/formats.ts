/** Named forms of short strings: what they match, and the words a caller reads when one does not. */
export const formats = {
  'app-name': { pattern: /^[A-Za-z0-9_-]{1,64}$/, means: '1 to 64 letters, digits, "_" or "-"' },
  'custom-field-name': { pattern: /^[A-Za-z]{1,8}$/, means: '1 to 8 English letters' },
} as const

export type FormatName = keyof typeof formats
