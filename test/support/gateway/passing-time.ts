import { afterAll, beforeAll } from 'vitest'
import { turns } from './chat-replies.ts'
import { Wire } from './chat-server.ts'
import { advance } from './moved-clock.ts'

interface Pending {
  readonly dueAt: number
  readonly fire: () => void
}

const pending = new Map<unknown, Pending>()
let passedMs = 0
const now = () => performance.now() + passedMs

/**
 * For files that call `letPass`: knows, from before the first test to after the last, which timers are set. A test about a wait then
 * needs neither to sit through it nor to hope that a busy machine does in a short time what comes before it.
 */
export function watchTimers(): void {
  const { setTimeout: set, clearTimeout: clear } = globalThis
  beforeAll(() => {
    const watched = (callback: (...args: unknown[]) => void, ms = 1, ...args: unknown[]) => {
      const fire = () => {
        pending.delete(timer)
        callback(...args)
      }
      const timer = set(fire, ms)
      pending.set(timer, { dueAt: now() + ms, fire })
      return timer
    }
    globalThis.setTimeout = Object.assign(watched, set) as typeof set
    globalThis.clearTimeout = (timer) => {
      pending.delete(timer)
      clear(timer)
    }
  })
  afterAll(() => {
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear })
    pending.clear()
  })
}

/** Lets that many milliseconds pass at once: for whoever reads Date.now, and for timers, which fire in the order they are due. */
export function letPass(ms: number): void {
  advance(ms)
  passedMs += ms
  const due = [...pending].filter(([, { dueAt }]) => dueAt <= now()).toSorted(([, a], [, b]) => a.dueAt - b.dueAt)
  for (const [timer, { fire }] of due) {
    // One that fired before it may have cleared this one.
    if (!pending.has(timer)) continue
    clearTimeout(timer as NodeJS.Timeout)
    fire()
  }
}

/** So many turns of the event loop take whatever was written to its reader. */
const ENOUGH_TURNS = 50

/** The reply, and when what there is of it has been read, so much time passes. */
export const outlasting = (reply: Wire, ms: number): Wire =>
  new Wire((response, request) => {
    reply.write(response, request)
    void turns(ENOUGH_TURNS).then(() => letPass(ms))
  })
