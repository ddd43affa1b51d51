import type { Seed } from '../local/chat/index.ts'
import { onQueueStage, type QueueStage } from './queue-stage.ts'
import { columns } from './report.ts'

export interface QueueFigures {
  readonly what: string
  readonly events: number
  readonly accounts: number
  readonly callsPerSecond: number
  readonly calls: number
  readonly seconds: number
  /** Upstream calls a second between the first and the last, of what is allowed. */
  readonly share: number
  readonly worstSecond: number
  readonly conflicts: number
  readonly lost: number
}

interface Scene {
  readonly what: string
  readonly accounts: number
  readonly eventsEach: number
  readonly callsPerSecond: number
}

/** Accounts that each have as many friends as there are events for one. */
function seedOf({ accounts, eventsEach, callsPerSecond }: Scene): Seed {
  const friends = Array.from({ length: eventsEach }, (_, index) => [`f${index}`, {}])
  const people = Array.from({ length: accounts }, (_, index) => [`a${index}`, { friends: Object.fromEntries(friends) }])
  return {
    limits: { callsPerSecond },
    apps: {
      default: {
        sdkAppId: 1_400_000_000,
        region: 'singapore',
        admins: ['administrator'],
        secretKey: '0123456789abcdef'.repeat(4),
        accounts: Object.fromEntries([...friends, ...people]),
      },
    },
  }
}

const bodiesOf = ({ accounts, eventsEach }: Scene) =>
  Array.from({ length: accounts * eventsEach }, (_, index) => ({
    userId: `a${index % accounts}`,
    friends: [{ userId: `f${Math.floor(index / accounts)}`, remark: `remark ${index}` }],
  }))

interface Call {
  readonly time: string
  readonly answer: { readonly ErrorCode: number } | null
}

async function callsOf({ chat }: QueueStage): Promise<Call[]> {
  return ((await (await fetch(`${chat.url}/_emulator/calls`)).json()) as { calls: Call[] }).calls
}

/** The most times that lie within one second. */
function worstSecond(times: readonly number[]): number {
  let first = 0
  return Math.max(
    ...times.map((at, last) => {
      while (times[first]! <= at - 1000) first++
      return last - first + 1
    }),
  )
}

async function measure(scene: Scene): Promise<QueueFigures> {
  const events = scene.accounts * scene.eventsEach
  const stage = await onQueueStage(seedOf(scene), scene.callsPerSecond)
  try {
    await stage.fill(bodiesOf(scene))
    const startedAt = Date.now()
    const told = await stage.drain(events)
    const seconds = (Math.max(...told.values()) - startedAt) / 1000
    const calls = await callsOf(stage)
    const times = calls.map(({ time }) => Date.parse(time)).toSorted((a, b) => a - b)
    const span = (times.at(-1)! - times[0]!) / 1000
    return {
      ...scene,
      events,
      calls: calls.length,
      seconds,
      share: span === 0 ? 1 : (calls.length - 1) / span / scene.callsPerSecond,
      worstSecond: worstSecond(times),
      conflicts: calls.filter(({ answer }) => answer?.ErrorCode === 30008).length,
      lost: events - told.size,
    }
  } finally {
    await stage.close()
  }
}

/** What waits in the queue, and what it takes to work it off. */
export async function measureQueue(quick: boolean): Promise<QueueFigures[]> {
  const scale = quick ? 10 : 1
  const scenes: Scene[] = [
    { what: 'one account', accounts: 1, eventsEach: 1000 / scale, callsPerSecond: 200 },
    { what: 'many accounts', accounts: 500 / scale, eventsEach: 40, callsPerSecond: 10 },
    { what: 'many accounts', accounts: 500 / scale, eventsEach: 40, callsPerSecond: 200 },
  ]
  const figures: QueueFigures[] = []
  for (const scene of scenes) figures.push(await measure(scene))
  return figures
}

export const printQueue = (figures: readonly QueueFigures[]): string =>
  columns([
    [
      'waiting',
      'events',
      'accounts',
      'quota /s',
      'calls',
      'seconds',
      'of the quota',
      'worst second',
      'conflicts',
      'lost',
    ],
    ...figures.map((row) => [
      row.what,
      row.events,
      row.accounts,
      row.callsPerSecond,
      row.calls,
      row.seconds.toFixed(1),
      `${(row.share * 100).toFixed(1)} %`,
      row.worstSecond,
      row.conflicts,
      row.lost,
    ]),
  ])
