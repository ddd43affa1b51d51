import { describe, expect, test } from 'vitest'
import { ClockSkew } from '../../../../lib/upstream/credentials/clock-skew.ts'
import { manualClock } from '../../../support/manual-clock.ts'

const HOUR_MS = 3_600_000

function setUp() {
  const clock = manualClock()
  return { clock, skew: new ClockSkew(clock.now) }
}

describe('a refusal’s date', () => {
  test.each([13 * HOUR_MS, -13 * HOUR_MS, 31_000, 168 * HOUR_MS])('that is %i ms off corrects our time', (off) => {
    const { clock, skew } = setUp()
    expect(skew.learn(clock.now() + off)).toBe(true)
    expect([skew.now() - clock.now(), skew.seconds]).toEqual([off, off / 1000])
  })

  test.each([0, 30_000, -30_000])('that is %i ms off is no reason to', (off) => {
    const { clock, skew } = setUp()
    expect(skew.learn(clock.now() + off)).toBe(false)
    expect(skew.now()).toBe(clock.now())
  })

  test.each([168 * HOUR_MS + 1, -168 * HOUR_MS - 1])('that is %i ms off is not believed', (off) => {
    const { clock, skew } = setUp()
    expect(skew.learn(clock.now() + off)).toBe(false)
    expect(skew.now()).toBe(clock.now())
  })

  test('that is missing says nothing', () => {
    const { skew } = setUp()
    expect(skew.learn(undefined)).toBe(false)
  })

  test('that our corrected time agrees with says nothing more', () => {
    const { clock, skew } = setUp()
    skew.learn(clock.now() + HOUR_MS)
    expect(skew.learn(clock.now() + HOUR_MS + 29_000)).toBe(false)
  })

  test('that our own clock agrees with again ends the correction', () => {
    const { clock, skew } = setUp()
    skew.learn(clock.now() + HOUR_MS)
    clock.advance(HOUR_MS)
    expect(skew.learn(clock.now() + 2000)).toBe(true)
    expect([skew.now(), skew.seconds]).toEqual([clock.now(), 0])
  })
})

describe('a reply’s date', () => {
  test('is no reason to begin with a correction', () => {
    const { clock, skew } = setUp()
    expect(skew.review(clock.now() + HOUR_MS)).toBe(false)
    expect(skew.now()).toBe(clock.now())
  })

  test('ends one once our clock is right again', () => {
    const { clock, skew } = setUp()
    skew.learn(clock.now() + HOUR_MS)
    clock.advance(HOUR_MS)
    expect(skew.review(clock.now())).toBe(true)
    expect(skew.now()).toBe(clock.now())
  })
})
