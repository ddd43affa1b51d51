import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isReleasable, versionOf } from '../../scripts/version.ts'

/** A folder with a package, in a repository of its own that holds it. */
function checkout() {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-version-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  // Whatever the machine's own settings and hooks of git are, they have no say in this.
  const env = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' }
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: folder,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  writeFileSync(path.join(folder, 'package.json'), '{"version":"1.2.3"}')
  git('init')
  git('add', '.')
  git('commit', '-m', 'one')
  return { folder, git }
}

test('a version is the package’s, and the commit it is built from', () => {
  const { folder, git } = checkout()
  const version = versionOf(folder)
  expect(version).toMatch(/^1\.2\.3\+[\da-f]{12}$/)
  expect(git('rev-parse', 'HEAD').startsWith(version.split('+')[1]!)).toBe(true)
  expect(isReleasable(version)).toBe(true)
})

test.each([
  ['a changed file', 'package.json', '{ "version": "1.2.3" }'],
  ['a new one', 'stages.yml', 'region: eu-central-1'],
])('%s makes it one that can’t be built again', (_, file, text) => {
  const { folder } = checkout()
  writeFileSync(path.join(folder, file), text)
  expect(versionOf(folder)).toMatch(/^1\.2\.3\+[\da-f]{12}-dirty$/)
  expect(isReleasable(versionOf(folder))).toBe(false)
})

test('outside of git, and in a copy that lies in somebody else’s checkout, no commit is told', () => {
  const { folder } = checkout()
  const copy = path.join(folder, 'copy')
  mkdirSync(copy)
  writeFileSync(path.join(copy, 'package.json'), '{"version":"0.9.0"}')
  expect(versionOf(copy)).toBe('0.9.0+unknown')
  rmSync(path.join(folder, '.git'), { recursive: true })
  expect(versionOf(folder)).toBe('1.2.3+unknown')
  expect(isReleasable('1.2.3+unknown')).toBe(false)
})
