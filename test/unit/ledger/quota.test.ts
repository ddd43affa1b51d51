import { afterAll, describe, expect, test } from 'vitest'
import type { Clock } from '../../../lib/clock.ts'
import { passingClock } from './passing-clock.ts'
import {
  CALLER,
  gaps,
  INTERVAL_MS,
  instanceOn,
  LEAST_GAP_MS,
  LONG_MS,
  newLane,
  numbers,
  PER_SECOND,
  waitOf,
} from './quota-instance.ts'
import { startState } from './state.ts'

const state = await startState()
afterAll(state.close)

const instance = async (clock: Clock) => instanceOn(await state.table(), clock)

describe('an idle lane', () => {
  test('gives the first call its place at once, for one write', async () => {
    const { quota, table } = await instance(passingClock())
    expect(waitOf(await quota.takePlace({ lane: newLane() }, LONG_MS, CALLER))).toBeLessThanOrEqual(10)
    expect([table.writes, table.reads]).toEqual([1, 0])
  })

  test('costs one write a call', async () => {
    const clock = passingClock()
    const { quota, table } = await instance(clock)
    const lane = newLane()
    for (let i = 0; i < 10; i++) {
      expect(waitOf(await quota.takePlace({ lane }, LONG_MS, CALLER))).toBeLessThanOrEqual(10)
      clock.advance(1000)
    }
    expect(table.writes).toBe(10)
  })

  test('costs one write after a busy time too, and its unused time is not saved up', async () => {
    const clock = passingClock()
    const { table, many } = await instance(clock)
    const lane = newLane()
    await many(lane, 10)
    clock.advance(60_000)
    const before = table.writes
    const times = await many(lane, 1)
    expect(table.writes - before).toBe(1)
    times.push(...(await many(lane, 20)))
    expect(Math.min(...gaps(times))).toBeGreaterThanOrEqual(LEAST_GAP_MS)
  })
})

describe('what an instance expects of the others', () => {
  test('is nothing, where it is alone: it begins an idle lane with its first write', async () => {
    const clock = passingClock()
    const { many, table } = await instance(clock)
    const lane = newLane()
    for (let round = 0; round < 20; round++) {
      await many(lane, 3)
      clock.advance(1000)
    }
    expect(table.writes).toBe(20 * 2)
  })

  test('is what they did before: it soon joins a lane that they keep busy with its first write', async () => {
    const clock = passingClock()
    const [one, two] = [await instance(clock), await instance(clock)]
    const lane = newLane()
    for (let round = 0; round < 10; round++) {
      await one.many(lane, 5)
      await two.at(lane)
      clock.advance(1000)
    }
    expect(two.table.writes).toBeLessThanOrEqual(15)
  })
})

describe('a busy lane', () => {
  test('spaces its calls out, in order of arrival', async () => {
    const { many } = await instance(passingClock())
    const times = await many(newLane(), 30)
    expect(times).toEqual(times.toSorted((a, b) => a! - b!))
    expect(Math.min(...gaps(times))).toBeGreaterThanOrEqual(LEAST_GAP_MS)
    expect(Math.max(...gaps(times))).toBeLessThanOrEqual(LEAST_GAP_MS + 2)
  })

  test('takes places for all who wait with one write, up to twenty-five', async () => {
    const { many, table } = instanceOn(await state.table(), passingClock(), 200)
    await many(newLane(), 120)
    expect(table.writes).toBe(1 + Math.ceil(119 / 25))
  })

  test('is one for all instances, whatever rate they know', async () => {
    const clock = passingClock()
    const lane = newLane()
    const tables = await Promise.all([state.table(), state.table(), state.table()])
    const instances = tables.map((table, index) => instanceOn(table, clock, index === 0 ? PER_SECOND / 2 : PER_SECOND))
    const times = await Promise.all(instances.map(({ many }) => many(lane, 10)))
    const all = gaps(times.flat())
    expect(all).toHaveLength(29)
    expect(Math.min(...all)).toBeGreaterThanOrEqual(LEAST_GAP_MS)
  })

  test('does not slow another lane', async () => {
    const { many, quota } = await instance(passingClock())
    await many(newLane(), 30)
    expect(waitOf(await quota.takePlace({ lane: newLane() }, LONG_MS, CALLER))).toBeLessThanOrEqual(10)
  })

  test('lets those who have to wait anyway gather, for half the time at hand and 100 ms at most', async () => {
    const clock = passingClock()
    const { at } = await instance(clock)
    const lane = newLane()
    for (let i = 0; i < 10; i++) await at(lane)
    expect(clock.sleeps.length).toBeGreaterThan(0)
    expect(Math.max(...clock.sleeps)).toBeLessThanOrEqual(100)
    expect(clock.sleeps[0]).toBeGreaterThan(INTERVAL_MS / 4)
    expect(clock.sleeps[0]).toBeLessThan((INTERVAL_MS + 12) / 2)
  })
})

describe('a call that comes too late', () => {
  /** A lane that many callers have taken together, each a little. */
  async function takenFor(ms: number) {
    const clock = passingClock()
    const made = await instance(clock)
    const lane = newLane()
    await made.table.put(`quota#${lane}`, { next: (clock.now() + ms) * 1000 })
    made.table.writes = 0
    return { ...made, clock, lane }
  }

  test('is refused without a write where the lane is known to be full, and told for how long', async () => {
    const { clock, at, quota, table, lane } = await takenFor(2500)
    await at(lane)
    const [before, sleeps] = [table.writes, clock.sleeps.length]
    const place = await quota.takePlace({ lane }, 1000, CALLER)
    expect(place).toMatchObject({ tooLate: true })
    expect('tooLate' in place && place.retryAfterMs).toBeGreaterThanOrEqual(2500)
    expect('tooLate' in place && place.retryAfterMs).toBeLessThan(2500 + 2 * INTERVAL_MS)
    expect([table.writes, clock.sleeps.length]).toEqual([before, sleeps])
  })

  test('is refused likewise where the lane turns out to be full while it waits, and takes no place', async () => {
    const { clock, many, table, lane } = await takenFor(2500)
    const until = clock.now() + 2500
    expect(numbers(await many(lane, 10, 1000))).toEqual([])
    expect(table.writes).toBeLessThanOrEqual(12)
    expect(await table.get(`quota#${lane}`)).toMatchObject({ next: until * 1000 })
  })

  test('takes no place ahead: however many ask, the lane is full as far as they can wait and no further', async () => {
    const clock = passingClock()
    const { many, table } = await instance(clock)
    const lane = newLane()
    const startedAt = clock.now()
    const times = await many(lane, 500, 1000)
    expect(numbers(times).length).toBeGreaterThanOrEqual(Math.floor(1000 / INTERVAL_MS) - 3)
    expect(Math.max(...numbers(times))).toBeLessThanOrEqual(startedAt + 1000)
    const { next } = (await table.get(`quota#${lane}`))!
    expect(Number(next) / 1000).toBeLessThanOrEqual(startedAt + 1000 + 2 * INTERVAL_MS)
  })

  test('leaves its place to a later one: nothing that was taken is lost', async () => {
    const { clock, at, many, table, lane } = await takenFor(200)
    const startedAt = clock.now()
    await at(lane)
    // Others have moved the lane on since, by one place.
    await table.put(`quota#${lane}`, { next: Math.round((startedAt + 200 + 2 * INTERVAL_MS) * 1000) })
    const latestMs = 200 + 2.5 * INTERVAL_MS
    const [first, second] = await many(lane, 2, latestMs)
    expect(first).toBeLessThanOrEqual(startedAt + latestMs)
    expect(second).toBeUndefined()
    const before = table.writes
    expect(await at(lane, 1000)).toBeCloseTo(first! + INTERVAL_MS, -1)
    expect(table.writes).toBe(before)
  })

  test('is one that would wait for more than a minute, however long it could', async () => {
    const clock = passingClock()
    const { many } = instanceOn(await state.table(), clock, 1)
    const startedAt = clock.now()
    const times = numbers(await many(newLane(), 100, 3_600_000))
    expect(times.length).toBeGreaterThan(50)
    expect(Math.max(...times)).toBeLessThanOrEqual(startedAt + 60_000 + clock.sleeps.reduce((sum, ms) => sum + ms, 0))
  })

  test('is refused when it has no time at all', async () => {
    const { quota, table } = await instance(passingClock())
    expect(await quota.takePlace({ lane: newLane() }, 0, CALLER)).toMatchObject({ tooLate: true })
    expect(table.writes).toBe(0)
  })
})

test('of a slow lane no write takes more than one place, so that nobody has to wait for another’s', async () => {
  const clock = passingClock()
  const { many, table } = instanceOn(await state.table(), clock, 1)
  const times = await many(newLane(), 6)
  expect(Math.max(...gaps(times))).toBeLessThanOrEqual(1054)
  expect(table.writes).toBe(6)
})

test('slowed down, an instance takes every second place for two seconds', async () => {
  const clock = passingClock()
  const { quota, many } = await instance(clock)
  const lane = newLane()
  quota.slowDown({ lane })
  const slow = await many(lane, 10)
  expect(Math.min(...gaps(slow))).toBeGreaterThanOrEqual(Math.floor(2 * INTERVAL_MS))
  clock.advance(2000)
  const again = await many(lane, 10)
  expect(Math.max(...gaps(again))).toBeLessThanOrEqual(LEAST_GAP_MS + 2)
})
