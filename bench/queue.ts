import { type Seen, seedOf, Watcher } from './emulated.ts'
import { onQueueStage } from './queue-stage.ts'
import { columns } from './report.ts'

interface Scene {
  readonly what: string
  readonly accounts: number
  readonly eventsEach: number
  readonly callsPerSecond: number
}

export interface QueueFigures extends Scene, Seen {
  readonly events: number
  readonly seconds: number
  readonly lost: number
}

const bodiesOf = ({ accounts, eventsEach }: Scene) =>
  Array.from({ length: accounts * eventsEach }, (_, index) => ({
    userId: `a${index % accounts}`,
    friends: [{ userId: `f${Math.floor(index / accounts)}`, remark: `remark ${index}` }],
  }))

async function measure(scene: Scene): Promise<QueueFigures> {
  const { accounts, eventsEach, callsPerSecond } = scene
  const events = accounts * eventsEach
  const stage = await onQueueStage(seedOf(accounts, eventsEach, { callsPerSecond }), callsPerSecond)
  try {
    await stage.fill(bodiesOf(scene))
    const watcher = new Watcher(stage.chat)
    const startedAt = Date.now()
    const told = await stage.drain(events)
    const seconds = (Math.max(...told.values()) - startedAt) / 1000
    await watcher.look()
    return { ...scene, ...watcher.seen(), events, seconds, lost: events - told.size }
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
      `${((row.perSecond / row.callsPerSecond) * 100).toFixed(1)} %`,
      row.worstSecond,
      row.conflicts,
      row.lost,
    ]),
  ])
