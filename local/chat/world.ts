import type { App } from './app.ts'
import { CallLog, type CallRecord } from './calls.ts'
import { FaultScript } from './faults.ts'
import type { Limits } from './limits.ts'
import { Rotations } from './rotation.ts'
import type { CheckedSeed } from './seed.ts'
import type { ShiftedClock } from './shifted-clock.ts'
import { SlidingWindow } from './sliding-window.ts'

/** What the emulator was started with, and keeps through a reset. */
export interface WorldOptions {
  seed: CheckedSeed
  clock: ShiftedClock
  log: (line: string) => void
  heard: (call: CallRecord) => void
  publishKey: (app: App) => void
}

/** Everything the emulator knows at this moment. */
export interface World extends WorldOptions {
  now: () => number
  limits: Limits
  apps: Map<string, App>
  rates: SlidingWindow
  userSigFailures: SlidingWindow
  faults: FaultScript
  calls: CallLog
  rotations: Rotations
  /** Aborted when the emulator closes, so that no wait outlives it. */
  closing: AbortController
}

export function createWorld(options: WorldOptions): World {
  const { seed, publishKey } = options
  return {
    ...options,
    now: options.clock.now,
    limits: seed.limits,
    apps: structuredClone(seed.apps),
    ...emptyWindows(seed),
    faults: new FaultScript(),
    calls: new CallLog(),
    rotations: new Rotations(publishKey),
    closing: new AbortController(),
  }
}

const emptyWindows = ({ limits }: CheckedSeed) => ({
  rates: new SlidingWindow(1000),
  userSigFailures: new SlidingWindow(limits.userSigWindowMs),
})

/** Sets the clock ahead of the machine's. What was counted by the time before means nothing any more. */
export function shiftClock(world: World, aheadMs: number): void {
  world.clock.aheadMs = aheadMs
  Object.assign(world, emptyWindows(world.seed))
}

/** Back to the seed: accounts, keys, counters, faults, calls and the clock. The gateway's side is told of every key that goes back. */
export function resetWorld(world: World): void {
  world.rotations.cancelAll()
  const before = world.apps
  world.clock.aheadMs = 0
  Object.assign(world, createWorld(world), { closing: world.closing })
  for (const [name, app] of world.apps) {
    if (before.get(name)?.secretKey !== app.secretKey) world.publishKey(app)
  }
}
