import path from 'node:path'
import { type Checkout, type Rule, type Source, walk } from './checkout.ts'
import { importsOf } from './rooms.ts'

/** What a row's cases must tell at least. */
const STORIES: readonly (readonly [string, RegExp])[] = [
  ['done', /^done/],
  ['refused', /^refused/],
  ['partial or failed', /^(partial|failed)/],
]

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
  const folder = `test/cases/${family}/${name}/`
  const cases = checkout.files
    .filter((file) => file.path.startsWith(folder))
    .map((file) => file.path.slice(folder.length))
  for (const [story, pattern] of STORIES) {
    if (!cases.some((file) => pattern.test(file))) yield `${folder} has no case "${story}" (${pattern.source}…)`
  }
  const index = checkout.sources.find((other) => other.path === `lib/operations/${family}/index.ts`)
  if (!index || !importsOf(index).some(({ from }) => from === `./${name}.ts`)) {
    yield `lib/operations/${family}/index.ts does not list ${name}`
  }
}

/** Values of members called `name` that are strings. */
const namesOf = ({ program, text }: Source): string[] =>
  [...walk(program)].flatMap(([{ type, start, end }]) => {
    const [, name] = type === 'Property' ? (/^name: '([^']*)'$/.exec(text.slice(start, end)) ?? []) : []
    return name === undefined ? [] : [name]
  })

function* orphans(checkout: Checkout): Generator<string> {
  const rows = rowsOf(checkout)
  for (const { path: file } of checkout.files) {
    const address =
      addressIn(file, /^schemas\/([\w-]+)\/([\w-]+)\.ts$/) ?? addressIn(file, /^test\/cases\/([\w-]+)\/([\w-]+)\//)
    if (address && !rows.some(({ family, name }) => family === address.family && name === address.name)) {
      yield `${file} belongs to no row: lib/operations/${address.family}/${address.name}.ts is none`
    }
  }
}

const whole = [
  {
    path: 'lib/operations/friends/add.ts',
    text: "import { add } from '../../../schemas/friends/add.ts'\nexport default defineOperation({ name: 'friends.add', schema: add })",
  },
  { path: 'lib/operations/friends/index.ts', text: "import add from './add.ts'\nexport default [add]" },
  { path: 'lib/operations/friends/custom-fields.ts', text: 'export const shared = 1' },
  { path: 'schemas/friends/add.ts', text: 'export const add = {} as const' },
  { path: 'test/cases/friends/add/done.json', text: '[]' },
  { path: 'test/cases/friends/add/refused-unknown-key.json', text: '[]' },
  { path: 'test/cases/friends/add/partial.json', text: '[]' },
]

const without = (gone: string) => whole.filter((file) => file.path !== gone)
const changed = (name: string, text: string) => [...without(name), { path: name, text }]

export const sameAddress: Rule = {
  name: 'a row, its schema and its cases stand at the same address in three folders',
  check: (checkout) => [...rowsOf(checkout).flatMap((row) => [...faultsOfRow(checkout, row)]), ...orphans(checkout)],
  broken: [
    without('schemas/friends/add.ts'),
    without('lib/operations/friends/add.ts'),
    without('lib/operations/friends/index.ts'),
    without('test/cases/friends/add/done.json'),
    without('test/cases/friends/add/refused-unknown-key.json'),
    without('test/cases/friends/add/partial.json'),
    changed('lib/operations/friends/index.ts', 'export default []'),
    changed(
      'lib/operations/friends/add.ts',
      "import { add } from '../../../schemas/friends/add.ts'\nexport default defineOperation({ name: 'friends.plus' })",
    ),
    changed('lib/operations/friends/add.ts', "export default defineOperation({ name: 'friends.add' })"),
    [...whole, { path: 'test/cases/friends/remove/done.json', text: '[]' }],
  ],
  kept: whole,
}
