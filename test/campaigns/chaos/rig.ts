import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type AwsCall, type AwsProxy, startAwsProxy } from '../../../local/aws/proxy.ts'
import { type Local, startLocal } from '../../../local/aws/start-local.ts'
import type { Seed } from '../../../local/chat/index.ts'
import { guard, takeDenials } from '../../support/roles/guard.ts'
import { strictly } from '../../support/strict-seed.ts'
import type { Failure } from './broken.ts'
import { ChatSide } from './chat-side.ts'
import { type AwsService, type Fault, type FunctionKey, kindOf, kindOfAws } from './faults.ts'

/** Waits for one attempt, and the time an invocation has: short, so that both run out often. */
export const ATTEMPT_TIMEOUT_MS = 1000
const DEADLINE_MS = 9000
/** So long a doorbell stays away whose worker was killed; longer than the worker's deadline. */
const VISIBILITY_SECONDS = 12

export interface RigOptions {
  readonly seed: Seed
  /** Of each function. */
  readonly processes: number
  /** See function-preload.ts. */
  readonly plantsLeak: boolean
  /** The worker takes letters for doorbells, and the operator a stranger's for the gateway's. */
  readonly plantsLetters: boolean
}

export interface Rig {
  readonly local: Local
  readonly chat: ChatSide
  /** When processes were killed. */
  readonly kills: readonly number[]
  /** Every key that a secret ever held. */
  readonly keys: ReadonlySet<string>
  /** Every line that a function wrote, as it wrote it. */
  readonly written: readonly string[]
  /** Every line of the stand-ins, with the functions' warnings and errors among them. */
  readonly lines: readonly string[]
  /** Every invocation that gave no answer. */
  readonly failures: readonly Failure[]
  /** Every call on AWS that its function's role does not grant, since this was last asked. */
  denials(): string[]
  /** All calls on AWS since this was last asked. */
  awsCalls(): AwsCall[]
  loose(fault: Fault): Promise<void>
  /** The kind of each fault that a call, a connection or a process has met. */
  strikes(): readonly string[]
  /** Nothing goes wrong any more, and all clocks are right. */
  mend(): Promise<void>
  close(): Promise<void>
}

interface Parts {
  readonly chat: ChatSide
  readonly aws: Map<AwsService, AwsProxy>
  /** The file that holds how far off each function's clock is. */
  readonly clocks: string
  readonly offsets: Record<string, number>
  /** What will set each clock right again. */
  readonly righting: Map<string, NodeJS.Timeout>
  readonly kills: number[]
  readonly keys: Set<string>
  readonly written: string[]
  readonly lines: string[]
  readonly failures: Failure[]
  readonly strikes: string[]
}

/** The built functions as processes of their own, with proxies before all that they call. */
export async function startRig(options: RigOptions): Promise<Rig> {
  const folder = await mkdtemp(path.join(tmpdir(), 'chaos-'))
  const clocks = path.join(folder, 'clocks.json')
  writeFileSync(clocks, '{}')
  const noted = {
    offsets: {},
    righting: new Map<string, NodeJS.Timeout>(),
    kills: [],
    keys: new Set<string>(),
    written: [],
    lines: [],
    failures: [],
    strikes: [],
  }
  const parts: Parts = { chat: await ChatSide.start(), aws: new Map(), clocks, ...noted }
  const local = await startFunctions(options, parts)
  await warm(local, options.processes)
  const { chat, aws, kills, keys, written, lines, failures } = parts
  return {
    local,
    chat,
    kills,
    keys,
    written,
    lines,
    failures,
    denials: takeDenials,
    awsCalls: () => [...aws.values()].flatMap(({ calls }) => calls.splice(0)),
    loose: (fault) => loose(fault, local, parts),
    strikes: () => [
      ...chat.strikes,
      ...parts.strikes,
      ...[...aws].flatMap(([service, proxy]) => Array<string>(proxy.broken()).fill(kindOfAws(service))),
    ],
    mend: () => mend(parts),
    close: async () => {
      await local.close()
      await Promise.all([chat, ...aws.values()].map((one) => one.close()))
      await rm(folder, { recursive: true })
    },
  }
}

function startFunctions({ seed, processes, plantsLeak, plantsLetters }: RigOptions, parts: Parts): Promise<Local> {
  const preload = pathToFileURL(path.join(import.meta.dirname, 'function-preload.ts')).href
  const { chat, aws, clocks, keys, written, lines, failures } = parts
  return startLocal({
    seed: strictly(seed),
    instances: processes,
    visibilityTimeoutSeconds: VISIBILITY_SECONDS,
    retryDelaysMs: [300, 900],
    environment: {
      LOG_LEVEL: 'DEBUG',
      UPSTREAM_TIMEOUT_MS: String(ATTEMPT_TIMEOUT_MS),
      JOB_ATTEMPTS: '5',
      JOB_RETRY_SECONDS: '1',
      NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import ${preload}`,
      CHAOS_CLOCKS: clocks,
      CHAOS_DEADLINE_MS: String(DEADLINE_MS),
      CHAOS_PLANT_LEAK: plantsLeak ? 'yes' : '',
      CHAOS_PLANT_LETTERS: plantsLetters ? 'yes' : '',
    },
    wrote: (line) => void written.push(line),
    failed: (name, { type, message }) => void failures.push({ function: name as FunctionKey, type, message }),
    log: (line) => void lines.push(line),
    heard: (record) => chat.heard(record),
    secretOf: (secret) => {
      keys.add(secret.secretKey)
      chat.leadTo(secret.endpoint)
      return { ...secret, endpoint: chat.origins }
    },
    through: async (name, url) => {
      const proxy = await startAwsProxy(url, guard)
      aws.set(name, proxy)
      return proxy.url
    },
  })
}

/** Starting many at once would take the time from those who work. */
async function warm({ functions }: Local, processes: number): Promise<void> {
  for (const pool of Object.values(functions)) for (let count = 1; count < processes; count++) await pool.warm()
}

async function loose(fault: Fault, local: Local, parts: Parts): Promise<void> {
  if (await parts.chat.loose(fault)) return
  if (fault.at === 'AWS') parts.aws.get(fault.service)!.breakNext(fault.action, fault.how, fault.times)
  if (fault.at === 'clock') await moveClock(fault, local, parts)
  if (fault.at !== 'kill') return
  parts.strikes.push(kindOf(fault))
  parts.kills.push(Date.now())
  await local.functions[fault.function]!.killAll()
}

async function moveClock(jump: Fault & { at: 'clock' }, local: Local, parts: Parts): Promise<void> {
  const { name } = local.functions[jump.function]!.settings
  parts.strikes.push(kindOf(jump))
  parts.offsets[name] = jump.offsetMs
  writeFileSync(parts.clocks, JSON.stringify(parts.offsets))
  clearTimeout(parts.righting.get(name))
  const right = () => {
    parts.offsets[name] = 0
    writeFileSync(parts.clocks, JSON.stringify(parts.offsets))
  }
  parts.righting.set(name, setTimeout(right, jump.lastsMs))
}

async function mend({ chat, aws, clocks, righting }: Parts): Promise<void> {
  for (const timer of righting.values()) clearTimeout(timer)
  for (const proxy of aws.values()) proxy.mend()
  await chat.mend()
  writeFileSync(clocks, '{}')
}
