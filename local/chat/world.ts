import type { App } from './app.ts'
import { CallLog, type CallRecord } from './calls.ts'
import { FaultScript } from './faults.ts'
import type { Limits } from './limits.ts'
import { Rotations } from './rotation.ts'
import type { CheckedSeed } from './seed.ts'
import { SlidingWindow } from './sliding-window.ts'

/** What the emulator was started with, and keeps through a reset. */
export interface WorldOptions {
  seed: CheckedSeed
  now: () => number
  log: (line: string) => void
  heard: (call: CallRecord) => void
  publishKey: (app: App) => void
}

/** Everything the emulator knows at this moment. */
export interface World extends WorldOptions {
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
    limits: seed.limits,
    apps: structuredClone(seed.apps),
    rates: new SlidingWindow(1000),
    userSigFailures: new SlidingWindow(seed.limits.userSigWindowMs),
    faults: new FaultScript(),
    calls: new CallLog(),
    rotations: new Rotations(publishKey),
    closing: new AbortController(),
  }
}

/** Back to the seed: accounts, keys, counters, faults and calls. The gateway's side is told of every key that goes back. */
export function resetWorld(world: World): void {
  world.rotations.cancelAll()
  const before = world.apps
  Object.assign(world, createWorld(world), { closing: world.closing })
  for (const [name, app] of world.apps) {
    if (before.get(name)?.secretKey !== app.secretKey) world.publishKey(app)
  }
}
