import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type AwsCall, type AwsProxy, startAwsProxy } from '../../../local/aws/proxy.ts'
import { type Local, startLocal } from '../../../local/aws/start-local.ts'
import type { CallRecord, Seed } from '../../../local/chat/index.ts'
import { ask } from './ask.ts'
import type { AwsService, Fault, FunctionKey } from './faults.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

/** Waits for one attempt, and the time an invocation has: short, so that both run out often. */
export const ATTEMPT_TIMEOUT_MS = 1500
const DEADLINE_MS = 9000
/** So long a doorbell stays away whose worker was killed; longer than the worker's deadline. */
const VISIBILITY_SECONDS = 12

export interface Rig {
  readonly local: Local
  /** What the emulator has carried out or refused, in the order of its doing. */
  readonly records: readonly CallRecord[]
  /** What went wrong on the way of a call, by its `random`. */
  readonly troubles: ReadonlyMap<string, string>
  readonly kills: readonly number[]
  /** Every key that was ever in force, and every UserSig that was used. */
  readonly keys: ReadonlySet<string>
  readonly userSigs: ReadonlySet<string>
  /** Every line that a function or a stand-in wrote. */
  readonly lines: readonly string[]
  /** All calls on AWS since this was last asked. */
  awsCalls(): AwsCall[]
  loose(fault: Fault): Promise<void>
  /** How many calls, connections or processes have met a fault. */
  strikes(): number
  /** Nothing goes wrong any more, and all clocks are right. */
  mend(): Promise<void>
  close(): Promise<void>
}

interface Parts {
  readonly primary: TcpProxy
  readonly backup: TcpProxy
  readonly aws: Map<string, AwsProxy>
  readonly clocks: string
  readonly kept: Kept
}

/** What is noted as it happens. */
class Kept {
  readonly records: CallRecord[] = []
  readonly troubles = new Map<string, string>()
  readonly kills: number[] = []
  readonly keys = new Set<string>()
  readonly userSigs = new Set<string>()
  readonly lines: string[] = []
  readonly offsets: Record<string, number> = {}
  strikes = 0
  chat = new URL('http://127.0.0.1:9')

  asked(head: string, trouble: string | undefined): void {
    const query = new URLSearchParams(head.split(' ')[1]?.split('?')[1] ?? '')
    const userSig = query.get('usersig')
    if (userSig) this.userSigs.add(userSig)
    if (trouble !== undefined) this.troubles.set(query.get('random') ?? '', trouble)
  }
}

export interface RigOptions {
  readonly seed: Seed
  /** Of each function, at most. */
  readonly processes: number
  /** See function-preload.ts. */
  readonly plantsLeak: boolean
}

/** The built functions as processes of their own, with proxies before all that they call. */
export async function startRig(options: RigOptions): Promise<Rig> {
  const kept = new Kept()
  const folder = await mkdtemp(path.join(tmpdir(), 'chaos-'))
  const clocks = path.join(folder, 'clocks.json')
  await writeFile(clocks, '{}')
  const tcp = () =>
    startTcpProxy({
      target: () => kept.chat,
      struck: () => void kept.strikes++,
      asked: (head, fault) => kept.asked(head, fault && JSON.stringify(fault)),
    })
  const parts: Parts = { primary: await tcp(), backup: await tcp(), aws: new Map(), clocks, kept }
  const local = await startFunctions(options, parts)
  await warm(local, options.processes)
  return {
    local,
    ...kept,
    awsCalls: () => [...parts.aws.values()].flatMap(({ calls }) => calls.splice(0)),
    loose: (fault) => loose(fault, local, parts),
    strikes: () => kept.strikes + [...parts.aws.values()].reduce((sum, proxy) => sum + proxy.broken(), 0),
    mend: () => mend(local, parts),
    close: async () => {
      await local.close()
      await Promise.all([parts.primary, parts.backup, ...parts.aws.values()].map((proxy) => proxy.close()))
      await rm(folder, { recursive: true })
    },
  }
}

function startFunctions(
  { seed, processes, plantsLeak }: RigOptions,
  { primary, backup, aws, clocks, kept }: Parts,
): Promise<Local> {
  const preload = pathToFileURL(path.join(import.meta.dirname, 'function-preload.ts')).href
  return startLocal({
    seed,
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
    },
    verbose: true,
    log: (line) => void kept.lines.push(line),
    heard: (record) => {
      kept.records.push(record)
      if (record.fault) kept.strikes++
    },
    secretOf: (secret) => {
      kept.keys.add(secret.secretKey)
      kept.chat = new URL(secret.endpoint)
      return { ...secret, endpoint: [primary.url, backup.url] }
    },
    through: async (name, url) => {
      const proxy = await startAwsProxy(url)
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
  const { kept, aws } = parts
  switch (fault.at) {
    case 'network':
      return parts[fault.host].arm(fault.net)
    case 'host down':
      kept.strikes++
      return parts[fault.host].down(fault.ms)
    case 'Chat':
      return control(local, 'faults', { ...(fault.app && { app: fault.app }), fault: fault.fault })
    case 'AWS':
      return aws.get(fault.service satisfies AwsService)!.breakNext(fault.action, fault.how, fault.times)
    case 'key rotation':
      kept.strikes++
      return control(local, 'rotate', {
        app: fault.app,
        order: fault.order,
        ...(fault.order !== 'together' && { gapMs: fault.gapMs }),
      })
    case 'kill':
      kept.strikes++
      kept.kills.push(Date.now())
      return local.functions[fault.function]!.killAll()
    case 'clock':
      kept.strikes++
      return setClock(local, parts, fault.function, fault.offsetMs)
  }
}

async function setClock(local: Local, { kept, clocks }: Parts, key: FunctionKey, offsetMs: number): Promise<void> {
  kept.offsets[local.functions[key]!.settings.name] = offsetMs
  await writeFile(clocks, JSON.stringify(kept.offsets))
}

/** A rotation of an app that is in the midst of one is refused (409), which is no fault of anybody's. */
async function control(local: Local, what: string, body: object): Promise<void> {
  const { status, text } = await ask(`${local.chat.url}/_emulator/${what}`, { body })
  if (status !== 200 && status !== 409) throw new Error(`the emulator refused ${what}: ${text}`)
}

async function mend(local: Local, { primary, backup, aws, clocks }: Parts): Promise<void> {
  for (const proxy of [primary, backup, ...aws.values()]) proxy.mend()
  await writeFile(clocks, '{}')
  await ask(`${local.chat.url}/_emulator/faults`, { method: 'DELETE' })
}
