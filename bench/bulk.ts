import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CountingGateway } from './bulk-gateway.ts'

const root = path.join(import.meta.dirname, '..')
const PER_SECOND = 200
const KILLS = 5

export interface BulkFigures {
  readonly rows: number
  readonly accounts: number
  /** A run that nobody disturbs. */
  readonly whole: RunFigures
  /** A run that is killed and goes on, five times. */
  readonly killed: RunFigures & { readonly kills: number; readonly replayed: number }
  /** What is not as promised; empty where all is. */
  readonly faults: readonly string[]
}

interface RunFigures {
  readonly seconds: number
  /** Between the first call and the last answer, of the quota. */
  readonly percentOfQuota: number
  /** Peak of what the process has in memory; undefined where the system does not say. */
  readonly peakMb: number | undefined
  readonly lost: number
  readonly doubled: number
  readonly overlaps: number
}

/** Sends a CSV through the built command line to a gateway that counts, with the app's quota of 200 calls a second. */
export async function measureBulk(quick: boolean): Promise<BulkFigures> {
  execFileSync('npm', ['run', '-s', 'build', '-w', 'client'], { cwd: root, stdio: 'inherit' })
  const size = quick ? { rows: 30_000, accounts: 600 } : { rows: 1_000_000, accounts: 10_000 }
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-gateway-bench-'))
  try {
    const file = path.join(folder, 'rows.csv')
    await writeRows(file, size)
    const whole = await run(file, size, 0)
    rmSync(`${file}.friends.update.journal`)
    const killed = await run(file, size, KILLS)
    return { ...size, whole, killed, faults: faultsOf(whole, killed, quick) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type Size = Pick<BulkFigures, 'rows' | 'accounts'>

/** Rows of all accounts in turn, so that an account's rows stand far apart. */
async function writeRows(file: string, { rows, accounts }: Size): Promise<void> {
  const out = createWriteStream(file)
  out.write('userId,friends.userId,remark\n')
  for (let row = 0; row < rows; row++) {
    const line = `user${(row * 7919) % accounts},friend${Math.floor(row / accounts)},r${row}\n`
    if (!out.write(line)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}

async function run(file: string, { rows, accounts }: Size, kills: number): Promise<BulkFigures['killed']> {
  const gateway = new CountingGateway(rows, PER_SECOND)
  const url = await gateway.listen()
  const startedAt = Date.now()
  let peakMb: number | undefined
  for (let kill = 1; ; kill++) {
    const child = start(url, file)
    const memory = watchMemory(child)
    // Every account's rows fit into one call.
    if (kill <= kills)
      void gateway.untilCalls(Math.floor((accounts * kill) / (kills + 1))).then(() => child.kill('SIGKILL'))
    const [code] = (await once(child, 'exit')) as [number | null]
    const peak = memory()
    if (peak !== undefined) peakMb = Math.max(peakMb ?? 0, peak)
    if (code === 0) break
    if (code !== null) throw new Error(`bulk ended with ${code}`)
  }
  const seconds = (Date.now() - startedAt) / 1000
  await gateway.close()
  return { seconds, peakMb, kills, ...gateway.figures() }
}

/** Starts it as a shell does, with the flags of its first line. */
function start(url: string, file: string): ChildProcess {
  const main = path.join(root, 'client/dist/cli/main.js')
  const [, flags = ''] = /^#!.* -S node (.*)$/m.exec(readFileSync(main, 'utf8')) ?? []
  const command = [main, 'bulk', 'friends.update', file, '--url', url, '--rate', String(PER_SECOND), '--json']
  return spawn(process.execPath, [...flags.split(' '), ...command], { stdio: ['ignore', 'ignore', 'inherit'] })
}

const MEMORY_MS = 100

/** The most that a process ever had in memory, in MB: asked again and again, since after its end nobody knows. */
function watchMemory({ pid }: ChildProcess): () => number | undefined {
  let peak: number | undefined
  const timer = setInterval(() => {
    try {
      const [, kb] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
      if (kb !== undefined) peak = Math.round((Number(kb) * 1024) / 1e6)
    } catch {
      // It has ended, or the system tells nothing of its processes.
    }
  }, MEMORY_MS)
  return () => {
    clearInterval(timer)
    return peak
  }
}

const LEAST_PERCENT = 90
const MOST_MB = 200

function faultsOf(whole: RunFigures, killed: RunFigures, quick: boolean): string[] {
  const wrong = [whole, killed].flatMap(({ lost, doubled, overlaps, peakMb = 0 }) => [
    lost === 0 || `${lost} rows were lost`,
    doubled === 0 || `${doubled} rows were done twice`,
    overlaps === 0 || `${overlaps} times two requests of one account were under way at once`,
    peakMb <= MOST_MB || `${peakMb} MB of memory, and ${MOST_MB} are the most`,
  ])
  const slow =
    quick ||
    whole.percentOfQuota >= LEAST_PERCENT ||
    `${whole.percentOfQuota} % of the quota was used, not ${LEAST_PERCENT}`
  return [...wrong, slow].filter((fault) => typeof fault === 'string')
}

export function printBulk({ rows, accounts, whole, killed, faults }: BulkFigures): string {
  const line = (name: string, { seconds, percentOfQuota, peakMb, lost, doubled }: RunFigures) =>
    `${name.padEnd(34)}${seconds.toFixed(1).padStart(7)} s${String(percentOfQuota).padStart(6)} % of the quota${String(peakMb ?? '?').padStart(6)} MB   lost ${lost}, doubled ${doubled}`
  return [
    `${rows.toLocaleString('en')} rows of ${accounts.toLocaleString('en')} accounts, ${PER_SECOND} calls a second`,
    line('undisturbed', whole),
    line(`killed and resumed ${killed.kills} times`, killed),
    `requests that were answered again after a kill: ${killed.replayed}`,
    ...faults.map((fault) => `NOT AS PROMISED: ${fault}`),
  ].join('\n')
}
