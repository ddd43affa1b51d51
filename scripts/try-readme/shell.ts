import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.join(import.meta.dirname, '../..')
const URL_LINE = /http:\/\/127\.0\.0\.1:(\d+)/
const START_MS = 60_000
const STOP_MS = 15_000
const BLOCK_MS = 60_000

/** A newcomer's shell: nothing of npm's that runs this script, and the Node that the machine has. Where Node keeps what it has compiled decides nothing. */
function newcomerEnv(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NODE(?!_COMPILE_CACHE$)|INIT_CWD$|COLOR$)/.test(name),
  )
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => !folder.includes('node_modules'))
  const hasCurl = folders.some((folder) => existsSync(path.join(folder, 'curl')))
  return { ...Object.fromEntries(own), PATH: [...folders, ...(hasCurl ? [] : [curlFolder()])].join(path.delimiter) }
}

/** A folder with a `curl` that knows the flags our examples use: the README may ask for curl, a bare CI machine lacks it. */
function curlFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-curl-'))
  writeFileSync(
    path.join(folder, 'curl'),
    `#!/bin/sh\nexec node '${path.join(import.meta.dirname, 'curl.mjs')}' "$@"\n`,
  )
  chmodSync(path.join(folder, 'curl'), 0o755)
  return folder
}

const env = newcomerEnv()
const start = (script: string) =>
  spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })

/** Runs a block as pasted; what it wrote to stdout. */
export async function run(script: string): Promise<string> {
  const child = start(script)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (part: Buffer) => (stdout += part))
  child.stderr.on('data', (part: Buffer) => (stderr += part))
  if (!(await endOf(child, BLOCK_MS))) {
    signal(child, 'SIGKILL')
    throw new Error(`it did not end within ${BLOCK_MS / 1000} s`)
  }
  if (child.exitCode !== 0) throw new Error(`it ended with ${child.exitCode}: ${stderr || stdout}`)
  return stdout
}

export interface Server {
  /** What it had printed when it was up. */
  readonly output: string
  /** Makes what `npm start` has brought up forget everything. */
  reset(): Promise<void>
  /** Presses Ctrl-C, and checks that nothing is left. */
  stop(): Promise<void>
}

/** Starts what runs until Ctrl-C, and waits until it prints its URL. */
export async function serve(script: string): Promise<Server> {
  const child = start(script)
  let output = ''
  const ended = new Promise<'ended'>((resolve) => child.once('close', () => resolve('ended')))
  const up = new Promise<'up'>((resolve) => {
    const read = (part: Buffer) => {
      output += part
      if (URL_LINE.test(output) && output.endsWith('\n')) resolve('up')
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
  })
  if ((await Promise.race([up, ended, after(START_MS)])) !== 'up') {
    signal(child, 'SIGKILL')
    throw new Error(`it printed no URL:\n${output}`)
  }
  const port = Number(URL_LINE.exec(output)?.[1])
  return { output, reset: () => reset(port), stop: () => stop(child, port) }
}

async function reset(port: number): Promise<void> {
  const { status } = await fetch(`http://127.0.0.1:${port}/_local/reset`, { method: 'POST' })
  if (status !== 200) throw new Error(`the reset was answered ${status}`)
}

async function stop(child: ChildProcess, port: number): Promise<void> {
  const ending = endOf(child, STOP_MS)
  signal(child, 'SIGINT')
  if (!(await ending)) {
    signal(child, 'SIGKILL')
    throw new Error(`Ctrl-C did not end it within ${STOP_MS / 1000} s`)
  }
  if (await isTaken(port)) throw new Error(`it ended, but port ${port} is still served`)
}

/** To the whole group, as a terminal does. */
function signal({ pid, exitCode }: ChildProcess, name: NodeJS.Signals): void {
  if (pid !== undefined && exitCode === null) process.kill(-pid, name)
}

async function endOf(child: ChildProcess, ms: number): Promise<boolean> {
  const ended = new Promise<'ended'>((resolve) => child.once('close', () => resolve('ended')))
  return (await Promise.race([ended, after(ms)])) === 'ended'
}

const after = (ms: number) => new Promise<'late'>((resolve) => setTimeout(resolve, ms, 'late').unref())

export const isTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
