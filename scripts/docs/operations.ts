import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { AnyOperation } from '../../lib/operation.ts'
import { operations } from '../../lib/operations/index.ts'
import type { Schema } from '../api/takes.ts'
import { code, table } from '../markdown.ts'
import { shapesOf } from '../shapes-of.ts'
import { areas } from './areas.ts'
import { linesOf } from './schema-members.ts'

const cases = path.join(import.meta.dirname, '../../test/cases')
const rows = [...operations.values()]

/** What each row's body takes and its answer holds. */
const shapes = new Map<string, { readonly body: Schema; readonly answer: Schema }>()
for (const { name } of rows)
  shapes.set(name, (await shapesOf(name)) as { readonly body: Schema; readonly answer: Schema })

const familyOf = ({ name }: AnyOperation): string => name.slice(0, name.indexOf('.'))
const families: ReadonlyMap<string, readonly AnyOperation[]> = Map.groupBy(rows, familyOf)

const routeOf = ({ name }: AnyOperation): string => `/v1/${name.replace('.', '/')}`
const upstreamOf = ({ path: command, page }: AnyOperation): string => `[${code(command)}](${page})`

const repeatOf = ({ effect, repeatFor, done = [] }: AnyOperation): string => {
  if (effect === 'read') return 'yes: it reads'
  if (repeatFor === 0) return 'no: ask first'
  if (repeatFor !== undefined) return `for ${repeatFor / 1000} s, then ask first; refused then, it stays \`unknown\``
  return done.length === 0 ? 'yes: it sets' : `yes: ${done.map(code).join(', ')} then counts as done`
}

/** All operations, our names beside Chat’s; each leads to its part of its family's page. */
export const operationsTable = (): string =>
  table(
    ['operation', 'what it does', 'Chat’s command', 'items a call', 'safe to send again'],
    rows.map((row) => [
      `[${code(row.name)}](${familyOf(row)}.md#${row.name.replace('.', '')})`,
      row.summary,
      upstreamOf(row),
      row.items?.limit.toLocaleString('en') ?? '–',
      repeatOf(row),
    ]),
  )

/** A line for all families about one thing, for a README: as short for a hundred operations as for fifteen. */
export function familiesTable(): string {
  const placed = new Set(Object.values(areas).flat())
  const alone = [...families.keys()]
    .filter((family) => !placed.has(family))
    .map((family) => [family, [family]] as const)
  return table(
    ['about', 'families and their operations'],
    [...Object.entries(areas), ...alone].map(([area, some]) => [area, some.map(familyLine).join(' · ')]),
  )
}

function familyLine(family: string): string {
  const names = (families.get(family) ?? []).map(({ name }) => code(name.slice(family.length + 1)))
  return `[${family}](docs/operations/${family}.md): ${names.join(' ')}`
}

/** The page of each family, by its path. */
export const familyPages: Readonly<Record<string, () => string>> = Object.fromEntries(
  [...families].map(([family, some]) => [`docs/operations/${family}.md`, () => familyPage(family, some)]),
)

const familyPage = (family: string, some: readonly AnyOperation[]): string =>
  [
    `# ${family}`,
    'Each operation is a path of its own and, by its name, an entry of a batch, an event or a job, with the same body. What bodies and ' +
      'answers have in common: [operations](README.md). The examples run in this order against',
    '```sh\nnpm start\n```',
    ...some.map(sectionOf),
  ].join('\n\n')

interface Example {
  readonly request: object
  readonly status?: number
  readonly answer: object
}

function exampleOf({ name }: AnyOperation): Example {
  const file = readFileSync(path.join(cases, `${name.replace('.', '/')}.json`), 'utf8')
  return (JSON.parse(file) as { readonly example: Example }).example
}

/** Members of every body or every answer, told in docs/operations/README.md. */
const OF_EVERY_BODY = new Set(['app', 'repeated'])
const OF_EVERY_ANSWER = new Set(['outcome', 'requestId', 'counts', 'retry', 'omitted'])
const OF_EVERY_RESULT = /^`results(\[\]\.(status|superseded|error\b.*))?`$/

function sectionOf(row: AnyOperation): string {
  const { request, status = 200, answer } = exampleOf(row)
  const { body, answer: told } = shapes.get(row.name)!
  const takes = linesOf(body, OF_EVERY_BODY)
  const holds = linesOf(told, OF_EVERY_ANSWER).filter(([member]) => !OF_EVERY_RESULT.test(member))
  // Of a problem here, `npm start` has a page.
  const opening = status < 300 ? { outcome: 'ok' } : { docs: '…' }
  const whole = { ...opening, requestId: '…', ...answer }
  return [
    `## ${row.name}`,
    `${row.summary}.`,
    factsOf(row),
    takes.length > 0 ? table(['the body’s member', 'takes'], takes) : 'The body has no member of its own: `{}`.',
    ...(holds.length > 0 ? [table(['the answer’s member', 'holds'], holds)] : []),
    block('sh', curlOf(row, request)),
    block('json', JSON.stringify(whole)),
  ].join('\n\n')
}

/** What a caller should know beside the body, a line each. */
function factsOf(row: AnyOperation): string {
  const { name, items, effect, rate, takesRepeated, byName } = row
  const { properties = {} } = shapes.get(name)!.body
  const facts = [
    `${code(`POST ${routeOf(row)}`)}, a ${effect} of ${upstreamOf(row)}`,
    items &&
      `${code(items.member)}: at most ${items.limit.toLocaleString('en')} go up in one call; more become several`,
    rate !== undefined && `at most ${rate.toLocaleString('en')} ${rate === 1 ? 'call' : 'calls'} a second of an app`,
    effect === 'write' &&
      `sent again after an unknown effect: ${repeatOf(row)}${takesRepeated ? '; takes `repeated`' : ''}`,
    byName &&
      `granted only by its own name or its family’s, never by a wildcard over families ([security](../security.md))`,
    properties.confirm && `does nothing without ${code(`"confirm": ${JSON.stringify(properties.confirm.const)}`)}`,
  ]
  return facts.flatMap((fact) => (fact ? [`- ${fact}`] : [])).join('\n')
}

const curlOf = (row: AnyOperation, request: object): string =>
  `curl -s http://127.0.0.1:4000${routeOf(row)} -H 'content-type: application/json' \\\n  -d '${JSON.stringify(request).replaceAll("'", "'\\''")}'`

const block = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``
