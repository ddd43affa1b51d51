import { afterEach, describe, expect, test, vi } from 'vitest'
import { SeenLanes } from '../../lib/triggers/queue/seen-lanes.ts'
import { Waits } from '../../lib/triggers/queue/waits.ts'

afterEach(() => vi.restoreAllMocks())

const NOW = 1_000_000
/** The waits of a batch whose lot is so, and whose chances all are. */
function waitsOf({ lot = 0.5, callsPerSecond = 200, lanes = new SeenLanes({ now: () => NOW }) } = {}): Waits {
  vi.spyOn(Math, 'random').mockReturnValue(lot)
  return new Waits({ perSecond: (rate) => rate ?? callsPerSecond }, { now: () => NOW }, lanes)
}
const bell = (behind: number, waitedSeconds = 0, receiveCount = 1) => ({
  behind,
  since: NOW - waitedSeconds * 1000,
  receiveCount,
  app: 'default',
  operation: 'friends.update',
})

describe('for a place in the quota', () => {
  test('whoever has little waiting waits long, whoever has much asks once', () => {
    const waits = waitsOf()
    expect([0, 100].map((behind) => waits.of(bell(behind)).isHurried)).toEqual([false, false])
    expect(waits.of(bell(101)).isHurried).toBe(true)
    expect(waits.of(bell(101)).ms).toBeLessThan(waits.of(bell(0)).ms)
  })

  test('who was counted twice has little, however small the quota', () => {
    const waits = waitsOf({ callsPerSecond: 1 })
    expect([20, 21].map((behind) => waits.of(bell(behind)).isHurried)).toEqual([false, true])
  })

  test.each([
    [0.005, 0, false],
    [0.04, 0, true],
    [0.04, 14, false],
    [0.04, 12, true],
    [0.06, 14, true],
  ])(
    'a batch of lot %d is patient with what has waited %d s for 5 s of the quota, or not: %s',
    (lot, waited, isHurried) => {
      expect(waitsOf({ lot }).of(bell(1000, waited)).isHurried).toBe(isHurried)
    },
  )
})

describe('a doorbell that found no place', () => {
  test.each([
    ['after half of what is left', 10_000, 0, 25],
    ['sooner the nearer its turn is', 10_000, 40, 5],
    ['after a second at least', 0, 0, 1],
    ['later once it is overdue', 1000, 205, 7],
    ['after two minutes at most', 100_000, 0, 120],
  ])('comes back %s', (_, behind, waited, seconds) => {
    expect(waitsOf().secondsBefore(bell(behind, waited))).toBe(seconds)
  })

  test('comes back at once where nobody knows since when it waits', () => {
    expect(waitsOf().secondsBefore({ ...bell(0), since: undefined })).toBe(1)
  })

  test('comes back by chance about that time', () => {
    const at = [0, 0.999].map((lot) => waitsOf({ lot }).secondsBefore(bell(10_000)))
    expect(at).toEqual([19, 32])
  })

  test('is worn long before SQS puts it away', () => {
    expect([499, 500].map((count) => waitsOf().isWorn(bell(0, 0, count)))).toEqual([false, true])
  })
})

describe('where few come for each place, so that one may stay empty', () => {
  /** Who has waited for 200 s longer than those before it took, after so many places and refusals of its lane. */
  function overdue(places: number, refusals: number, more: { readonly app?: string } = {}) {
    const lanes = new SeenLanes({ now: () => NOW })
    const waits = waitsOf({ lanes })
    for (let count = 0; count < places; count++) waits.notePlace(bell(1000, 205))
    for (let count = 0; count < refusals; count++) waits.noteFull(bell(1000, 205))
    return waits.secondsBefore({ ...bell(1000, 205), ...more })
  }

  test('those who are overdue come back sooner, and as late as before once there are enough of them again', () => {
    expect([overdue(0, 0), overdue(1, 0), overdue(2, 0), overdue(9, 0)]).toEqual([7, 3, 2, 1])
    expect([overdue(1, 8), overdue(9, 40), overdue(0, 99)]).toEqual([7, 7, 7])
  })

  test('those in another lane are not', () => {
    expect(overdue(9, 0, { app: 'other' })).toBe(7)
  })

  test('who is not overdue comes when its turn comes near', () => {
    const waits = waitsOf()
    for (let count = 0; count < 9; count++) waits.notePlace(bell(10_000))
    expect(waits.secondsBefore(bell(10_000))).toBe(25)
  })
})

describe('where somebody who seems to have little has found no place', () => {
  const crowd = (behind: number) => {
    let now = NOW
    const lanes = new SeenLanes({ now: () => now })
    waitsOf({ lanes }).noteNoPlace(bell(behind))
    const pass = (ms: number) => {
      now += ms
    }
    return { lanes, pass }
  }

  test('nobody else in the lane waits long for six seconds, whichever batch it comes in', () => {
    const { lanes, pass } = crowd(0)
    const hurried = () => waitsOf({ lanes }).of(bell(0)).isHurried
    expect(hurried()).toBe(true)
    expect(waitsOf({ lanes }).of({ ...bell(0), operation: 'blocklist.add' }).isHurried).toBe(false)
    expect(waitsOf({ lanes }).of({ ...bell(0), app: 'other' }).isHurried).toBe(false)
    pass(6001)
    expect(hurried()).toBe(false)
  })

  test('those who wait come back less often', () => {
    const { lanes } = crowd(0)
    expect([waitsOf().secondsBefore(bell(0, 40)), waitsOf({ lanes }).secondsBefore(bell(0, 40))]).toEqual([2, 10])
  })

  test('nothing is known of the lane by whoever has much waiting', () => {
    expect(waitsOf({ lanes: crowd(1000).lanes }).of(bell(0)).isHurried).toBe(false)
  })

  test('so many lanes are remembered, and no more', () => {
    const { lanes } = crowd(0)
    for (let count = 0; count < 100; count++) lanes.noteCrowded({ ...bell(0), app: `app ${count}` })
    expect(lanes.isCrowded(bell(0))).toBe(false)
    expect(lanes.isCrowded({ ...bell(0), app: 'app 99' })).toBe(true)
  })
})
