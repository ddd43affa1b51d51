import { afterAll, describe, expect, test } from 'vitest'
import type { Terms } from '../../../lib/ledger/state-table.ts'
import { passingClock } from './passing-clock.ts'
import { gaps, instanceOn, LEAST_GAP_MS, newLane, numbers, PER_SECOND } from './quota-instance.ts'
import { CountedTable, startState } from './state.ts'

const state = await startState()
afterAll(state.close)

/** Each write takes 200 ms. */
async function slowInstance(callsPerSecond: number) {
  const clock = passingClock()
  class SlowTable extends CountedTable {
    override async update(pk: string, change: string, terms: Terms) {
      const item = await super.update(pk, change, terms)
      await clock.sleep(200)
      return item
    }
  }
  await state.table()
  return instanceOn(new SlowTable(state.name), clock, callsPerSecond)
}

describe('with a slow table', () => {
  test('places that went by meanwhile are not made up for in a burst', async () => {
    const { many } = await slowInstance(PER_SECOND)
    const times = await many(newLane(), 30)
    expect(numbers(times)).toHaveLength(30)
    expect(Math.min(...gaps(times))).toBeGreaterThanOrEqual(LEAST_GAP_MS - 30)
  })

  test('a call soon takes a place that it can still use', async () => {
    const { at, table } = await slowInstance(PER_SECOND)
    const lane = newLane()
    await at(lane)
    expect(table.writes).toBeLessThanOrEqual(4)
  })

  test('those whose places went by come before those who came later', async () => {
    const { many } = await slowInstance(200)
    const times = numbers(await many(newLane(), 120))
    expect(times).toHaveLength(120)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })
})

test.each([
  [PER_SECOND, 25],
  [PER_SECOND, 60],
  [PER_SECOND, 3600],
  [1, 100],
])('a lane of %i a second set %i s ahead by a clock gone wrong begins anew', async (callsPerSecond, seconds) => {
  const clock = passingClock()
  const { at, table } = instanceOn(await state.table(), clock, callsPerSecond)
  const lane = newLane()
  await at(lane)
  await table.put(`quota#${lane}`, { next: (clock.now() + seconds * 1000) * 1000 })
  expect(await at(lane)).toBeLessThanOrEqual(clock.now() + 10)
})

test('an instance whose clock is set back goes on at once', async () => {
  const clock = passingClock()
  const { at, many } = instanceOn(await state.table(), clock)
  const lane = newLane()
  await many(lane, 30)
  clock.advance(-3_600_000)
  expect(await at(lane, 1000)).toBeLessThanOrEqual(clock.now() + 10)
})
