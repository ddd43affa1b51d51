import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/check-template.ts', ...args], {
    encoding: 'utf8',
  })
  return { status, said: stdout, complained: stderr }
}

test('says what it does, without what it judges by', () => {
  expect(run('--help')).toMatchObject({ status: 0, said: expect.stringContaining('npm ci --prefix tools') })
})

test.each([
  [['nowhere'], 1, /^There is no stages\/nowhere\.yml: .+\nNothing was judged\.\n$/],
  [['--stage', 'dev'], 2, /--stage.+\nSee npm run check-template -- --help\n$/s],
] as const)('%j is refused in words, without a stack', (args, status, complained) => {
  expect(run(...args)).toEqual({ status, said: '', complained: expect.stringMatching(complained) })
})
