import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
const released = () => readFileSync(path.join(root, 'docs/api/released.json'), 'utf8')

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/api.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  })
  return { status, text: stdout + stderr }
}

test('`npm run api -- check` passes, and moves nothing', () => {
  const before = released()
  expect(run('check')).toMatchObject({ status: 0, text: expect.stringContaining('go on without a change') })
  expect(released()).toBe(before)
})

test.each([[[]], [['relaese']], [['release', 'now']]])('of %j it says how it is used, and moves nothing', (args) => {
  const before = released()
  expect(run(...args)).toMatchObject({
    status: 2,
    text: expect.stringContaining('Usage: npm run api -- check | release'),
  })
  expect(released()).toBe(before)
})
