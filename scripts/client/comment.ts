const MOST = 116

/** A comment of documentation at an indentation; nothing where there are no words. */
export function comment(paragraphs: readonly string[], indent: string): string {
  const words = paragraphs.filter((text) => text !== '').map((text) => text.replaceAll('*/', '*\\/'))
  if (words.length === 0) return ''
  const [only] = words
  if (words.length === 1 && only !== undefined && !only.includes('\n') && only.length + indent.length + 7 <= MOST)
    return `${indent}/** ${only} */\n`
  const lines = words.flatMap((text, index) => [
    ...(index === 0 ? [] : ['']),
    ...text.split('\n').flatMap(wrapped(indent)),
  ])
  return [`${indent}/**`, ...lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}`), `${indent} */\n`].join(
    '\n',
  )
}

/** Lines that fit; one of code stays as it is. */
const wrapped =
  (indent: string) =>
  (text: string): string[] => {
    if (/^(```|await )/.test(text)) return [text]
    const lines: string[] = []
    for (const word of text.split(' ')) {
      const last = lines.at(-1)
      if (last === undefined || last.length + word.length + indent.length + 4 > MOST) lines.push(word)
      else lines[lines.length - 1] = `${last} ${word}`
    }
    return lines
  }
