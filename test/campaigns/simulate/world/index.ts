import { readSeed, type Seed } from '../../../../local/chat/seed.ts'
import { ShiftedClock } from '../../../../local/chat/shifted-clock.ts'
import { type World as ChatWorld, createWorld } from '../../../../local/chat/world/index.ts'
import type { Random } from '../../random.ts'
import { ACTORS, APPS, actorId, MOST_GUESTS, PEERS, peerId } from '../bodies.ts'
import { Chat, type Watch } from './chat.ts'
import { Memory } from './memory.ts'
import { FifoQueue } from './queue.ts'
import { Secrets } from './secrets.ts'
import { Service } from './service.ts'
import { Table } from './table.ts'
import type { VirtualTime } from './virtual-time.ts'

/** Chat's quota, per app and command. So low that busy lanes are full. */
export const CALLS_PER_SECOND = 50
/** Where it is another, by the command. */
const RATES: Readonly<Record<string, number>> = {
  im_push: 1,
  multiaccount_import: 100,
  account_delete: 100,
  account_check: 100,
  im_add_tag: 100,
  im_get_tag: 100,
}
export const callsPerSecond = (command: string): number => RATES[command] ?? CALLS_PER_SECOND

export const JOBS_URL = 'https://sqs.example/jobs.fifo'
export const tableNames = { state: 'state', jobs: 'jobs' } as const

/** Each app's hosts, primary first. */
export const hostsOf = (app: string): readonly [string, string] => {
  const number = APPS.indexOf(app as (typeof APPS)[number]) + 1
  return [`10.0.${number}.1`, `10.0.${number}.2`]
}

/** All that is not the gateway. */
export interface World {
  readonly time: VirtualTime
  readonly chat: Chat
  readonly emulator: ChatWorld
  readonly secrets: Secrets
  readonly tables: Readonly<Record<keyof typeof tableNames, Table>>
  readonly jobs: FifoQueue
  readonly memory: Memory
  readonly services: Readonly<Record<'table' | 'queue' | 'bus' | 'secrets', Service>>
}

const account = (number: number) => {
  const friends = Object.fromEntries(
    Array.from({ length: PEERS / 2 }, (_, index) => [peerId((number + index) % PEERS), {}]),
  )
  return { friends }
}

function seedOf(): Seed {
  const actors = Array.from({ length: ACTORS }, (_, number) => [actorId(number), account(number)] as const)
  const allowTypes = ['accept', 'accept', 'accept', 'ask', 'deny'] as const
  const peers = Array.from({ length: PEERS }, (_, number) => {
    return [peerId(number), { allowType: allowTypes[number % allowTypes.length] ?? 'accept' }] as const
  })
  const accounts = Object.fromEntries([...actors, ...peers])
  const app = { region: 'singapore', admins: ['administrator'], customFields: { Test: 'string' }, accounts } as const
  const [one, two] = APPS.map((name, index) => [
    name,
    { ...app, sdkAppId: 1_400_000_001 + index, secretKey: `key of ${name}` },
  ])
  return {
    strictRandom: true,
    // Each instance counts its own refused UserSigs, so this is about none of them; the check counts per instance.
    // So few accounts that some imports fail; neither tags nor pushes ever come to their end.
    limits: {
      callsPerSecond: CALLS_PER_SECOND,
      userSigFailures: 1000,
      friendsPage: 100,
      accounts: ACTORS + PEERS + MOST_GUESTS,
      tagsPerUser: 1_000_000,
      pushesPerDay: 1_000_000,
    },
    apps: Object.fromEntries([one, two] as [string, Seed['apps'][string]][]),
  }
}

/** A world in which nothing has happened yet. */
export function createSimulatedWorld(time: VirtualTime, random: Random, watch: Watch): World {
  const secrets = new Secrets()
  const now = () => time.now
  const emulator: ChatWorld = createWorld({
    seed: readSeed(seedOf()),
    clock: new ShiftedClock(now),
    identity: () => Promise.reject(new Error('nobody speaks TLS here')),
    log: () => undefined,
    heard: () => undefined,
    publishKey: (name, app) => app && publish(name, app.secretKey),
  })
  const publish = (name: string, secretKey: string) => {
    watch.published(name, secretKey)
    secrets.publish(name, secretText(emulator, name, secretKey))
  }
  for (const { name, secretKey } of emulator.apps.values()) publish(name, secretKey)
  const service = (usualMs: number) => new Service(time, random.fork(), usualMs)
  return {
    time,
    chat: new Chat({ time, random: random.fork(), world: emulator, watch }),
    emulator,
    secrets,
    tables: { state: new Table(random.fork(), now), jobs: new Table(random.fork(), now) },
    jobs: new FifoQueue(time),
    memory: new Memory(),
    services: { table: service(2), queue: service(5), bus: service(5), secrets: service(8) },
  }
}

function secretText({ apps }: ChatWorld, app: string, secretKey: string): string {
  const { sdkAppId, region, admins } = apps.get(app) ?? {}
  const endpoint = hostsOf(app).map((host) => `http://${host}`)
  return JSON.stringify({ sdkAppId, adminUserId: admins?.[0], secretKey, region, endpoint, integerFields: [] })
}
