import { expect, test } from 'vitest'
import { Pace } from '../../../lib/quota/pace.ts'
import { manualClock } from '../../support/manual-clock.ts'
import { waitOf } from '../ledger/quota-instance.ts'

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
