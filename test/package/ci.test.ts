import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'

const ci = path.join(import.meta.dirname, '../../.ci')
const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-ci-'))
afterAll(() => rmSync(folder, { recursive: true }))

const passed = (count: number) =>
  Array.from({ length: count }, (_, index) => ` ✓ |unit| test/unit/a${index}.test.ts (1 test) 3ms\n`).join('')
const ruler = '⎯⎯⎯⎯⎯⎯'
const failedTest = (name: string) => ` FAIL  |whole| test/flow/a.test.ts > ${name}
AssertionError: expected 3 to be 2 // Object.is equality

 ❯ test/flow/a.test.ts:61:39
 ❯ node_modules/vitest/dist/chunks/run.js:1695:35
     60|     const before = 1
     61|     expect(3).toBe(2)
       |               ^
     62|

${ruler}[1/1]⎯

`
const sums = ' Test Files  1 failed | 337 passed (338)\n      Tests  1 failed | 8190 passed (8191)\n'
const failedTests = (names: readonly string[]) =>
  `${passed(400)}\n${ruler} Failed Tests ${names.length} ${ruler}\n\n${names.map(failedTest).join('')}\n${sums}`

/** What is told of a step that printed this, in at most so many lines. */
function why(printed: string, most = 80): string {
  writeFileSync(path.join(folder, 'printed'), printed)
  return execFileSync('node', [path.join(ci, 'why.mjs'), path.join(folder, 'printed'), String(most)], {
    encoding: 'utf8',
  })
}
const linesOf = (text: string) => text.trimEnd().split('\n').length

describe('of a failed step is told', () => {
  test('which tests failed, with what and where, and no word of those that passed', () => {
    const told = why(failedTests(['costs two']))
    expect(told).toBe(`${ruler} Failed Tests 1 ${ruler}
 FAIL  |whole| test/flow/a.test.ts > costs two
AssertionError: expected 3 to be 2 // Object.is equality
 ❯ test/flow/a.test.ts:61:39
${sums}`)
  })

  test('of many failed tests the name of each that has room, how many more there are, and the sums', () => {
    const told = why(failedTests(Array.from({ length: 300 }, (_, index) => `case ${index}.`)), 30)
    expect(linesOf(told)).toBeLessThanOrEqual(32)
    for (const index of [0, 1, 9]) expect(told).toContain(`> case ${index}.`)
    expect(told).toContain('… and 290 more')
    expect(told).toContain('test/flow/a.test.ts:61:39')
    expect(told.endsWith(sums)).toBe(true)
  })

  test.each([
    ['a file that could not be run', 'Failed Suites 1', ' FAIL  |unit| test/a.test.ts [ test/a.test.ts ]'],
    ['an error that nobody caught', 'Unhandled Errors', 'Error: nobody catches me'],
    ['a rejection that nobody caught', 'Unhandled Rejection', 'Error: [vitest-worker]: Timeout calling "onTaskUpdate"'],
    ['a worker that broke down', 'Unhandled Error', 'Caused by: Error: Worker exited unexpectedly with signal SIGKILL'],
  ])('%s', (_, title, said) => {
    const told = why(`${passed(400)}${ruler} ${title} ${ruler}\n${said}\n${ruler}\n\n\n${sums}`)
    expect(told).toBe(`${ruler} ${title} ${ruler}\n${said}\n${sums}`)
  })

  test('what went wrong after all tests had passed', () => {
    const told = why(
      `${passed(400)}\n${sums}\nerror during close Error: grants that nothing needs:\nHttpRole dynamodb:Get`,
    )
    expect(told).toContain('error during close Error: grants that nothing needs:\nHttpRole dynamodb:Get')
    expect(linesOf(told)).toBe(40)
  })

  test('of a step that runs no tests its last lines, each cut to what fits', () => {
    const told = why(`${'a line\n'.repeat(90)}${'x'.repeat(5000)}\nthe last`)
    expect(linesOf(told)).toBe(40)
    expect(told).toMatch(/a line\nx{200}…\nthe last\n$/)
  })
})

/** A run with steps of its own, in a folder of its own. */
function runOf(
  steps: readonly string[],
  more: NodeJS.ProcessEnv = {},
): { readonly stdout: string; readonly status: number | null } {
  mkdirSync(path.join(folder, '.ci'), { recursive: true })
  copyFileSync(path.join(ci, 'why.mjs'), path.join(folder, '.ci/why.mjs'))
  const [head = ''] = readFileSync(path.join(ci, 'run'), 'utf8').split(/^step tests .*$/m)
  writeFileSync(path.join(folder, '.ci/run'), `${head}\n${steps.join('\n')}\nfinish\n`)
  mkdirSync(path.join(folder, 'temp'), { recursive: true })
  const env = { ...process.env, TMPDIR: path.join(folder, 'temp'), ...more }
  return spawnSync('bash', [path.join(folder, '.ci/run')], { encoding: 'utf8', env })
}

test('a run tells at its end why its steps failed, before it names and counts them, and leaves nothing behind', () => {
  writeFileSync(path.join(folder, 'tests.txt'), failedTests(['costs two']))
  const { stdout, status } = runOf([
    "step tests bash -c 'cat tests.txt; exit 1'",
    'step lint true',
    "step types bash -c 'echo TS1; exit 2'",
  ])
  expect(status).toBe(1)
  const end = stdout.split('[types] FAILED')[1]
  expect(end).toMatch(
    /\[tests\] why it failed:\n\| ⎯+ Failed Tests 1 ⎯+\n\| {2}FAIL .+ > costs two\n\| AssertionError: /,
  )
  expect(end).toMatch(
    /\n\[types\] why it failed:\n\| TS1\n\nthe whole run took \d+ s\nfailed: tests\nfailed: types\nchecks: 1 passed, 2 failed\n$/,
  )
  expect(execFileSync('ls', [path.join(folder, 'temp')], { encoding: 'utf8' })).toBe('')
})

test('what Node compiles is kept for the other processes of the run, and for no other run', () => {
  writeFileSync(path.join(folder, 'some.mjs'), 'export default 1')
  const kept = `find "$NODE_COMPILE_CACHE" -type f | wc -l`
  const { stdout } = runOf([`step first bash -c 'node some.mjs'`, `step second bash -c '${kept}'`], {
    NODE_COMPILE_CACHE: '/nowhere',
  })
  expect(Number(/\[second\] bash .*\n\| *(\d+)/.exec(stdout)?.[1])).toBeGreaterThan(0)
  expect(execFileSync('ls', [path.join(folder, 'temp')], { encoding: 'utf8' })).toBe('')
})

test('the tools that a machine lacks come while the long tests run, and before the first step that needs them', () => {
  const text = readFileSync(path.join(ci, 'run'), 'utf8')
  const [fetching = ''] = /^install\(\)[\s\S]*?^step long .*$/m.exec(text) ?? []
  const [using = ''] = /^wait .*$[\s\S]*?^step emulator/m.exec(text) ?? []
  const inFolder = (name: string) => `'${path.join(folder, name)}'`
  // None of the tools is here, and nothing is fetched before the long tests have begun.
  const lacking = [
    'command() { return 1; }',
    `timeout() { until [ -e ${inFolder('begun')} ]; do :; done; echo "$@" >> ${inFolder('fetched')}; }`,
    `npm() { touch ${inFolder('begun')}; }`,
  ]
  const { stdout, status } = runOf([...lacking, fetching, `${using} cat ${inFolder('fetched')}`])
  expect([status, stdout]).toEqual([0, expect.stringMatching(/checks: 2 passed, 0 failed\n$/)])
  for (const tools of ['python3 golang-go', 'curl python3-botocore', 'chromium'])
    expect(stdout).toMatch(new RegExp(`^\\| 300 bash .* - ${tools}$`, 'm'))
})

test('where a clone lacks the commit of the version before, the run says at its end that it was not tried, and where it stands, it is a step', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-ci-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const name of ['.ci', 'test/support']) mkdirSync(path.join(folder, name), { recursive: true })
  const source = readFileSync(path.join(ci, '../test/support/version-before.ts'), 'utf8')
  const text = readFileSync(path.join(ci, 'run'), 'utf8')
  const [head = ''] = text.split(/^step tests .*$/m)
  const [block = ''] = /^before=[\s\S]*?^fi$/m.exec(text) ?? []
  const run = (commit: string) => {
    writeFileSync(path.join(folder, 'test/support/version-before.ts'), source.replace(/[\da-f]{40}/, commit))
    // The tests themselves are not this one's matter.
    const steps = `npm() { echo "npm $*"; }\n${block}`
    writeFileSync(path.join(folder, '.ci/run'), `${head}\n${steps}\nfinish\n`)
    const { stdout, status } = spawnSync('bash', [path.join(folder, '.ci/run')], { encoding: 'utf8' })
    return { stdout, status }
  }
  const none = '0123456789'.repeat(4)
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
    }).trim()
  git('init', '--quiet')
  git('commit', '--quiet', '--allow-empty', '-m', 'one')
  const lacking = run(none)
  expect([lacking.status, lacking.stdout]).toEqual([
    0,
    expect.stringContaining(`\nNOT RUN: versions (this clone has no commit ${none}: git fetch --unshallow)\n`),
  ])
  expect(lacking.stdout).toMatch(/checks: 0 passed, 0 failed\n$/)
  const having = run(git('rev-parse', 'HEAD'))
  expect(having.stdout).toMatch(/\[versions\] npm run test:versions\n[\s\S]*checks: 1 passed, 0 failed\n$/)
  expect(having.stdout).not.toContain('NOT RUN')
})

test('a run names at its end whatever its steps could not try here, on either output', () => {
  const { stdout, status } = runOf([
    `step calls bash -c 'echo "NOT RUN: Go (go version fails here)"; echo "Java, with a wrong key: refused"; echo "NOT RUN: Java (none)"'`,
    `step page bash -c 'echo "NOT RUN: this machine has no chromium." >&2'`,
  ])
  expect(status).toBe(0)
  expect(stdout).toMatch(
    /\n\nNOT RUN: \[calls\] Go \(go version fails here\)\nNOT RUN: \[calls\] Java \(none\)\nNOT RUN: \[page\] this machine has no chromium\.\nthe whole run took /,
  )
})

test.each(['scripts/try-calls.ts', 'scripts/try-emulator.mjs', 'tools/try-page.mjs'])(
  '%s says what it could not try in the words that the run looks for',
  (file) => {
    const text = readFileSync(path.join(ci, '..', file), 'utf8')
    expect(text).toMatch(/['`]NOT RUN: /)
    expect(text).not.toMatch(/: not run/)
  },
)
