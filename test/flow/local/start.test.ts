import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startLocal } from '../../../local/aws/start-local.ts'
import { readFlags, UsageError } from '../../../local/start-flags.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { isReachable, temporaryFolder, until } from './fixture.ts'

const root = path.join(import.meta.dirname, '../../..')
const PORTS = [
  '--port',
  '--chat-port',
  '--secrets-port',
  '--tables-port',
  '--queues-port',
  '--bus-port',
  '--lambda-port',
]
const ANY_PORTS = PORTS.flatMap((flag) => [flag, '0'])

/** A checkout of its own, unbuilt: `npm start` builds, and the other tests are running on the bundles of this one. */
function checkout(): string {
  const folder = temporaryFolder()
  for (const name of [
    'docs/api',
    'functions',
    'lib',
    'local',
    'resources',
    'schemas',
    'scripts',
    'package.json',
    'serverless.yml',
  ]) {
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true })
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  return folder
}

/** `npm start` as its script runs it. */
function start(cwd: string, flags: string[], env: NodeJS.ProcessEnv = {}) {
  const command = [process.execPath, 'local/start.ts', ...flags].map((word) => `'${word}'`).join(' ')
  // The shell stays in between, as npm's does: it must neither step aside for node nor end before it.
  const child = spawn('sh', ['-c', `trap : INT; ${command}; exit $?`], {
    cwd,
    detached: true,
    env: { ...process.env, ...env },
  })
  onTestFinished(() => killGroup(child.pid!))
  const run = { child, output: '', errors: '', code: once(child, 'exit').then(([code]) => code) }
  child.stdout.on('data', (chunk) => {
    run.output += chunk
  })
  child.stderr.on('data', (chunk) => {
    run.errors += chunk
  })
  return run
}

function killGroup(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // All of it is gone already.
  }
}

function isGone(group: number): boolean {
  try {
    return !process.kill(-group, 0)
  } catch {
    return true
  }
}

async function started(flags: string[] = [], env?: NodeJS.ProcessEnv) {
  const run = start(checkout(), [...ANY_PORTS, ...flags], env)
  await until(() => run.output.includes('Ctrl-C stops everything') || run.errors !== '')
  expect(run.errors).toBe('')
  return { run, url: /Chat gateway +(\S+)/.exec(run.output)![1]! }
}

/** What a shell makes of the printed curl, sent without needing curl. */
async function paste(output: string): Promise<Response> {
  const command = /^ +(curl .*)$/m.exec(output)![1]!
  const script = `curl() { for word in "$@"; do printf '%s\\n' "$word"; done; }; ${command}`
  const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trim().split('\n')
  expect(words).toEqual(['-s', expect.stringContaining('http'), '-H', expect.any(String), '-d', expect.any(String)])
  const [name, value] = words[3]!.split(': ')
  return fetch(words[1]!, { method: 'POST', headers: { [name!]: value! }, body: words[5]! })
}

const USAGE_MISTAKES = [
  [['--prot', '1'], 'There is no option --prot: did you mean --port?'],
  [['--port', 'x'], '--port must be a whole number from 0 to 65535, not "x".'],
  [['--instances', '0'], '--instances must be a whole number from 1 to 1000, not "0".'],
  [['--allow-host', 'a/b'], '--allow-host must be a name like gateway.test, not "a/b".'],
] as const

test.each(USAGE_MISTAKES)('%j is refused with what is wrong', (flags, message) => {
  expect(() => readFlags([...flags])).toThrow(new UsageError(message))
})

test('a stage whose file can’t be read is told in words, by name', async () => {
  const run = start(checkout(), [...ANY_PORTS, '--stage', 'nowhere'])
  expect(await run.code).toBe(1)
  expect(run.errors).toMatch(/^There is no stages\/nowhere\.yml: copy stages\/example\.yml[^\n]*\n$/)
})

test('a mistake on the command line ends it with what is wrong, where help is, and exit code 2', async () => {
  const [flags, message] = USAGE_MISTAKES[0]
  const run = start(root, [...flags])
  expect(await run.code).toBe(2)
  expect(run.errors).toBe(`${message}\nSee npm start -- --help\n`)
})

const LISTENERS = [
  ['--port', 'the gateway'],
  ['--chat-port', 'the Chat emulator'],
  ['--secrets-port', 'the Secrets Manager stand-in'],
  ['--tables-port', 'the DynamoDB stand-in'],
  ['--queues-port', 'the SQS stand-in'],
  ['--bus-port', 'the EventBridge stand-in'],
  ['--lambda-port', 'the Lambda stand-in'],
] as const

async function takenPort(): Promise<number> {
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await once(other, 'listening')
  return (other.address() as AddressInfo).port
}

const told = (port: number, flag: string, what: string) =>
  `Port ${port} is taken, so ${what} can't start. Stop what uses it, or choose another: npm start -- ${flag} N (0 takes any free one).`

test.each(LISTENERS.slice(0, -1))('a taken %s is named with its cure', async (flag, what) => {
  const port = await takenPort()
  const starting = startLocal({ ...readFlags([...ANY_PORTS, flag, String(port)]), seed: strictSeed })
  await expect(starting).rejects.toMatchObject({ name: 'StartError', message: told(port, flag, what) })
})

test('a port that is taken when all else is up is told in words, and nothing is left running', async () => {
  const [flag, what] = LISTENERS.at(-1)!
  const port = await takenPort()
  const run = start(checkout(), [...ANY_PORTS, flag, String(port)])
  expect(await run.code).toBe(1)
  expect(run.errors).toBe(`${told(port, flag, what)}\n`)
  await until(() => isGone(run.child.pid!))
})

test('a setting the function can’t run with is told at once, with its name', async () => {
  const env = { ...process.env, UPSTREAM_CALLS_PER_SECOND: 'many' }
  const starting = startLocal({ ...readFlags(ANY_PORTS), env, seed: strictSeed })
  await expect(starting).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringMatching(
      /chat-gateway-dev-http can't be loaded from dist\/http\.handler.*UPSTREAM_CALLS_PER_SECOND/s,
    ),
  })
})

test('the pasted curl works; its line and what it caused are shown, without a secret; Ctrl-C ends it all with 0', async () => {
  const { run, url } = await started()
  expect(run.output).toMatch(/^Reference +http:\S+\/_local\/reference +\S/m)
  expect(run.output).toMatch(/^DynamoDB +http:\S+ +chat-gateway-dev-state, chat-gateway-dev-jobs$/m)
  expect(run.output).toMatch(/^SQS +http:\S+ +chat-gateway-dev-jobs.fifo, \S+, chat-gateway-dev-dead-events$/m)
  expect(run.output).toMatch(/^EventBridge +http:\S+ +chat-gateway-dev +watch: GET \/_local\/events/m)
  const response = await paste(run.output)
  expect([response.status, await response.json()]).toMatchObject([200, { outcome: 'ok', counts: { ok: 2, failed: 0 } }])
  const line =
    /^POST {2}\/v1\/friends\/update {2}200 {2}ok {2}ok 2, failed 0, unknown 0 {2}\d+ ms\n {4}chat {2}friend_update/m
  await until(() => line.test(run.output))
  for (const user of ['alice', 'bob', 'carol', 'id3 (an account of another app)']) expect(run.output).toContain(user)
  expect(run.output).not.toMatch(/usersig|secretKey|[0-9a-f]{64}/i)
  killGroup(run.child.pid!, 'SIGINT')
  expect(await run.code).toBe(0)
  expect(await isReachable(url)).toBe(false)
})

test('ended by npm, whose shell keeps the signal to itself, it ends too', async () => {
  const { run, url } = await started([], { npm_lifecycle_event: 'start' })
  run.child.kill('SIGTERM')
  await until(async () => !(await isReachable(url)))
})
