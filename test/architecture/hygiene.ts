import { eachMatch, isNode, type Node, placeOf, type Rule, type Source, type TextFile, walk } from './checkout.ts'

const found = (source: Source, node: Node) =>
  `${placeOf(source, node.start)} ${source.text.slice(node.start, node.end).split('\n')[0]?.slice(0, 80)}`

type IsBreach = (node: Node, source: Source, ancestors: readonly Node[]) => boolean

const inTests = (sources: readonly Source[], isBreach: IsBreach) =>
  sources
    .filter(({ path }) => path.startsWith('test/'))
    .flatMap((source) =>
      walk(source.program)
        .filter(([node, up]) => isBreach(node, source, up))
        .map(([node]) => found(source, node)),
    )

const nameOf = (node: unknown): string =>
  isNode(node) ? String(node.name ?? (isNode(node.property) ? node.property.name : '')) : ''

/** The `test` of `test.each(…).only`. */
function rootOf(node: unknown): string {
  if (!isNode(node)) return ''
  if (node.type === 'MemberExpression') return rootOf(node.object)
  return node.type === 'CallExpression' ? rootOf(node.callee) : nameOf(node)
}

const isTest = /^(test|it|describe|suite|bench)$/

/** Skipping on a foreign platform hides nothing from CI, so `skipIf(process.platform === …)` is no breach. */
function isIdle({ type, object, property, callee }: Node, source: Source, parent: Node | undefined): boolean {
  if (type === 'CallExpression') return /^(xit|xtest|xdescribe|fit|fdescribe)$/.test(nameOf(callee))
  if (type !== 'MemberExpression' || !isTest.test(rootOf(object))) return false
  const mark = nameOf(property)
  if (/^(skipIf|runIf)$/.test(mark))
    return !/If\(process\.platform [!=]==/.test(source.text.slice(parent?.start, parent?.end))
  return /^(skip|only|todo|fails)$/.test(mark)
}

export const everyTestRuns: Rule = {
  name: 'every test runs: none is skipped, focused, expected to fail or left for later',
  check: ({ sources }) => inTests(sources, (node, source, [parent]) => isIdle(node, source, parent)),
  broken: ['skip', 'only', 'todo', 'fails']
    .map((mark) => [{ path: 'test/a.test.ts', text: `test.${mark}('does', () => undefined)` }])
    .concat([
      [{ path: 'test/a.test.ts', text: "describe.each([1]).skipIf(isSlow)('does', () => undefined)" }],
      [{ path: 'test/a.test.ts', text: "xit('does', () => undefined)" }],
    ]),
  kept: [
    { path: 'test/a.test.ts', text: "test.skipIf(process.platform === 'win32')('uses a shell', () => undefined)" },
    { path: 'test/a.test.ts', text: "test.each([1])('takes only %s', (only) => only.skip())" },
  ],
}

/** A timer that somebody waits for. Inside a loop it is a poll: the loop ends when its condition is met, not the time. */
function isSleep({ type, callee, source }: Node, _: Source, ancestors: readonly Node[]): boolean {
  if (type === 'ImportDeclaration') return isNode(source) && /^(node:)?timers\/promises$/.test(String(source.value))
  if (type !== 'CallExpression' || !isNode(callee)) return false
  if (callee.type === 'Identifier' && /^(sleep|delay)$/.test(nameOf(callee))) return true
  const isPoll = ancestors.some((node) => /^(While|DoWhile|For)Statement$/.test(node.type))
  const isAwaited = ancestors.some((node) => node.type === 'NewExpression' && nameOf(node.callee) === 'Promise')
  return nameOf(callee) === 'setTimeout' && isAwaited && !isPoll
}

const timer = 'setTimeout'

export const noSleeps: Rule = {
  name: 'tests wait for a condition or move the clock, and never sleep',
  // A campaign is no test: it lasts as long as it was asked to, and its faults come and go with time.
  check: ({ sources }) =>
    inTests(
      sources.filter(({ path }) => !path.startsWith('test/campaigns/')),
      isSleep,
    ),
  broken: [
    `await new Promise((resolve) => ${timer}(resolve, 100))`,
    `await sleep${'('}100)`,
    `import { ${timer} } from 'node:timers/promises'`,
  ].map((text) => [{ path: 'test/a.test.ts', text }]),
  kept: [
    { path: 'test/a.test.ts', text: `while (!done) await new Promise((resolve) => ${timer}(resolve, 5))` },
    {
      path: 'test/b.test.ts',
      text: `server.on('request', () => ${timer}(answer, 50))\nconst slow = { sleep: (ms) => ms }`,
    },
  ],
}

/** Folders of one machine, and addresses that a lockfile would tie everybody to. */
const MACHINE =
  /(?<![\w.$}-])\/(?:work|farm|root|home|Users)\/[A-Za-z._-]+|\b[A-Z]:\\\\?Users\b|"resolved":\s*"https?:[^"]*|^registry\s*=.*/gm

const at = (path: string, text: string): TextFile[] => [{ path, text }]

export const noMachine: Rule = {
  name: 'no path or registry of one machine',
  check: ({ files }) => files.flatMap((file) => eachMatch(file, file.text, MACHINE, (text) => `names ${text}`)),
  broken: [
    at('docs/start.md', `Open /${'work'}/main first.`),
    at('lib/a.ts', `const here = '/${'home'}/me/chat'`),
    at('package-lock.json', `{ "${'resolved'}": "http://registry.local/a.tgz" }`),
    at('.npmrc', `${'registry'}=http://registry.local`),
  ],
  kept: at('docs/start.md', `See lib/upstream/${'work'}/plan.ts, /var/task and https://example.com/${'home'}/x`),
}

const SECRET =
  /\bAKIA[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|(["'`])[0-9a-f]{32,}\1|\b(?:secretKey|secret_?access_?key|password|token)["']?\s*[:=]\s*(["'`])[^"'`\s${}…<>]{12,}\2/gi

/** Where made-up keys are at home; the lockfile's hashes are no secrets, nor is what is printed from the tests' cases. */
const mayHoldKeys = (file: string) => /^(test\/|docs\/api\/|local\/chat\/seed\.json$|package-lock\.json$)/.test(file)

export const noSecrets: Rule = {
  name: 'nothing that looks like a secret outside seeds and tests',
  check: ({ files }) =>
    files
      .filter(({ path }) => !mayHoldKeys(path))
      .flatMap((file) => eachMatch(file, file.text, SECRET, (text) => `holds ${text.slice(0, 12)}…`)),
  broken: [
    at('lib/a.ts', `const key = '${'0123456789abcdef'.repeat(4)}'`),
    at('README.md', `{ "secretKey": "${'correct-horse-battery'}" }`),
    at('serverless.yml', `AWS_ACCESS_KEY_ID: AKIA${'ABCDEFGHIJKLMNOP'}`),
    at('local/aws/key.ts', `const pem = \`-----BEGIN ${'EC PRIVATE'} KEY-----\``),
  ],
  kept: [
    ...at('README.md', '{ "secretKey": "…" }'),
    ...at('bench/main.ts', ['const secretKey = `$', '{randomBytes(32)}`'].join('')),
    ...at('test/a.test.ts', `const key = '${'0123456789abcdef'.repeat(4)}'`),
  ],
}
