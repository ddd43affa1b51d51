import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import timersPromises from 'node:timers/promises'
import zlib, { type InputType } from 'node:zlib'
import type { Random } from '../random.ts'
import type { Appointment, VirtualTime } from './world/virtual-time.ts'

/** What is left of the real machine: a turn of its event loop, and its own time. */
export interface Machine {
  /** Resolves when all that can go on without time passing has gone on. */
  settle(): Promise<void>
  /** Milliseconds. */
  wallClock(): number
}

/** A signal that ends a request of a simulated client at a time, with no timer behind it. */
export interface TimeoutSignal {
  readonly endsAt: number
}

const hex = (random: Random, digits: number): string =>
  Array.from({ length: digits }, () => random.whole(0, 15).toString(16)).join('')

function uuidFrom(random: Random): string {
  const variant = random.pick(['8', '9', 'a', 'b'])
  return `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-${variant}${hex(random, 3)}-${hex(random, 12)}`
}

type Callback = (error: Error | null, result: Buffer) => void

/** Level 1, since it is not the packing that is simulated. */
const gzip = (data: InputType, done: Callback) => done(null, zlib.gzipSync(data, { level: 1, memLevel: 4 }))

const gunzip = (data: InputType, done: Callback) => {
  try {
    done(null, zlib.gunzipSync(data))
  } catch (error) {
    done(error as Error, Buffer.alloc(0))
  }
}

/**
 * Puts this process under virtual time and seeded chance, for good: timers, dates, randomness, and what Node does on threads of
 * its own. Modules that keep a function of Node's from when they were loaded must be loaded after this.
 */
export function takeOver(time: VirtualTime, random: Random): Machine {
  const { setImmediate, performance, Date: RealDate } = globalThis
  class VirtualDate extends RealDate {
    constructor(...given: [] | [string | number]) {
      super(given[0] ?? time.now)
    }
    static override now = () => Math.floor(time.now)
  }
  Object.assign(globalThis, {
    Date: VirtualDate,
    setTimeout: (run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) =>
      time.after(Math.max(1, ms), () => run(...given)),
    clearTimeout: (timer: Appointment | undefined) => timer?.cancel(),
  })
  Object.assign(Math, { random: random.fraction })
  Object.assign(AbortSignal, { timeout: (ms: number): TimeoutSignal => ({ endsAt: time.now + ms }) })
  Object.assign(crypto, {
    randomUUID: () => uuidFrom(random),
    randomInt: (below: number) => Math.floor(random.fraction() * below),
    randomBytes: (size: number) => Buffer.from(hex(random, size * 2), 'hex'),
  })
  Object.assign(zlib, { gzip, gunzip })
  Object.assign(timersPromises, {
    setTimeout: (ms: number, value: unknown) => new Promise((resolve) => time.after(ms, () => resolve(value))),
  })
  syncBuiltinESMExports()
  return {
    settle: () => new Promise((resolve) => setImmediate(resolve)),
    wallClock: () => performance.now(),
  }
}
