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
  import { known } from ${JSON.stringify(pathToFileURL(path.join(root, 'lib/operations/known.ts')))}
  for (const table of [operations, known]) {
    const row = table.get('friends.check')
    table.set('vaults.look', { ...row, name: 'vaults.look' })
    table.set('vaults.erase', { ...row, name: 'vaults.erase', byName: true })
  }`
const preload = `data:text/javascript,${encodeURIComponent(PRELOAD)}`

const grant = (callers: string[], granted: string[], apps = ['*']) => ({ callers, apps, operations: granted })

/** What the lines are that `npm run package` and `npm run deploy` begin with, where the functions read such a policy. */
async function saidOf(policy: string | object[] | undefined, loaded = preload): Promise<string[]> {
  const text = typeof policy === 'object' ? JSON.stringify(policy) : (policy ?? '')
  const script = `console.log((await import('./scripts/stages/newly-granted.ts')).newlyGranted(${JSON.stringify(text)}).join('\\n'))`
  const args = ['--disable-warning=ExperimentalWarning', '--import', loaded, '--input-type=module', '--eval', script]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: root })
  expect(stderr).toBe('')
  return stdout.split('\n').filter((line) => line !== '')
}

/** The names in the line about somebody. */
const namesOf = (lines: readonly string[], who: string) =>
  lines
    .find((line) => line.startsWith(`  ${who}: `))
    ?.slice(`  ${who}: `.length)
    .split(', ')

test('each pattern of callers is listed with what it grants that was not there before', async () => {
  const said = await saidOf([
    grant(['123456789012/crm', 'arn:aws:iam::123456789012:user/a'], ['vaults.*', 'friends.*'], ['default', 'europe']),
    grant(['*/shop'], ['*.look'], ['default']),
    grant(['*/reader'], ['friends.*', 'blocklist.check']),
  ])
  expect(said).toEqual([
    HEAD,
    '  "123456789012/crm" in apps default, europe: vaults.look, vaults.erase',
    '  "arn:aws:iam::123456789012:user/a" in apps default, europe: vaults.look, vaults.erase',
    '  "*/shop" in app default: vaults.look',
    expect.stringMatching(/^To grant less, write in the policy /),
  ])
})

test('a wildcard over families does not widen to what is granted by its name, nor does a policy that is not set; open does', async () => {
  const wildcard = namesOf(await saidOf([grant(['*'], ['*'])]), '"*" in app *')
  const unset = namesOf(await saidOf(undefined), 'everybody, as no policy is said')
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
  const said = namesOf(await saidOf('open', 'data:text/javascript,'), 'everybody') ?? []
  expect(said).toHaveLength(operations.size - 15)
  expect(said).not.toContain('friends.update')
})
