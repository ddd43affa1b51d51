/** Text that is markup already. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** What may stand in a template: texts are escaped, lists joined, and what is not there leaves nothing. */
export type Part = Html | string | number | false | undefined | readonly Part[]

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPED[character] ?? '')

const partText = (part: Part): string => {
  if (part instanceof Html) return part.text
  if (part === undefined || part === false) return ''
  return typeof part === 'object' ? part.map(partText).join('') : escaped(String(part))
}

/** Markup with texts in it, which can't break out of it: neither of an element nor of a quoted attribute. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.map((text, index) => (index === 0 ? text : partText(parts[index - 1]) + text)).join(''))

/** Parts with a separator between them. */
export const joined = (parts: readonly Part[], between: string): Part =>
  parts.flatMap((part, index) => (index === 0 ? [part] : [between, part]))

const MARKED = /`([^`]+)`|\*\*([^*]+)\*\*/g

/** A line of the document's words: `code` and **weight** are marked in it. */
export function marked(text: string): Html {
  let from = 0
  const parts: Part[] = []
  for (const match of text.matchAll(MARKED)) {
    const [whole, code, strong] = match
    parts.push(text.slice(from, match.index), code === undefined ? html`<strong>${strong}</strong>` : inCode(code))
    from = match.index + whole.length
  }
  return html`${parts}${text.slice(from)}`
}

export const inCode = (text: string | number): Html => html`<code>${text}</code>`

/** Paragraphs, as empty lines part them. */
export const paragraphs = (text: string): Part =>
  text.split('\n\n').map((paragraph) => html`<p>${marked(paragraph)}</p>`)
