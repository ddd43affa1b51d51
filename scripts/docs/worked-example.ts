import { readFileSync } from 'node:fs'
import path from 'node:path'
import { code } from '../markdown.ts'

const root = path.join(import.meta.dirname, '../..')

/** The four files of a plain operation, in the order they are written. */
const FILES: readonly (readonly [file: string, what: string])[] = [
  ['schemas/blocklist/delete.ts', 'the shape of the body and of the answer'],
  ['lib/operations/blocklist/delete.ts', 'the row'],
  ['test/cases/blocklist/delete.json', 'the case: the page’s sample, an example, stories'],
  ['local/chat/commands/sns/black_list_delete.ts', 'the emulator’s own reading of the page'],
]

/** The files of one operation as they stand, and how long they are: an example that can't grow stale. */
export function workedExample(): string {
  const files = FILES.map(([file, what]) => ({
    file,
    what,
    text: readFileSync(path.join(root, file), 'utf8').trimEnd(),
  }))
  const lines = (text: string) => text.split('\n').length
  const sum = files.reduce((all, { text }) => all + lines(text), 0)
  const blocks = files.map(({ file, what, text }) => {
    const language = file.endsWith('.json') ? 'json' : 'ts'
    return `${code(file)}, ${what} (${lines(text)} lines):\n\n\`\`\`${language}\n${text}\n\`\`\``
  })
  return [...blocks, `Together ${sum} lines.`].join('\n\n')
}
