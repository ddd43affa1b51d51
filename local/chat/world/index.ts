import { CallLog, type CallRecord } from '../calls.ts'
import type { Identity } from '../certificate.ts'
import { FaultScript } from '../faults.ts'
import type { Limits } from '../limits.ts'
import type { ShiftedClock } from '../shifted-clock.ts'
import { SlidingWindow } from '../sliding-window.ts'
import type { App } from './app.ts'
import type { CheckedSeed } from './checked-seed.ts'
import { placeMessages } from './first-messages.ts'
import { Rotations } from './rotation.ts'
import { beginSessions } from './sessions.ts'

/** What the emulator was started with, and keeps through a reset. */
export interface WorldOptions {
  seed: CheckedSeed
  clock: ShiftedClock
  /** Certificates, made when they are first asked for. */
  identity: () => Promise<Identity>
  log: (line: string) => void
  heard: (call: CallRecord) => void
  /** Tells the gateway's side of an app's key; undefined where there is no such app any more. */
  publishKey: (name: string, app: App | undefined) => void
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
    apps: new Map([...seed.apps.keys()].map((name) => [name, begin(seed, name, options.clock.now())])),
    ...emptyWindows(seed),
    faults: new FaultScript(),
    calls: new CallLog(),
    rotations: new Rotations((app) => publishKey(app.name, app)),
    closing: new AbortController(),
  }
}

/** An app as its seed has it, at this moment. */
function begin({ apps, messages }: CheckedSeed, name: string, now: number): App {
  const app = structuredClone(apps.get(name)!)
  for (const account of app.accounts.values()) beginSessions(account, now)
  placeMessages(app, structuredClone(messages.get(name) ?? []), now)
  return app
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
  const before = beginAnew(world)
  for (const [name, app] of world.apps) {
    if (before.get(name)?.secretKey !== app.secretKey) world.publishKey(name, app)
  }
}

/** Answers the apps as they were until then. */
function beginAnew(world: World): World['apps'] {
  const before = world.apps
  world.rotations.cancelAll()
  world.clock.aheadMs = 0
  Object.assign(world, createWorld(world), { closing: world.closing })
  return before
}

/** One app back to the seed: accounts, key, counters, faults and calls. All that is of others stays. */
export function resetApp(world: World, name: string): void {
  const before = world.apps.get(name)!
  const app = begin(world.seed, name, world.now())
  world.rotations.cancel(before)
  world.apps.set(name, app)
  for (const window of [world.rates, world.userSigFailures]) window.forget(`${name} `)
  world.faults.clear(name)
  world.calls.forget(name)
  if (before.secretKey !== app.secretKey) world.publishKey(name, app)
}

/** Begins anew with other data. The gateway's side is told of every app: with the same key one may have another SDKAppID or region. */
export function swapSeed(world: World, seed: CheckedSeed): void {
  world.seed = seed
  const before = beginAnew(world)
  for (const name of new Set([...before.keys(), ...world.apps.keys()])) world.publishKey(name, world.apps.get(name))
}
