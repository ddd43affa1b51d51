import { afterAll, expect, test } from 'vitest'
import { systemClock } from '../../../lib/clock.ts'
import type { SharedQuota } from '../../../lib/quota/quota.ts'
import { atRandom, warmInstances, worstSecond } from './quota-load.ts'
import { callersApart } from './quota-world.ts'
import { startState } from './state.ts'

/** Half of Chat's quota, so that the stand-in for DynamoDB and ten instances fit on two shared cores. */
const CALLS_PER_SECOND = 100
const MS = 3500
/** By now the greedy caller has filled the lane. */
const WARM_MS = 1000
const [greedy = '', modest = ''] = callersApart(2, Date.now())

const state = await startState()
afterAll(state.close)

interface Call {
  readonly askedAt: number
  readonly at: number | undefined
}

type Instances = Awaited<ReturnType<typeof warmInstances>>

/** Calls of one caller at random moments, spread over the instances. */
async function ask(caller: string, perSecond: number, latestMs: number, on: Instances): Promise<Call[]> {
  const calls: Call[] = []
  const askOn = (quota: SharedQuota) => async () => {
    const askedAt = Date.now()
    const place = await quota.takePlace({ lane: 'default' }, latestMs, caller)
    const at = 'tooLate' in place ? undefined : Date.now() + place.waitMs
    calls.push({ askedAt, at })
    if ('waitMs' in place) await systemClock.sleep(place.waitMs)
  }
  await Promise.all(on.map(({ quota }) => atRandom(perSecond / on.length, MS, askOn(quota))))
  return calls
}

test('five times the quota asked for by one caller, from eight instances, leaves another one its share within about a second', async () => {
  const ten = await warmInstances(state, 10, CALLS_PER_SECOND)
  const [eight, two] = [ten.slice(0, 8), ten.slice(8)]
  const startedAt = Date.now()
  const [many, few] = await Promise.all([
    ask(greedy, 5 * CALLS_PER_SECOND, 2000, eight),
    ask(modest, CALLS_PER_SECOND / 20, 2000, two),
  ])
  const times = [...many, ...few].map(({ at }) => at).filter((at) => at !== undefined)
  const later = times.filter((at) => at >= startedAt + WARM_MS && at < startedAt + MS)
  const waits = few.map(({ askedAt, at }) => (at ?? Number.POSITIVE_INFINITY) - askedAt)
  const writes = ten.reduce((sum, { table }) => sum + table.writes, 0)
  expect(waits.length).toBeGreaterThan(5)
  // Without a share of its own most of its calls would be refused, and the others wait for nearly two seconds.
  expect(Math.max(...waits)).toBeLessThan(Number.POSITIVE_INFINITY)
  expect(waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 2)]).toBeLessThanOrEqual(1000)
  expect(later.length).toBeGreaterThanOrEqual(((MS - WARM_MS) / 1000) * CALLS_PER_SECOND * 0.9)
  expect(worstSecond(times)).toBeLessThanOrEqual(CALLS_PER_SECOND)
  expect(writes / times.length).toBeLessThan(0.5)
  expect(many.filter(({ at }) => at !== undefined).length).toBeGreaterThanOrEqual(times.length * 0.8)
})
