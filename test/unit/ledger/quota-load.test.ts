import { afterAll, expect, test } from 'vitest'
import { systemClock } from '../../../lib/clock.ts'
import { SharedQuota } from '../../../lib/ledger/quota.ts'
import { recordedLog } from '../../support/recorded-log.ts'
import { startState } from './state.ts'

/** Half of Chat's quota, so that the stand-in for DynamoDB and ten instances fit on two shared cores. */
const CALLS_PER_SECOND = 100
const INSTANCES = 10
const MS = 4000
const LATEST_MS = 1000
const TICK_MS = 2

const state = await startState()
afterAll(state.close)

/** The most times that lie within one second. */
function worstSecond(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b)
  let first = 0
  return Math.max(
    ...sorted.map((at, last) => {
      while (sorted[first]! <= at - 1000) first++
      return last - first + 1
    }),
  )
}

/** Calls `ask` at random moments, `perSecond` times a second on average for `ms`; resolves when all that was asked is done. */
function atRandom(perSecond: number, ms: number, ask: () => Promise<void>): Promise<void> {
  const asked: Promise<void>[] = []
  const startedAt = Date.now()
  const pause = () => (-Math.log(1 - Math.random()) * 1000) / perSecond
  let nextAt = startedAt + pause()
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      for (; nextAt <= Math.min(Date.now(), startedAt + ms); nextAt += pause()) asked.push(ask())
      if (Date.now() < startedAt + ms) return
      clearInterval(timer)
      Promise.all(asked).then(() => resolve(), reject)
    }, TICK_MS)
  })
}

/** Ten instances with a client each, asked for `load` times the quota. */
async function offer(load: number) {
  const lane = `default at ${load}`
  const tables = await Promise.all(Array.from({ length: INSTANCES }, state.table))
  const granted: number[] = []
  let asked = 0
  const startedAt = Date.now()
  const ask = (quota: SharedQuota) => async () => {
    asked++
    const place = await quota.takePlace(lane, LATEST_MS)
    if ('tooLate' in place) return
    granted.push(Date.now() + place.waitMs)
    await systemClock.sleep(place.waitMs)
  }
  const instances = tables.map((table) =>
    atRandom(
      (CALLS_PER_SECOND * load) / INSTANCES,
      MS,
      ask(new SharedQuota({ table, callsPerSecond: CALLS_PER_SECOND, clock: systemClock, log: recordedLog() })),
    ),
  )
  await Promise.all(instances)
  const writes = tables.reduce((sum, table) => sum + table.writes, 0)
  const inTime = granted.filter((at) => at < startedAt + MS).length
  return {
    asked,
    granted: granted.length,
    worstSecond: worstSecond(granted),
    used: inTime / ((MS / 1000) * CALLS_PER_SECOND),
    writesPerAsked: writes / asked,
    writesPerGranted: writes / granted.length,
  }
}

test('at five times the quota no second holds more than it, nine tenths are used, and two calls share a write', async () => {
  const figures = await offer(5)
  expect(figures.worstSecond).toBeLessThanOrEqual(CALLS_PER_SECOND)
  expect(figures.used).toBeGreaterThanOrEqual(0.9)
  expect(figures.writesPerGranted).toBeLessThan(0.5)
  expect(figures.granted).toBeLessThan(figures.asked / 2)
})

test('at a tenth of the quota every call has its place, for hardly more than a write each', async () => {
  const figures = await offer(0.1)
  expect(figures.granted).toBe(figures.asked)
  expect(figures.writesPerAsked).toBeLessThan(1.5)
})
