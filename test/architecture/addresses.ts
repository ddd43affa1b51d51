import path from 'node:path'
import { type Checkout, type Rule, type Source, walk } from './checkout.ts'
import { importsOf } from './imports.ts'

/** What is asked of the stories of a row: enough of them, and what only one may show. */
const LEAST_STORIES = 3

interface Story {
  readonly status?: number
  readonly sent?: unknown
  readonly exchanges?: unknown
}

interface Address {
  readonly family: string
  readonly name: string
}

const addressIn = (file: string, pattern: RegExp): Address | undefined => {
  const [, family, name] = pattern.exec(file) ?? []
  return family !== undefined && name !== undefined ? { family, name } : undefined
}

/** A row is a file of a family that exports what defineOperation made. */
function rowsOf({ sources }: Checkout): readonly (Address & { readonly source: Source })[] {
  return sources.flatMap((source) => {
    const address = addressIn(source.path, /^lib\/operations\/([\w-]+)\/([\w-]+)\.ts$/)
    const isRow = /export default defineOperation\b/.test(source.code)
    return address && isRow ? [{ ...address, source }] : []
  })
}

function* faultsOfRow(checkout: Checkout, { family, name, source }: Address & { readonly source: Source }) {
  const has = (file: string) => checkout.files.some((other) => other.path === file)
  const imports = importsOf(source).map(({ from }) => path.posix.join(path.posix.dirname(source.path), from))
  const schema = `schemas/${family}/${name}.ts`
  if (!has(schema)) yield `${source.path} has no schema at ${schema}`
  else if (!imports.includes(schema)) yield `${source.path} does not use its schema ${schema}`
  if (!namesOf(source).includes(`${family}.${name}`)) yield `${source.path} is not named "${family}.${name}"`
  yield* faultsOfCase(checkout, `test/cases/${family}/${name}.json`)
  const index = checkout.sources.find((other) => other.path === `lib/operations/${family}/index.ts`)
  if (!index || !importsOf(index).some(({ from }) => from === `./${name}.ts`)) {
    yield `lib/operations/${family}/index.ts does not list ${name}`
  }
}

/** A case has the page's sample, an example, and stories: one of them refused before anything is sent. */
function* faultsOfCase({ files }: Checkout, path: string): Generator<string> {
  const text = files.find((file) => file.path === path)?.text
  if (text === undefined) return yield `there is no ${path}`
  const { sample, example, stories = [] } = JSON.parse(text) as Record<string, unknown> & { stories?: readonly Story[] }
  if (!sample) yield `${path} has no sample`
  if (!example) yield `${path} has no example`
  if (stories.length < LEAST_STORIES) yield `${path} has ${stories.length} stories; ${LEAST_STORIES} are the least`
  const isRefused = ({ status = 200, sent, exchanges }: Story) => status >= 400 && !sent && !exchanges
  if (!stories.some(isRefused)) yield `${path} has no story of a body that is refused before anything is sent`
}

/** Values of members called `name` that are strings. */
const namesOf = ({ program, text }: Source): string[] =>
  walk(program).flatMap(([{ type, start, end }]) => {
    const [, name] = type === 'Property' ? (/^name: '([^']*)'$/.exec(text.slice(start, end)) ?? []) : []
    return name === undefined ? [] : [name]
  })

function* orphans(checkout: Checkout): Generator<string> {
  const rows = rowsOf(checkout)
  for (const { path: file } of checkout.files) {
    const address =
      addressIn(file, /^schemas\/([\w-]+)\/([\w-]+)\.ts$/) ?? addressIn(file, /^test\/cases\/([\w-]+)\/([\w-]+)\.json$/)
    if (address && !rows.some(({ family, name }) => family === address.family && name === address.name)) {
      yield `${file} belongs to no row: lib/operations/${address.family}/${address.name}.ts is none`
    }
  }
}

/** A case as it should be, but for these members. */
function caseWith(other: object): string {
  const stories = [
    { name: 'done', sent: {} },
    { name: 'failed', status: 502, sent: {} },
    { name: 'no list', status: 400 },
  ]
  return JSON.stringify({ sample: {}, example: {}, stories, ...other })
}

const whole = [
  {
    path: 'lib/operations/friends/add.ts',
    text: "import { add } from '../../../schemas/friends/add.ts'\nexport default defineOperation({ name: 'friends.add', schema: add })",
  },
  { path: 'lib/operations/friends/index.ts', text: "import add from './add.ts'\nexport default [add]" },
  { path: 'lib/operations/friends/custom-fields.ts', text: 'export const shared = 1' },
  { path: 'schemas/friends/add.ts', text: 'export const add = {} as const' },
  { path: 'test/cases/friends/add.json', text: caseWith({}) },
]

const without = (gone: string) => whole.filter((file) => file.path !== gone)
const changed = (name: string, text: string) => [...without(name), { path: name, text }]

export const sameAddress: Rule = {
  name: 'a row, its schema and its case stand at the same address in three folders',
  check: (checkout) => [...rowsOf(checkout).flatMap((row) => [...faultsOfRow(checkout, row)]), ...orphans(checkout)],
  broken: [
    without('schemas/friends/add.ts'),
    without('lib/operations/friends/add.ts'),
    without('lib/operations/friends/index.ts'),
    without('test/cases/friends/add.json'),
    changed('test/cases/friends/add.json', caseWith({ sample: undefined })),
    changed('test/cases/friends/add.json', caseWith({ example: undefined })),
    changed('test/cases/friends/add.json', caseWith({ stories: [{ status: 400 }, { sent: {} }] })),
    changed(
      'test/cases/friends/add.json',
      caseWith({ stories: [{ sent: {} }, { sent: {} }, { status: 502, sent: {} }] }),
    ),
    changed('lib/operations/friends/index.ts', 'export default []'),
    changed(
      'lib/operations/friends/add.ts',
      "import { add } from '../../../schemas/friends/add.ts'\nexport default defineOperation({ name: 'friends.plus' })",
    ),
    changed('lib/operations/friends/add.ts', "export default defineOperation({ name: 'friends.add' })"),
    [...whole, { path: 'test/cases/friends/remove.json', text: caseWith({}) }],
  ],
  kept: whole,
}
