import { afterAll, beforeAll } from 'vitest'

// The gateway gives up a silent service after a second or so, and means a second in which an answer could have come. A machine that
// leaves this process no time to run would make silent services of the stand-ins, which live in the same process. So in tests a timer
// that is no shorter than such a patience goes off only once the process could run for most of its time.

const LEAST_MS = 200
const TICK_MS = 20
/** Ticks are late on an idle machine too. */
const ENOUGH = 0.7
/** A process that stands still for ever is for the runner to find. */
const MOST_ROUNDS = 30

const { setTimeout: plain } = globalThis
const plainAbort = AbortSignal.timeout
let ticks = 0
let ticker: NodeJS.Timeout | undefined

function fair(callback: (...args: unknown[]) => void, ms = 1, ...args: unknown[]): NodeJS.Timeout {
  if (ms < LEAST_MS) return plain(callback, ms, ...args)
  const begun = ticks
  let rounds = 0
  const timer = plain(() => {
    const couldRun = (ticks - begun) * TICK_MS >= ms * ENOUGH
    if (couldRun || ++rounds === MOST_ROUNDS) callback(...args)
    else timer.refresh()
  }, ms)
  return timer
}

function fairAbort(ms: number): AbortSignal {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new DOMException('it took too long', 'TimeoutError')), ms)
  timer.unref()
  return controller.signal
}

beforeAll(() => {
  ticker = setInterval(() => {
    ticks++
  }, TICK_MS).unref()
  globalThis.setTimeout = Object.assign(fair, plain) as typeof plain
  AbortSignal.timeout = fairAbort
})
afterAll(() => {
  clearInterval(ticker)
  globalThis.setTimeout = plain
  AbortSignal.timeout = plainAbort
})
