import { describe, expect, test } from 'vitest'
import { Pace } from '../../../lib/quota/pace.ts'
import { isWorthRepeating, RetryBudget, retryPolicies, waitBefore } from '../../../lib/upstream/retry.ts'
import { waitOf } from '../ledger/quota-instance.ts'

describe('the wait before a repeat', () => {
  test('lies anywhere between nothing and a step that doubles', () => {
    const policy = { repeats: 9, baseMs: 100, capMs: 1000 }
    expect([1, 2, 3, 4, 5, 6].map((repeat) => waitBefore(repeat, policy, () => 1))).toEqual([
      100, 200, 400, 800, 1000, 1000,
    ])
    expect(waitBefore(3, policy, () => 0)).toBe(0)
    expect(waitBefore(3, policy, () => 0.25)).toBe(100)
  })

  test.each(['no', 'caller', 'resign', 'hold'] as const)('is of no use where we do not repeat: %s', (retry) => {
    expect(retryPolicies[retry]).toEqual({ repeats: 0, baseMs: 0, capMs: 0 })
  })

  test('is longest after an exceeded quota', () => {
    const { conflict, backoff, throttle } = retryPolicies
    expect(throttle.baseMs).toBeGreaterThan(backoff.baseMs)
    expect(backoff.baseMs).toBeGreaterThan(conflict.baseMs)
  })
})

test.each([
  ['no', false],
  ['resign', false],
  ['hold', false],
  ['caller', true],
  ['once', true],
  ['conflict', true],
  ['backoff', true],
  ['throttle', true],
] as const)('a caller’s own repeat of what is %s may succeed: %s', (retry, isWorth) => {
  expect(isWorthRepeating(retry)).toBe(isWorth)
})

describe('the retry budget', () => {
  const takeAll = (budget: RetryBudget, app: string): number => {
    let taken = 0
    while (taken < 1000 && budget.take(app)) taken++
    return taken
  }

  test('starts with 100 repeats per app, each app its own', () => {
    const budget = new RetryBudget()
    expect([takeAll(budget, 'a'), takeAll(budget, 'b')]).toEqual([100, 100])
  })

  test('is not raised by a success before the first repeat', () => {
    const budget = new RetryBudget()
    budget.succeeded('a')
    expect(takeAll(budget, 'a')).toBe(100)
  })

  test('gets one repeat back per success, and never holds more than 100', () => {
    const budget = new RetryBudget()
    takeAll(budget, 'a')
    for (let i = 0; i < 3; i++) budget.succeeded('a')
    expect(takeAll(budget, 'a')).toBe(3)
    for (let i = 0; i < 500; i++) budget.succeeded('a')
    expect(takeAll(budget, 'a')).toBe(100)
  })
})

const waitIn = (pace: Pace, lane: string): number => waitOf(pace.takePlace({ lane }))

describe('the pace after an exceeded quota', () => {
  const setUp = () => {
    const time = { now: 1_000_000 }
    return { time, pace: new Pace(200, () => time.now) }
  }

  test('holds nobody before Chat complains', () => {
    const { pace } = setUp()
    expect(Array.from({ length: 1000 }, () => waitIn(pace, 'lane')).every((wait) => wait === 0)).toBe(true)
  })

  test('is half the quota for two seconds, in that lane alone, and then free again', () => {
    const { pace, time } = setUp()
    pace.slowDown({ lane: 'lane' })
    expect([1, 2, 3].map(() => waitIn(pace, 'lane'))).toEqual([0, 10, 20])
    expect(waitIn(pace, 'other lane')).toBe(0)
    time.now += 2000
    expect([1, 2, 3].map(() => waitIn(pace, 'lane'))).toEqual([0, 0, 0])
  })

  test('lets at most half the quota through in a second, and never stops', () => {
    const { pace } = setUp()
    pace.slowDown({ lane: 'lane' })
    const waits = Array.from({ length: 150 }, () => waitIn(pace, 'lane'))
    expect(waits.filter((wait) => wait < 1000)).toHaveLength(100)
    expect(Math.max(...waits)).toBeLessThan(2000)
  })

  test('queues those who find the slow time full behind it, at the whole quota', () => {
    const { pace } = setUp()
    pace.slowDown({ lane: 'lane' })
    const waits = Array.from({ length: 300 }, () => waitIn(pace, 'lane'))
    expect(waits.filter((wait) => wait < 2000)).toHaveLength(200)
    expect(waits.slice(200, 203)).toEqual([2000, 2005, 2010])
  })

  test('keeps the places already taken when Chat complains again', () => {
    const { pace } = setUp()
    pace.slowDown({ lane: 'lane' })
    for (let i = 0; i < 50; i++) waitIn(pace, 'lane')
    pace.slowDown({ lane: 'lane' })
    expect(waitIn(pace, 'lane')).toBe(500)
  })

  test('is not stuck when the clock is set back', () => {
    const { pace, time } = setUp()
    pace.slowDown({ lane: 'lane' })
    time.now -= 3_600_000
    expect(waitIn(pace, 'lane')).toBe(0)
  })
})
