import { describe, expect, test } from 'vitest'
import { Pace } from '../../../lib/quota/pace.ts'
import { manualClock } from '../../support/manual-clock.ts'
import { waitOf } from '../ledger/quota-instance.ts'
import { worstSecond } from '../ledger/quota-load.ts'

const PER_SECOND = 100
const LANE = 'default friend_update'

const start = () => {
  const clock = manualClock()
  const pace = new Pace(PER_SECOND, clock.now)
  const take = (count: number, lane = LANE) => Array.from({ length: count }, () => waitOf(pace.takePlace({ lane })))
  return { clock, pace, take }
}

test('calls go out as they come until the quota is exceeded', () => {
  expect(start().take(300)).toEqual(Array(300).fill(0))
})

test('an exceeded quota halves the pace for two seconds; whoever comes later queues behind at the whole quota', () => {
  const { pace, take } = start()
  pace.slowDown({ lane: LANE })
  const waits = take(201)
  expect(waits.slice(0, 3)).toEqual([0, 20, 40])
  expect(waits.filter((ms) => ms < 2000)).toHaveLength(100)
  expect(waits.slice(100, 103)).toEqual([2000, 2010, 2020])
  expect(waits.at(-1)).toBe(3000)
})

test('no other lane is slowed down, and this one no longer than two seconds', () => {
  const { clock, pace, take } = start()
  pace.slowDown({ lane: LANE })
  expect(take(3, 'default friend_get')).toEqual([0, 0, 0])
  clock.advance(1999)
  expect(take(2)).toEqual([0, 20])
  clock.advance(1)
  expect(take(3)).toEqual([0, 0, 0])
})

test('exceeded again while it is slow, what has been handed out stays handed out', () => {
  const { clock, pace, take } = start()
  pace.slowDown({ lane: LANE })
  take(10)
  clock.advance(50)
  pace.slowDown({ lane: LANE })
  expect(take(2)).toEqual([150, 170])
})

test('a clock that is set back does not keep it slow', () => {
  const { clock, pace, take } = start()
  pace.slowDown({ lane: LANE })
  clock.advance(-60_000)
  expect(take(3)).toEqual([0, 0, 0])
})

describe('a lane with a rate of its own', () => {
  const limit = (rate: number) => ({ lane: LANE, rate })
  /** Places of calls that come so often, in Unix milliseconds. */
  function placesAt(rate: number, everyMs: number, forMs: number, latestMs = 5000) {
    const { clock, pace } = start()
    const times: number[] = []
    for (let passed = 0; passed < forMs; passed += everyMs) {
      const place = pace.takePlace(limit(rate), latestMs)
      if ('waitMs' in place) times.push(clock.now() + place.waitMs)
      clock.advance(everyMs)
    }
    return times.filter((at) => at < clock.now())
  }

  test.each([
    [1, 100, 20_000],
    [10, 20, 10_000],
    [100, 2, 5000],
  ])('of %i calls a second keeps it from the first call on, and uses it', (rate, everyMs, forMs) => {
    const times = placesAt(rate, everyMs, forMs)
    expect(worstSecond(times)).toBeLessThanOrEqual(rate)
    expect(times.length).toBeGreaterThanOrEqual((0.9 * rate * forMs) / 1000)
  })

  test('gives a lone call its place at once', () => {
    const { clock, pace } = start()
    for (let calls = 0; calls < 3; calls++) {
      expect(pace.takePlace(limit(1), 0)).toEqual({ waitMs: 0 })
      clock.advance(1053)
    }
  })

  test('refuses whoever can’t wait for its turn, who then takes no place, and says so beforehand', () => {
    const { pace } = start()
    pace.takePlace(limit(1))
    expect([pace.isFull(limit(1), 1000), pace.isFull(limit(1), 1053)]).toEqual([true, false])
    expect(pace.takePlace(limit(1), 1000)).toEqual({ tooLate: true, retryAfterMs: 1053 })
    expect(pace.takePlace(limit(1), 1053)).toEqual({ waitMs: 1053 })
  })

  test('is no faster than the setting', () => {
    const { pace } = start()
    const waits = Array.from({ length: 3 }, () => waitOf(pace.takePlace(limit(10 * PER_SECOND))))
    expect(waits).toEqual([0, 11, 22])
  })

  test('is half as fast for two seconds after its quota was exceeded all the same', () => {
    const { pace } = start()
    pace.slowDown(limit(10))
    const waits = Array.from({ length: 14 }, () => waitOf(pace.takePlace(limit(10))))
    expect(waits.filter((ms) => ms < 2000)).toHaveLength(10)
    expect(waits.slice(0, 2)).toEqual([0, 211])
    expect(waits[13]! - waits[12]!).toBeLessThanOrEqual(106)
  })

  test('is not stuck when the clock is set back', () => {
    const { clock, pace } = start()
    for (let calls = 0; calls < 5; calls++) pace.takePlace(limit(1))
    clock.advance(-3_600_000)
    expect(pace.takePlace(limit(1), 0)).toEqual({ waitMs: 0 })
  })

  test('keeps its line while thousands of other lanes come and go', () => {
    const { clock, pace } = start()
    for (let calls = 0; calls < 3; calls++) pace.takePlace(limit(1))
    for (let other = 0; other < 3000; other++) {
      pace.takePlace({ lane: `part ${other}`, rate: 5 })
      clock.advance(0.1)
    }
    expect(waitOf(pace.takePlace(limit(1)))).toBe(Math.ceil(3 * (1000 / 0.95) - 300))
  })
})
