import { execFile } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { operations } from '../../lib/operations/index.ts'

const root = path.join(import.meta.dirname, '../..')
const HEAD = 'These may call operations that version 0.1.0 did not have:'

/** Two made-up operations beside the table's own, one of them granted by its name. */
const PRELOAD = `
  import { operations } from ${JSON.stringify(pathToFileURL(path.join(root, 'lib/operations/index.ts')))}
  const row = operations.get('friends.check')
  operations.set('vaults.look', { ...row, name: 'vaults.look' })
  operations.set('vaults.erase', { ...row, name: 'vaults.erase', byName: true })`
const preload = `data:text/javascript,${encodeURIComponent(PRELOAD)}`

const grant = (callers: string[], granted: string[], apps = ['*']) => ({ callers, apps, operations: granted })

/** What the first step of `npm run package` or `npm run deploy` says of grants. */
async function saidOf(policy: string | object[] | undefined, doing = 'package', loaded = preload): Promise<string[]> {
  const text = typeof policy === 'object' ? JSON.stringify(policy) : policy
  const env = { PATH: process.env.PATH, ...(text !== undefined && { ACCESS_POLICY: text }) }
  const args = ['--disable-warning=ExperimentalWarning', '--import', loaded, 'scripts/check-settings.ts', doing]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: root, env })
  expect(stdout).toBe('')
  return stderr.split('\n').filter((line) => line !== '' && !line.startsWith('Warning: '))
}

/** The names in the line about somebody. */
const namesOf = (lines: readonly string[], who: string) =>
  lines
    .find((line) => line.startsWith(`  ${who}: `))
    ?.slice(`  ${who}: `.length)
    .split(', ')

test.each(['package', 'deploy'])(
  '%s lists for each pattern of callers what it grants that was not there before',
  async (doing) => {
    const said = await saidOf(
      [
        grant(
          ['123456789012/crm', 'arn:aws:iam::123456789012:user/a'],
          ['vaults.*', 'friends.*'],
          ['default', 'europe'],
        ),
        grant(['*/shop'], ['*.look'], ['default']),
        grant(['*/reader'], ['friends.*', 'blocklist.check']),
      ],
      doing,
    )
    expect(said).toEqual([
      HEAD,
      '  "123456789012/crm" in apps default, europe: vaults.look, vaults.erase',
      '  "arn:aws:iam::123456789012:user/a" in apps default, europe: vaults.look, vaults.erase',
      '  "*/shop" in app default: vaults.look',
      expect.stringMatching(/^To grant less, write in ACCESS_POLICY /),
    ])
  },
)

test('a wildcard over families does not widen to what is granted by its name, nor does a policy that is not set; open does', async () => {
  const wildcard = namesOf(await saidOf([grant(['*'], ['*'])]), '"*" in app *')
  const unset = namesOf(await saidOf(undefined), 'everybody, as ACCESS_POLICY is not set')
  const open = namesOf(await saidOf('open'), 'everybody')
  expect(wildcard).toContain('vaults.look')
  expect(wildcard).not.toContain('vaults.erase')
  expect(unset).toEqual(wildcard)
  expect(open).toEqual(expect.arrayContaining(['vaults.look', 'vaults.erase']))
})

test('nothing is said of a policy that grants what it did then', async () => {
  expect(await saidOf([grant(['*/crm'], ['friends.*', 'friend-lists.get', 'block*.check'])])).toEqual([])
})

test('the real table: under open, all operations but the fifteen', async () => {
  const said = namesOf(await saidOf('open', 'package', 'data:text/javascript,'), 'everybody') ?? []
  expect(said).toHaveLength(operations.size - 15)
  expect(said).not.toContain('friends.update')
})
