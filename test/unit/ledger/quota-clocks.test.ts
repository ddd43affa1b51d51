import { afterAll, describe, expect, test } from 'vitest'
import type { Clock } from '../../../lib/clock.ts'
import { passingClock } from './passing-clock.ts'
import { gaps, INTERVAL_MS, instanceOn, LEAST_GAP_MS, newLane, PER_SECOND } from './quota-instance.ts'
import { CountedTable, startState } from './state.ts'

const MINUTE_MS = 60_000
/** As long as an HTTP caller can wait. */
const HTTP_MS = 28_000
const state = await startState()
afterAll(state.close)

/** An instance whose clock may be off, and hears of it with every answer of the table. Times are told by the right clock. */
async function instanceBy(clock: Clock, offMs = 0, callsPerSecond = PER_SECOND) {
  let off = offMs
  const own = { now: () => clock.now() + off, sleep: clock.sleep }
  let meanwhile: (() => Promise<unknown>) | undefined
  class TellingTable extends CountedTable {
    #aheadMs = 0
    override get aheadMs() {
      return this.#aheadMs
    }
    override async update(...asked: Parameters<CountedTable['update']>) {
      const item = await super.update(...asked)
      this.#aheadMs = -off
      const work = meanwhile
      meanwhile = undefined
      await work?.()
      return item
    }
  }
  await state.table()
  const made = instanceOn(new TellingTable(state.name), own, callsPerSecond)
  const at = async (lane: string) => (await made.at(lane, HTTP_MS))! - off
  const many = (lane: string, count: number) => Promise.all(Array.from({ length: count }, () => at(lane)))
  const setBack = (ms: number) => {
    off -= ms
  }
  /** While the reply to its next write is on the way. */
  const during = (work: () => Promise<unknown>) => {
    meanwhile = work
  }
  return { ...made, at, many, setBack, during }
}

/** A lane that callers who wait have brought so far ahead. */
async function linedUp(ms: number, clock = passingClock(), lane = newLane()) {
  const until = clock.now() + ms
  const table = await state.table()
  await table.put(`quota#${lane}`, { next: until * 1000 })
  return { clock, lane, until }
}

describe.each([
  ['ten seconds fast', 10_000],
  ['a minute fast', MINUTE_MS],
  ['a minute slow', -MINUTE_MS],
])('an instance whose clock is %s', (_, offMs) => {
  test('finds its places at once, and so do those whose clocks are right', async () => {
    const clock = passingClock()
    const [off, right] = [await instanceBy(clock, offMs), await instanceBy(clock)]
    const lane = newLane()
    for (const instance of [off, right, off, right]) {
      expect(await instance.at(lane)).toBeLessThanOrEqual(clock.now() + 2 * INTERVAL_MS)
      clock.advance(1000)
    }
  })

  test('keeps the quota together with them', async () => {
    const clock = passingClock()
    const [off, right] = [await instanceBy(clock, offMs), await instanceBy(clock)]
    const lane = newLane()
    await off.at(lane)
    await right.at(lane)
    clock.advance(1000)
    const times = await Promise.all([off, right, off, right].map((instance) => instance.many(lane, 10)))
    expect(times.flat()).not.toContain(Number.NaN)
    expect(Math.min(...gaps(times.flat()))).toBeGreaterThanOrEqual(LEAST_GAP_MS)
  })
})

test('what others have taken before a wrong clock is noticed is theirs', async () => {
  const clock = passingClock()
  const [fast, right] = [await instanceBy(clock, MINUTE_MS), await instanceBy(clock)]
  const lane = newLane()
  const times: number[] = []
  fast.during(async () => times.push(await right.at(lane)))
  times.push(await fast.at(lane))
  expect(Math.min(...gaps(times))).toBeGreaterThanOrEqual(LEAST_GAP_MS)
})

test('an instance whose clock is slow need not wait for a lane to come near', async () => {
  const clock = passingClock()
  const instance = await instanceBy(clock, -MINUTE_MS)
  const lane = newLane()
  await instance.at(lane)
  const { until } = await linedUp(10_000, clock, lane)
  expect(await instance.at(lane)).toBeGreaterThanOrEqual(until)
  expect(until - clock.now()).toBeGreaterThan(9000)
})

test.each([30, 60, 3600])('an instance whose clock is set back by %i s goes on at once', async (seconds) => {
  const clock = passingClock()
  const instance = await instanceBy(clock)
  const lane = newLane()
  await instance.many(lane, 30)
  clock.advance(2000)
  instance.setBack(seconds * 1000)
  expect(await instance.at(lane)).toBeLessThanOrEqual(clock.now() + 2 * INTERVAL_MS)
})

describe('those who wait for a lane keep their places', () => {
  test.each([
    [PER_SECOND, 17_000],
    [1, 26_000],
  ])('however far callers can have brought it, at %i calls a second %i ms', async (callsPerSecond, ms) => {
    const { clock, lane, until } = await linedUp(ms)
    const instance = await instanceBy(clock, 0, callsPerSecond)
    expect(await instance.at(lane)).toBeGreaterThanOrEqual(until)
    expect(await instance.at(lane)).toBeGreaterThanOrEqual(until)
  })

  test.each([15, 60, 3600, -15, -60, -3600])('whoever comes with a clock that is %i s fast', async (seconds) => {
    const { clock, lane, until } = await linedUp(10_000)
    const instance = await instanceBy(clock, seconds * 1000)
    expect(await instance.at(lane)).toBeGreaterThanOrEqual(until)
  })

  test.each([30, 60, 3600])('though somebody’s clock is set back by %i s', async (seconds) => {
    const { clock, lane, until } = await linedUp(10_000)
    const instance = await instanceBy(clock)
    expect(await instance.at(newLane())).toBeDefined()
    instance.setBack(seconds * 1000)
    expect(await instance.at(lane)).toBeGreaterThanOrEqual(until)
  })
})
