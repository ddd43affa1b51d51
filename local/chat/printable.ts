/**
 * What a terminal obeys instead of showing, and what turns a line around: control characters, marks of direction and other formats,
 * separators of lines, halves of surrogate pairs. https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const COMMANDING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

const escaped = (character: string): string =>
  [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('')

/**
 * A text that somebody else wrote, so that it does nothing to the terminal it is printed on: on one line, and cut where it is longer.
 * @param most characters that it may take
 */
export function printable(text: string, most = Infinity): string {
  const told = text.slice(0, most).replace(COMMANDING, escaped)
  return text.length > most || told.length > most ? `${told.slice(0, most - 1)}…` : told
}

/** The same for a text of several lines, as indented JSON or a stack is. */
export const printableLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => printable(line))
    .join('\n')
