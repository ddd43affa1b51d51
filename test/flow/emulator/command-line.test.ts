import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { stockSeed } from '../../../local/chat/index.ts'

const root = path.join(import.meta.dirname, '../../..')
const main = path.join(root, 'local/chat/main.ts')
const ANY_PORTS = ['--port', '0', '--https-port', '0']

describe('the command line', () => {
  function run(...args: string[]) {
    const child = spawn(process.execPath, [main, ...args])
    onTestFinished(() => {
      child.kill('SIGKILL')
    })
    const output = { text: '' }
    const out = { text: '' }
    child.stdout.on('data', (data) => (out.text += data))
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output.text += data))
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    return { child, output, out, ended }
  }

  test('tells where everything is, never a key, and stops on Ctrl-C', async () => {
    const { child, output, ended } = run('--port', '0', '--https-port', '0', '--region-port', 'frankfurt=0')
    await expect.poll(() => output.text).toContain('Ctrl-C stops')
    for (const word of ['http://127.0.0.1:', 'https://127.0.0.1:', 'serves frankfurt only', '--print-seed']) {
      expect(output.text).toContain(word)
    }
    for (const word of ['1400000000', 'singapore', 'administrator', 'alice bob', '/_emulator/rotate']) {
      expect(output.text).toContain(word)
    }
    expect(output.text).not.toContain('0123456789abcdef')
    const url = /http:\S+/.exec(output.text)![0]
    await fetch(`${url}/v4/sns/friend_update`, { method: 'POST' })
    await expect.poll(() => output.text).toContain('friend_update of unknown app: 60012')
    child.kill('SIGINT')
    expect(await ended).toBe(0)
  })

  test.each<[string[], string, number?]>([
    [['--prot', '4010'], '--prot'],
    [['--port', 'x'], '--port must be a port number, not "x"'],
    [['--region-port', 'mars=1'], '--region-port must be like china=4011'],
    [['--host', ''], '--host must be a name or an address'],
    [
      ['--allow-host', 'http://chat.test'],
      '--allow-host must be a name or an address like chat.test, not "http://chat.test"',
    ],
    [
      ['--host', '198.51.100.1', ...ANY_PORTS],
      '198.51.100.1 is no address of this machine: choose another one with --host',
      1,
    ],
    [['--seed', 'nowhere.json'], 'nowhere.json is no good seed', 1],
  ])('%j is refused in words', async (args, message, code = 2) => {
    const { output, ended } = run(...args)
    expect(await ended).toBe(code)
    expect(output.text).toContain(message)
    expect(output.text).not.toContain('    at ')
  })

  test('--help', async () => {
    const { output, ended } = run('--help')
    expect(await ended).toBe(0)
    for (const flag of ['--port', '--https-port', '--region-port', '--seed', '--host', '--ca-file', '--json', '--stay'])
      expect(output.text).toContain(flag)
  })

  test('--print-seed prints what a seed of one’s own can begin with', async () => {
    const { output, ended } = run('--print-seed')
    expect(await ended).toBe(0)
    expect(JSON.parse(output.text)).toEqual(stockSeed)
  })

  test('--json: one line on stdout once it is ready, without a key; all else on stderr', async () => {
    const { child, out, ended } = run('--json', ...ANY_PORTS)
    await expect.poll(() => out.text).toMatch(/\n$/)
    const { url, httpsUrl, ca, apps } = JSON.parse(out.text)
    expect(apps.default).toEqual({ sdkAppId: 1400000000, region: 'singapore', adminUserId: 'administrator' })
    expect(httpsUrl).toMatch(/^https:/)
    expect(await (await fetch(ca)).text()).toContain('BEGIN CERTIFICATE')
    await fetch(`${url}/v4/sns/friend_update`, { method: 'POST' })
    expect(out.text.trim().split('\n')).toHaveLength(1)
    expect(out.text).not.toContain('0123456789abcdef')
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  test('--host of other machines’ reach is warned of', async () => {
    const { output } = run('--host', '0.0.0.0', ...ANY_PORTS)
    await expect.poll(() => output.text).toContain('Ctrl-C stops')
    expect(output.text).toContain('Warning: 0.0.0.0 can be reached from other machines')
  })
})

test('SIGTERM to npm ends it, as one to node does', async () => {
  const npm = spawn('npm', ['run', '-s', 'emulator', '--', '--json', ...ANY_PORTS], { cwd: root })
  let printed = ''
  npm.stdout.on('data', (data) => (printed += data))
  await expect.poll(() => printed).toMatch(/\n$/)
  const { url } = JSON.parse(printed) as { url: string }
  npm.kill('SIGTERM')
  await expect.poll(async () => (await fetch(url).catch(() => undefined)) === undefined).toBe(true)
})

describe('the process that started it', () => {
  /** Starts the emulator by another process, which then dies of SIGKILL, and says whether the emulator still answers. */
  const orphaned = (...args: string[]) => orphanedBy([process.execPath, main, '--json', ...ANY_PORTS, ...args])

  /** `victim` is killed: of the starter, or of what the starter has run. */
  async function orphanedBy([command, ...args]: string[], victim: 'starter' | 'run' = 'starter') {
    const script = `const run = require('node:child_process').spawn(...${JSON.stringify([command, args])}, { stdio: ['ignore', 'inherit', 'ignore'] }); process.on('SIGUSR2', () => run.kill('SIGKILL')); setInterval(() => {}, 1000)`
    const starter = spawn(process.execPath, ['-e', script], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
    onTestFinished(() => void starter.kill('SIGKILL'))
    let printed = ''
    starter.stdout.on('data', (data) => (printed += data))
    await expect.poll(() => printed).toMatch(/\n$/)
    const { url, pid } = JSON.parse(printed) as { url: string; pid: number }
    onTestFinished(() => {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It has ended by itself.
      }
    })
    starter.kill(victim === 'starter' ? 'SIGKILL' : 'SIGUSR2')
    return async () => (await fetch(url).catch(() => undefined)) !== undefined
  }

  test('takes the emulator with it, however it ends', async () => {
    const answers = await orphaned()
    await expect.poll(answers).toBe(false)
  })

  test.skipIf(process.platform === 'win32').each(['starter', 'run'] as const)(
    'through npm too, which hands on no SIGKILL: killed is the %s',
    async (victim) => {
      const npm = ['npm', 'run', '-s', 'emulator', '--', '--json', ...ANY_PORTS]
      const answers = await orphanedBy(npm, victim)
      await expect.poll(answers).toBe(false)
    },
  )

  test('leaves it with --stay, as an empty stdin does', async () => {
    const answers = await orphaned('--stay')
    // Longer than the emulator takes to notice: it has answered a second emulator's whole life.
    const other = await orphaned()
    await expect.poll(other).toBe(false)
    expect(await answers()).toBe(true)
  })
})

test('before npm ci the script says so', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chat-emulator-'))
  mkdirSync(path.join(folder, 'local/aws'), { recursive: true })
  copyFileSync(path.join(root, 'local/aws/require-node.mjs'), path.join(folder, 'local/aws/require-node.mjs'))
  writeFileSync(path.join(folder, 'main.mjs'), "console.log('started')")
  const child = spawn(process.execPath, ['--import', './local/aws/require-node.mjs', 'main.mjs'], { cwd: folder })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (printed += data))
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1)
  expect(printed).toContain('not installed yet: run "npm ci"')
  expect(printed).not.toContain('started')
})
