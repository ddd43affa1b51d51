import { afterAll, expect, test } from 'vitest'
import { systemClock } from '../../../lib/clock.ts'
import type { SharedQuota } from '../../../lib/quota/quota.ts'
import { CALLER } from './quota-instance.ts'
import { atRandom, warmInstances, worstSecond } from './quota-load.ts'
import { startState } from './state.ts'

/** Half of Chat's quota, so that the stand-in for DynamoDB and ten instances fit on two shared cores. */
const CALLS_PER_SECOND = 100
const INSTANCES = 10
const MS = 4000
const LATEST_MS = 1000
/** By now every instance has met the lane, however busy the machine is. */
const BEGUN_MS = 500

const state = await startState()
afterAll(state.close)

/** Ten instances with a client each, asked for `load` times the quota. */
async function offer(load: number) {
  const lane = `default at ${load}`
  const instances = await warmInstances(state, INSTANCES, CALLS_PER_SECOND)
  const granted: number[] = []
  let asked = 0
  const startedAt = Date.now()
  const ask = (quota: SharedQuota) => async () => {
    asked++
    const place = await quota.takePlace({ lane }, LATEST_MS, CALLER)
    if ('tooLate' in place) return
    granted.push(Date.now() + place.waitMs)
    await systemClock.sleep(place.waitMs)
  }
  const perInstance = (CALLS_PER_SECOND * load) / INSTANCES
  await Promise.all(instances.map(({ quota }) => atRandom(perInstance, MS, ask(quota))))
  const writes = instances.reduce((sum, { table }) => sum + table.writes, 0)
  const inTime = granted.filter((at) => at >= startedAt + BEGUN_MS && at < startedAt + MS).length
  return {
    asked,
    granted: granted.length,
    worstSecond: worstSecond(granted),
    used: inTime / (((MS - BEGUN_MS) / 1000) * CALLS_PER_SECOND),
    writesPerAsked: writes / asked,
    writesPerGranted: writes / granted.length,
  }
}

test('at five times the quota no second holds more than it, nine tenths are used, and calls share writes', async () => {
  const figures = await offer(5)
  expect(figures.worstSecond).toBeLessThanOrEqual(CALLS_PER_SECOND)
  expect(figures.used).toBeGreaterThanOrEqual(0.9)
  expect(figures.writesPerGranted).toBeLessThan(0.7)
  expect(figures.granted).toBeLessThan(figures.asked / 2)
})

test('at a tenth of the quota every call has its place, for hardly more than a write each', async () => {
  const figures = await offer(0.1)
  expect(figures.granted).toBe(figures.asked)
  expect(figures.writesPerAsked).toBeLessThan(1.5)
})
