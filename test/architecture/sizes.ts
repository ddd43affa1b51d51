import { type Checkout, isNode, type Node, placeOf, type Rule, type Source, type TextFile, walk } from './checkout.ts'

const MOST_LINES = 250
const MOST_FUNCTION_LINES = 40

const linesIn = (text: string): number => text.replace(/\n$/, '').split('\n').length
const isFunction = ({ type }: Node): boolean =>
  /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type)

/** `{…} as const satisfies Rows` without its types. */
function bare(node: Node): Node {
  return /^TS(As|Satisfies)Expression$/.test(node.type) && isNode(node.expression) ? bare(node.expression) : node
}

/** A table is the array or object of a top-level `const` that holds no function: data, however long. */
function tablesOf({ program }: Source): readonly Node[] {
  return walk(program).flatMap(([node, [declaration, ...outer]]) => {
    if (node.type !== 'VariableDeclarator' || declaration?.kind !== 'const' || !isNode(node.init)) return []
    const isTop = outer.every(({ type }) => type === 'Program' || type === 'ExportNamedDeclaration')
    const table = bare(node.init)
    const isData = /^(Array|Object)Expression$/.test(table.type) && !walk(table).some(([inner]) => isFunction(inner))
    return isTop && isData ? [table] : []
  })
}

/** Lines of a file that somebody has to follow: all but those inside its tables. */
function linesToFollow(file: TextFile, { sources }: Checkout): number {
  const source = sources.find((other) => other.path === file.path)
  const tables = source ? tablesOf(source) : []
  const inTables = tables.map(({ start, end }) => linesIn(file.text.slice(start, end)) - 1)
  return linesIn(file.text) - inTables.reduce((sum, lines) => sum + lines, 0)
}

const repeated = (line: string, times: number) => Array.from({ length: times }, () => line).join('\n')

/** Types that `npm run docs` prints: data, though no table. */
const isPrinted = (path: string): boolean => path.startsWith('client/src/printed/')

export const fileLength: Rule = {
  name: `no file over ${MOST_LINES} lines, tables of data and printed files excepted`,
  check: (checkout) =>
    checkout.files
      .filter(({ path }) => !/\.(md|json)$/.test(path) && !isPrinted(path))
      .map((file) => [file.path, linesToFollow(file, checkout)] as const)
      .filter(([, lines]) => lines > MOST_LINES)
      .map(([path, lines]) => `${path} has ${lines} lines`),
  broken: [
    [{ path: 'lib/long.ts', text: repeated('export {}', 251) }],
    [{ path: 'lib/long.ts', text: `export const table = {\n${repeated('  ...{ run: () => 1 },', 260)}\n}` }],
    [{ path: 'client/src/long.ts', text: repeated('export {}', 251) }],
    [{ path: 'serverless.yml', text: repeated('# a', 251) }],
  ],
  kept: [
    {
      path: 'lib/table.ts',
      text: `export const table = [\n${repeated('  1,', 400)}\n] as const\nexport const one = 1`,
    },
    { path: 'lib/full.ts', text: repeated('export {}', 250) },
    { path: 'client/src/printed/long.ts', text: repeated('export {}', 251) },
  ],
}

/** What a test file hands to vitest is a chapter, not a function. */
const isChapter = (parent: Node | undefined, text: string): boolean =>
  parent?.type === 'CallExpression' &&
  /^(describe|test|it|suite|(before|after)(All|Each))\b/.test(text.slice(parent.start))

function* longFunctions(source: Source): Generator<string> {
  for (const [node, [parent]] of walk(source.program)) {
    if (!isFunction(node) || !isNode(node.body)) continue
    if (source.path.startsWith('test/') && isChapter(parent, source.text)) continue
    const [, ...inside] = source.text.slice(node.body.start, node.body.end).split('\n')
    const lines = inside.slice(0, -1).filter((line) => line.trim() !== '').length
    if (lines > MOST_FUNCTION_LINES) yield `${placeOf(source, node.start)} has a function of ${lines} lines`
  }
}

export const functionLength: Rule = {
  name: `no function over ${MOST_FUNCTION_LINES} lines, blank ones not counted`,
  check: ({ sources }) => sources.flatMap((source) => [...longFunctions(source)]),
  broken: [
    [{ path: 'lib/a.ts', text: `function long() {\n${repeated('  step()', 41)}\n}` }],
    [{ path: 'lib/a.ts', text: `export const long = () => {\n${repeated('  step()', 41)}\n}` }],
    [{ path: 'lib/a.ts', text: `class A {\n  long() {\n${repeated('    step()', 41)}\n  }\n}` }],
    [{ path: 'test/a.test.ts', text: `const long = () => {\n${repeated('  step()', 41)}\n}` }],
  ],
  kept: [
    { path: 'lib/a.ts', text: `function full() {\n${repeated('  step()\n', 40)}\n}` },
    { path: 'test/a.test.ts', text: `describe('a', () => {\n${repeated('  step()', 90)}\n})` },
  ],
}

const CATCH_ALL = /(^|\/)(utils?|helpers?|commons?|shared|types?|misc|miscellaneous)(\.[\w.]+)?(?=\/|$)/i

export const names: Rule = {
  name: 'no room or file is a catch-all: utils, helpers, common, shared, types',
  check: ({ files }) =>
    files.filter(({ path }) => CATCH_ALL.test(path)).map(({ path }) => `${path} says nothing of what it holds`),
  broken: ['lib/utils.ts', 'lib/upstream/helpers/url.ts', 'test/common.test.ts', 'schemas/types.d.ts'].map((path) => [
    { path, text: '' },
  ]),
  kept: [
    { path: 'test/support/build.ts', text: '' },
    { path: 'lib/shared-quota.ts', text: '' },
  ],
}
