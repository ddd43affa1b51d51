import { describe, expect, test } from 'vitest'
import { Pace } from '../../../client/src/rows/pace.ts'

function paced(rate: number) {
  const time = { now: 5000 }
  const pace = new Pace(rate, () => time.now)
  const out: (readonly [at: number, calls: number])[] = []
  /** Sends as soon as it may, or so much later. */
  const send = (calls: number, lateMs = 0) => {
    time.now += pace.waitMs(calls) + lateMs
    pace.spend(calls)
    out.push([time.now, calls])
  }
  const mostInASecond = () =>
    Math.max(
      ...out.map(([from]) => out.reduce((sum, [at, calls]) => sum + (at >= from && at < from + 1000 ? calls : 0), 0)),
    )
  return { time, pace, send, out, mostInASecond }
}

describe('what goes out in a second', () => {
  test('is never more than the rate, and as much where it can be', () => {
    const { send, out, mostInASecond } = paced(200)
    for (let nth = 0; nth < 40; nth++) send(50)
    expect(mostInASecond()).toBe(200)
    expect((out.at(-1)?.[0] ?? 0) - 5000).toBe(39 * 250)
  })

  test('catches up what was late', () => {
    const { send, out, mostInASecond } = paced(200)
    for (let nth = 0; nth < 400; nth++) send(50, nth % 10 === 0 ? 200 : nth % 3)
    expect(mostInASecond()).toBeLessThanOrEqual(200)
    const seconds = ((out.at(-1)?.[0] ?? 0) - 5000) / 1000
    expect((400 * 50) / seconds).toBeGreaterThan(185)
  })

  test('goes out in few batches, of half a second at most', () => {
    expect([1, 8, 50, 200, 1000].map((rate) => paced(rate).pace.burst)).toEqual([1, 4, 25, 25, 125])
  })

  test('is what a request costs, where that is more than the rate', () => {
    const { send, out } = paced(5)
    for (let nth = 0; nth < 3; nth++) send(10)
    expect(out.map(([at]) => at - 5000)).toEqual([0, 2000, 4000])
  })
})

describe('after a complaint', () => {
  test('the pace is halved, and comes back little by little', () => {
    const { time, pace } = paced(200)
    pace.slowDown(undefined)
    expect(pace.rate).toBe(100)
    pace.slowDown(undefined)
    expect(pace.rate).toBe(100)
    time.now += 5000
    expect(pace.rate).toBe(150)
    time.now += 60_000
    expect(pace.rate).toBe(200)
  })

  test('the app’s quota is the most from then on', () => {
    const { time, pace } = paced(200)
    pace.slowDown(50)
    expect(pace.rate).toBe(25)
    time.now += 60_000
    expect(pace.rate).toBe(50)
  })

  test('a pace without a bound gets one: half of what went out', () => {
    const { pace, send } = paced(Number.POSITIVE_INFINITY)
    expect(pace.burst).toBe(Number.POSITIVE_INFINITY)
    send(100)
    send(100)
    pace.slowDown(undefined)
    expect(pace.rate).toBe(100)
    expect(pace.burst).toBe(25)
  })
})
