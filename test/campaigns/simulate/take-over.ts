import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
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

/** Packing is not what is simulated, and takes long: packed is what it was. */
const pack = (data: InputType, done: Callback) => done(null, Buffer.from(data as string))

const MOST_REMEMBERED = 1000

/** UserSigs are few and unpacked at every call. */
function rememberedInflate(): typeof zlib.inflateSync {
  const { inflateSync } = zlib
  const known = new Map<string, ReturnType<typeof inflateSync>>()
  return (data, options) => {
    const key = (data as Buffer).toString('latin1')
    const made = known.get(key) ?? inflateSync(data, options)
    if (known.size > MOST_REMEMBERED) known.clear()
    known.set(key, made)
    return made
  }
}

/**
 * Puts this process under virtual time and seeded chance, for good: timers, dates, randomness, and what Node does on threads of
 * its own. Modules that keep a function of Node's from when they were loaded must be loaded after this.
 */
export function takeOver(time: VirtualTime, random: Random): Machine {
  // Errors are made by the thousand here, and nobody reads where.
  Error.stackTraceLimit = 3
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
    randomFillSync: (buffer: Buffer) => buffer.fill(hex(random, buffer.length * 2), 'hex'),
  })
  Object.assign(zlib, { gzip: pack, gunzip: pack, inflateSync: rememberedInflate() })
  Object.assign(process.getBuiltinModule('node:timers/promises'), {
    setTimeout: (ms: number, value: unknown) => new Promise((resolve) => time.after(ms, () => resolve(value))),
  })
  syncBuiltinESMExports()
  return {
    settle: () => new Promise((resolve) => setImmediate(resolve)),
    wallClock: () => performance.now(),
  }
}
