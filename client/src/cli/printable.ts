/**
 * What a terminal obeys instead of showing, and what turns a line around: control characters, marks of direction and other formats,
 * separators of lines, halves of surrogate pairs. https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const COMMANDING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

const unitsOf = (character: string): string =>
  Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('')

/** A text that somebody else wrote, on one line, so that it does nothing to the terminal that shows it; JSON stays the same JSON. */
export const printable = (text: string): string => text.replace(COMMANDING, unitsOf)

/** The same for a text of several lines, as indented JSON is. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n')
