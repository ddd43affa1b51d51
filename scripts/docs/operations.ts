import { operations } from '../../lib/operations/index.ts'
import { code, table } from './markdown.ts'

/** Our names beside Chat's, from the rows. */
export const operationsTable = (): string =>
  table(
    ['operation', 'HTTP', 'what it does', 'Chat’s command', 'items a call', 'safe to repeat'],
    [...operations.values()].map(({ name, summary, path, page, items, repeatable }) => [
      code(name),
      code(`POST /v1/${name.replace('.', '/')}`),
      summary,
      `[${code(path)}](${page})`,
      items.limit.toLocaleString('en'),
      repeatable ? 'yes' : 'no',
    ]),
  )
