import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { readFlags } from '../../scripts/rights/flags.ts'
import { reached } from '../../scripts/rights/policies.ts'

const ACCOUNT = '210987654321'

const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', 'scripts/rights.ts', ...args]).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout, complained: stderr }),
    ({ code, stdout, stderr }) => ({ code, said: stdout, complained: stderr }),
  )

test('writes the policies of a stage, for that account and repository, and warns where nothing bounds its roles', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-rights-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const to = path.join(folder, 'dev')
  const { code, complained } = await run('--stage', 'dev', '--account', ACCOUNT, '--repo', 'acme/chat', '--to', to)
  expect([code, complained]).toEqual([0, expect.stringContaining('stages/dev.yml says no permissionsBoundary')])
  const files = ['cloudformation-trust.json', 'cloudformation.json', 'deployer-trust.json', 'deployer.json']
  expect(readdirSync(to).toSorted()).toEqual(files)
  const text = files.map((file) => readFileSync(path.join(to, file), 'utf8')).join('')
  expect(text).toContain('repo:acme/chat:environment:dev')
  expect(text).toContain(`:${ACCOUNT}:table/chat-gateway-dev-*`)
  expect(text).not.toMatch(/123456789012|example/)
})

test('a stage without a file, or with a wrong one, ends before anything is written', async () => {
  expect(await run('--stage', 'nowhere', '--account', ACCOUNT)).toEqual({
    code: 1,
    said: '',
    complained: expect.stringMatching(/There is no stages\/nowhere\.yml[\s\S]+Nothing was written\./),
  })
})

test('a place that can’t be written to is told in words', async () => {
  expect(await run('--stage', 'dev', '--account', ACCOUNT, '--to', 'package.json')).toEqual({
    code: 1,
    said: '',
    complained: expect.stringMatching(
      /^package\.json\/\S+ can't be written: .+ Give another --to\.\nNothing was written\.\n$/,
    ),
  })
})

test('a stage whose things are called like those of another reaches them, whose name begins so', () => {
  expect(reached('prod', ['dev', 'prod', 'prod-eu', 'product'])).toEqual(['prod-eu'])
})

test('a file whose roles are of another account writes nothing', async () => {
  expect(await run('--stage', 'example', '--account', ACCOUNT)).toEqual({
    code: 1,
    said: '',
    complained: expect.stringMatching(
      /deploymentRole is of account 123456789012, .+ 210987654321[\s\S]+Nothing was written/,
    ),
  })
})

test.each([
  [[], 'Say which stage'],
  [['--stage', 'dev'], '--account takes the twelve digits'],
  [['--stage', 'dev', '--account', '12'], '--account takes the twelve digits'],
  [['--stage', 'dev', '--account', ACCOUNT, '--repo', 'chat'], '--repo takes a repository'],
  [['--stage', 'dev', '--account', ACCOUNT, '--partition', 'azure'], '--partition takes a partition'],
  [['--stage', 'dev', '--acount', ACCOUNT], 'did you mean --account?'],
])('refuses %j', (args, said) => {
  expect(() => readFlags(args)).toThrow(said)
})
