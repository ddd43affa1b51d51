import { afterAll, describe, expect, test } from 'vitest'
import { type Clock, systemClock } from '../../../lib/clock.ts'
import { type Place, SharedQuota } from '../../../lib/ledger/quota.ts'
import { type Item, StateUnavailable, type Terms } from '../../../lib/ledger/state-table.ts'
import { closedPort } from '../../support/gateway/start.ts'
import { recordedLog } from '../../support/recorded-log.ts'
import { type PassingClock, passingClock } from './passing-clock.ts'
import { CountedTable, hangingPort, startState, tableAt } from './state.ts'

const PER_SECOND = 20
/** Of a quota of 20 a second, 95 % of which is used. */
const INTERVAL_MS = 1000 / (PER_SECOND * 0.95)
const LONG_MS = 25_000
const state = await startState()
afterAll(state.close)

let lanes = 0
const newLane = () => {
  lanes += 1
  return `default lane ${lanes}`
}

function instanceOn(table: CountedTable, clock: Clock, callsPerSecond = PER_SECOND) {
  const log = recordedLog()
  const quota = new SharedQuota({ table, callsPerSecond, clock, log })
  /** When the call may go out, or undefined where that is too late. */
  const at = async (lane: string, latestMs = LONG_MS) => {
    const place = await quota.takePlace(lane, latestMs)
    return 'tooLate' in place ? undefined : clock.now() + place.waitMs
  }
  const many = (lane: string, count: number, latestMs?: number) =>
    Promise.all(Array.from({ length: count }, () => at(lane, latestMs)))
  return { quota, table, log, at, many }
}

const instance = async (clock: Clock) => instanceOn(await state.table(), clock)

const numbers = (times: readonly (number | undefined)[]) => times.filter((at) => at !== undefined)
const gaps = (times: readonly (number | undefined)[]) => {
  const sorted = numbers(times).toSorted((a, b) => a - b)
  return sorted.slice(1).map((at, index) => at - sorted[index]!)
}
/** Places are told in whole milliseconds, rounded up. */
const LEAST_GAP_MS = Math.floor(INTERVAL_MS)

const waitOf = (place: Place) => ('tooLate' in place ? Number.NaN : place.waitMs)

describe('an idle lane', () => {
  test('gives the first call its place at once, for one write', async () => {
    const { quota, table } = await instance(passingClock())
    expect(waitOf(await quota.takePlace(newLane(), LONG_MS))).toBeLessThanOrEqual(10)
    expect([table.writes, table.reads]).toEqual([1, 0])
  })

  test('costs one write a call', async () => {
    const clock = passingClock()
    const { quota, table } = await instance(clock)
    const lane = newLane()
    for (let i = 0; i < 10; i++) {
      expect(waitOf(await quota.takePlace(lane, LONG_MS))).toBeLessThanOrEqual(10)
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

describe('a busy lane', () => {
  test('spaces its calls out, in order of arrival', async () => {
    const { many } = await instance(passingClock())
    const times = await many(newLane(), 30)
    expect(times).toEqual(times.toSorted((a, b) => a! - b!))
    expect(Math.min(...gaps(times))).toBeGreaterThanOrEqual(LEAST_GAP_MS)
    expect(Math.max(...gaps(times))).toBeLessThanOrEqual(LEAST_GAP_MS + 2)
  })

  test('takes places for all who wait with one write, up to fifty', async () => {
    const { many, table } = await instance(passingClock())
    await many(newLane(), 120)
    expect(table.writes).toBe(1 + Math.ceil(119 / 50))
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
    expect(waitOf(await quota.takePlace(newLane(), LONG_MS))).toBeLessThanOrEqual(10)
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
  test('is refused without a write where the lane is known to be full, and told for how long', async () => {
    const { many, quota, table } = await instance(passingClock())
    const lane = newLane()
    await many(lane, 50)
    const before = table.writes
    const place = await quota.takePlace(lane, 1000)
    expect(place).toMatchObject({ tooLate: true })
    expect('tooLate' in place && place.retryAfterMs).toBeGreaterThan(49 * INTERVAL_MS - 300)
    expect('tooLate' in place && place.retryAfterMs).toBeLessThan(51 * INTERVAL_MS)
    expect(table.writes).toBe(before)
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
    const clock = passingClock()
    const [one, two] = [await instance(clock), await instance(clock)]
    const lane = newLane()
    const taken = numbers(await one.many(lane, 50))
    expect(await two.at(lane, 1000)).toBeUndefined()
    const before = two.table.writes
    clock.advance(2000)
    expect(await two.at(lane, 1000)).toBe(Math.max(...taken) + Math.round(INTERVAL_MS))
    expect(two.table.writes).toBe(before)
  })

  test('is refused when it has no time at all', async () => {
    const { quota, table } = await instance(passingClock())
    expect(await quota.takePlace(newLane(), 0)).toMatchObject({ tooLate: true })
    expect(table.writes).toBe(0)
  })
})

test('places that went by while a slow table answered are not made up for in a burst', async () => {
  const clock = passingClock()
  class SlowTable extends CountedTable {
    override async update(pk: string, change: string, terms: Terms) {
      const item = await super.update(pk, change, terms)
      await clock.sleep(200)
      return item
    }
  }
  await state.table()
  const { many } = instanceOn(new SlowTable(state.name), clock)
  const times = await many(newLane(), 30)
  expect(numbers(times)).toHaveLength(30)
  expect(Math.min(...gaps(times))).toBeGreaterThanOrEqual(LEAST_GAP_MS - 30)
})

test('a lane set far ahead by a clock gone wrong begins anew', async () => {
  const clock = passingClock()
  const { at, table } = await instance(clock)
  const lane = newLane()
  await table.put(`quota#${lane}`, { next: (clock.now() + 3_600_000) * 1000 })
  expect(await at(lane)).toBeLessThanOrEqual(clock.now() + 10)
})

test('slowed down, an instance takes every second place for two seconds', async () => {
  const clock = passingClock()
  const { quota, many } = await instance(clock)
  const lane = newLane()
  quota.slowDown(lane)
  const slow = await many(lane, 10)
  expect(Math.min(...gaps(slow))).toBeGreaterThanOrEqual(Math.floor(2 * INTERVAL_MS))
  clock.advance(2000)
  const again = await many(lane, 10)
  expect(Math.max(...gaps(again))).toBeLessThanOrEqual(LEAST_GAP_MS + 2)
})

/** A table that is out of reach for as long as the test says so. */
class FailingTable extends CountedTable {
  isDown = false

  override async update(pk: string, change: string, terms: Terms): Promise<Item | undefined> {
    if (!this.isDown) return super.update(pk, change, terms)
    this.writes++
    throw new StateUnavailable(new Error('down'))
  }
}

async function failing(clock: PassingClock, callsPerSecond?: number) {
  await state.table()
  const table = new FailingTable(state.name)
  return { ...instanceOn(table, clock, callsPerSecond), table }
}

describe('with the table out of reach', () => {
  test('an instance keeps to a tenth of the quota, evenly spaced, and says so once a minute', async () => {
    const clock = passingClock()
    const { many, log } = instanceOn(await tableAt(await closedPort()), clock, 200)
    const times = await many(newLane(), 20)
    expect(gaps(times)).toEqual(Array(19).fill(50))
    expect(log.lines).toHaveLength(1)
    expect(JSON.parse(log.lines[0]!)).toMatchObject({ level: 'warn', message: 'state table out of reach' })
  })

  test('it keeps to one call a second where the quota is small', async () => {
    const { many, table } = await failing(passingClock(), 5)
    table.isDown = true
    expect(gaps(await many(newLane(), 3))).toEqual([1000, 1000])
  })

  test('a call that its share has no time for is too late', async () => {
    const { many, quota, table } = await failing(passingClock(), 5)
    table.isDown = true
    const lane = newLane()
    await many(lane, 3)
    expect(await quota.takePlace(lane, 2900)).toEqual({ tooLate: true, retryAfterMs: 3000 })
    expect(await quota.takePlace(lane, 3100)).toEqual({ waitMs: 3000 })
  })

  test('it leaves the table alone for five seconds, then looks beside a call, and shares again', async () => {
    const clock = passingClock()
    const { at, many, table } = await failing(clock)
    const lane = newLane()
    table.isDown = true
    await at(lane)
    clock.advance(4999)
    await at(lane)
    expect(table.writes).toBe(1)
    clock.advance(1)
    await many(lane, 3)
    await expect.poll(() => table.writes).toBe(2)
    table.isDown = false
    clock.advance(5000)
    await at(lane)
    await expect.poll(async () => (await table.get(`quota#${lane}`)) !== undefined).toBe(true)
    await expect.poll(async () => gaps(await many(lane, 3)).every((gap) => gap <= LEAST_GAP_MS + 2)).toBe(true)
  })

  test('a table that hangs holds a call no longer than it can wait, and then nobody', async () => {
    const port = await hangingPort()
    const { quota } = instanceOn(await tableAt(port.url), systemClock)
    const lane = newLane()
    const startedAt = performance.now()
    const [hurried, patient] = [quota.takePlace(lane, 300), quota.takePlace(lane, LONG_MS)]
    expect(await hurried).toMatchObject({ tooLate: true })
    expect(performance.now() - startedAt).toBeLessThan(1000)
    expect(waitOf(await patient)).toBeLessThanOrEqual(1000)
    const later = performance.now()
    await quota.takePlace(lane, LONG_MS)
    expect(performance.now() - later).toBeLessThan(200)
    await port.close()
  })
})
