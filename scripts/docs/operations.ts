import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { AnyOperation } from '../../lib/operation.ts'
import { operations } from '../../lib/operations/index.ts'
import { type FormatName, formats } from '../../schemas/formats.ts'
import { schemas } from '../request-schemas.ts'
import { code, table } from './markdown.ts'

const cases = path.join(import.meta.dirname, '../../test/cases')
const rows = [...operations.values()]

const routeOf = ({ name }: AnyOperation): string => `POST /v1/${name.replace('.', '/')}`

const repeatOf = ({ effect, repeatFor, done = [] }: AnyOperation): string => {
  if (effect === 'read') return 'yes: it reads'
  if (repeatFor === 0) return 'no: ask first'
  if (repeatFor !== undefined) return `for ${repeatFor / 1000} s`
  return done.length === 0 ? 'yes: it sets' : `yes: ${done.map(code).join(', ')} then counts as done`
}

/** Our names beside Chat's, from the rows. */
export const operationsTable = (): string =>
  table(
    ['operation', 'what it does', 'Chat’s command', 'items a call', 'safe to send again'],
    rows.map((row) => [
      code(row.name),
      row.summary,
      `[${code(row.path)}](${row.page})`,
      row.items?.limit.toLocaleString('en') ?? '–',
      repeatOf(row),
    ]),
  )

export const operationsPage = (): string =>
  [
    '# Operations',
    'Each is a path of its own and, by its name, an entry of a batch, with the same body. Every body takes `app` (left ' +
      'out: the default app) and `userId`, the account acted for. All examples run in this order against',
    '```sh\nnpm start\n```',
    operationsTable(),
    [
      '- **Pages**: where an answer has a `cursor`, send it as `cursor` in the next request for the same account; where it has ' +
        'none, the list is complete. A cursor belongs to its operation, app and account.',
      '- **Relations**: `mutual`, `outgoing` (the account has the other), `incoming` (the other has it), `none`. `mutual: false` ' +
        'in a check asks only for the account’s own side.',
      '- **Both sides**: `friends.add` and the checks mean both unless `mutual` is `false`; deleting has no default, since it ' +
        'destroys. `force` (default `false`) adds without asking for consent.',
      '- **Repeats**: `repeated: true` says that an earlier request for the same may have taken effect; “already a friend” and ' +
        'the like then count as done. `retry` bodies say it by themselves.',
      '- **Defaults**: `friends.get` reads remark, lists, source, wording and addedAt (remarkedAt only where `fields` names it); ' +
        '`blocklist.list` 100 a page; `friend-lists.get` names and counts, with `withFriends` the members too.',
      '- **Values that can’t be read**: a friend, a friend list or an entry of the blocklist is answered without them and names them ' +
        'in `unreadable`, such as `["addedAt", "custom.Level"]`: a time that is none or outside the years 1970 to 9999, a value ' +
        'of another type, a field that Chat names twice. (`custom` or `profile` alone stands for all fields of it; that of the ' +
        'page itself says `total`.) An integer beyond 2^53 comes as a string of its digits.',
    ].join('\n'),
    ...rows.map(sectionOf),
  ].join('\n\n')

interface Example {
  readonly request: object
  readonly answer: object
}

function sectionOf(row: AnyOperation): string {
  const [family = '', operation = ''] = row.name.split('.')
  const file = readFileSync(path.join(cases, family, operation, 'example.json'), 'utf8')
  const { request, answer } = JSON.parse(file) as Example
  return [
    `## ${row.name}`,
    `${row.summary}. ${code(routeOf(row))}, ${row.effect === 'read' ? 'a read' : 'a write'} of [${code(row.path)}](${row.page}).`,
    table(['member', 'takes'], membersOf(row)),
    block('sh', curlOf(row, request)),
    block('json', JSON.stringify({ outcome: 'ok', requestId: '…', ...answer })),
  ].join('\n\n')
}

const curlOf = ({ name }: AnyOperation, request: object): string =>
  `curl -s http://127.0.0.1:4000/v1/${name.replace('.', '/')} -H 'content-type: application/json' \\\n  -d '${JSON.stringify(request)}'`

const block = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``

interface Schema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly [keyword: string]: unknown
}

/** A line per member of the body, and of its items, that is not every body's. */
function membersOf(row: AnyOperation): string[][] {
  const { properties = {}, required = [] } = schemas[row.name] as Schema
  const own = Object.entries(properties).filter(([name]) => name !== 'app' && name !== 'userId')
  return own.flatMap(([name, schema]) => {
    const inner = schema.items?.properties ?? {}
    const line = [code(name), `${takes(schema)}${required.includes(name) ? '' : ', optional'}`]
    const needed = schema.items?.required ?? []
    const lines = Object.entries(inner).map(([key, item]) => [
      code(`${name}[].${key}`),
      `${takes(item)}${needed.includes(key) ? '' : ', optional'}`,
    ])
    return [line, ...lines]
  })
}

function takes(schema: Schema): string {
  const { type, bytes, minItems = 0, maxItems, minimum, maximum, format, utcTime, items } = schema
  if (type === 'array')
    return `${minItems} to ${Number(maxItems).toLocaleString('en')} ${items?.type === 'object' ? 'objects' : `of: ${takes(items ?? {})}`}`
  if (type === 'object')
    return 'an object of at most 20 custom fields (`MAX_CUSTOM_FIELDS`), by name: strings to 500 bytes, integers where declared'
  if (type === 'integer') return `an integer from ${minimum} to ${maximum}`
  if (type === 'boolean') return '`true` or `false`'
  if (utcTime) return 'a time, `YYYY-MM-DDTHH:MM:SSZ`'
  const [least, most] = (bytes ?? []) as readonly number[]
  return bytes ? `a string of ${least} to ${most} bytes` : formats[format as FormatName].means
}
