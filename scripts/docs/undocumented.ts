import { section } from '../markdown.ts'

/** The emulator's table of choices, taken from its own README, so that all choices can be read in one place. */
export function emulatorChoices(emulatorReadme: string): string {
  const found = section(emulatorReadme, /documentation/i)
  const rows = found?.split('\n').filter((line) => line.startsWith('|')) ?? []
  if (rows.length < 3)
    throw new Error('local/chat/README.md: no section about the documentation’s gaps that holds a table')
  const [head = '', , ...body] = rows.map((row) => row.replace(/ {2,}/g, ' '))
  return [head, head.replace(/[^|]+/g, ' --- '), ...body].join('\n')
}
