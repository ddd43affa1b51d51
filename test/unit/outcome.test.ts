import { describe, expect, test } from 'vitest'
import type { Code } from '../../lib/errors/codes.ts'
import {
  afterwards,
  endEarly,
  foldItems,
  foldWhole,
  type ItemResult,
  isUndone,
  isWorthKeeping,
  type Outcome,
} from '../../lib/flow/outcome.ts'

const ok: ItemResult = { id: 'x', status: 'ok' }
const not = (code: Code, retryable = false, status: 'failed' | 'unknown' = 'failed'): ItemResult => ({
  id: 'x',
  status,
  error: { code, message: code, retryable },
})
const indexes = (again: ReadonlySet<number>) => ({ again: [...again] })

test.each<[ItemResult[], string, object]>([
  [[ok, ok], 'ok', { ok: 2, failed: 0, unknown: 0 }],
  [[ok, not('NOT_A_FRIEND')], 'partial', { ok: 1, failed: 1, unknown: 0 }],
  [[not('UPSTREAM_TIMEOUT', true, 'unknown'), ok], 'partial', { ok: 1, failed: 0, unknown: 1 }],
  [[not('NOT_A_FRIEND')], 'failed', { ok: 0, failed: 1, unknown: 0 }],
  [[not('UPSTREAM_TIMEOUT', true, 'unknown')], 'failed', { ok: 0, failed: 0, unknown: 1 }],
])('%j is %s', (results, outcome, counts) => {
  expect(foldItems(results, false, indexes)).toMatchObject({ outcome, answer: { counts, results } })
})

describe('the leading error', () => {
  test('is the one most items share', () => {
    const { leading } = foldItems(
      [not('NOT_A_FRIEND'), not('ACCOUNT_NOT_FOUND'), not('ACCOUNT_NOT_FOUND')],
      false,
      indexes,
    )
    expect(leading?.code).toBe('ACCOUNT_NOT_FOUND')
  })

  test('is the first in input order where several are shared alike', () => {
    const results = [not('NOT_A_FRIEND'), not('ACCOUNT_NOT_FOUND'), not('ACCOUNT_NOT_FOUND'), not('NOT_A_FRIEND')]
    expect(foldItems(results, false, indexes).leading?.code).toBe('NOT_A_FRIEND')
  })

  test('is absent where anything is ok', () => {
    expect(foldItems([ok, not('NOT_A_FRIEND')], false, indexes)).not.toHaveProperty('leading')
  })
})

test('nothing asked for is done, and nobody’s error leads', () => {
  expect(foldItems([], false, indexes)).toEqual({
    outcome: 'ok',
    answer: { counts: { ok: 0, failed: 0, unknown: 0 }, results: [] },
  })
})

test('what is worth repeating, and nothing else, stands in retry', () => {
  const results = [ok, not('NOT_A_FRIEND'), not('RATE_LIMITED', true), not('UPSTREAM_TIMEOUT', true, 'unknown')]
  expect(foldItems(results, false, indexes).retry).toEqual({ again: [2, 3] })
  expect(foldItems([ok, not('NOT_A_FRIEND')], false, indexes)).not.toHaveProperty('retry')
})

test('an item that waits for consent is as good as done, and is counted apart', () => {
  const pending: ItemResult = { id: 'x', status: 'pending' }
  const counts = { ok: 0, failed: 0, unknown: 0, pending: 1 }
  expect(foldItems([pending], true, indexes)).toEqual({ outcome: 'ok', answer: { counts, results: [pending] } })
  expect(foldItems([pending, not('NOT_A_FRIEND')], true, indexes)).toMatchObject({
    outcome: 'partial',
    answer: { counts: { pending: 1, failed: 1 } },
  })
})

describe('the one thing asked for', () => {
  const error = { code: 'UPSTREAM_TIMEOUT', message: 'm', retryable: true } as const

  test('ends as it ended, with a body to repeat it where that is worth it', () => {
    const retry = { id: 'alice' }
    expect(foldWhole('unknown', error, retry)).toEqual({ outcome: 'unknown', answer: {}, leading: error, retry })
    const final = { ...error, retryable: false }
    expect(foldWhole('failed', final, retry)).toEqual({ outcome: 'failed', answer: {}, leading: final })
  })
})

describe('after an earlier attempt', () => {
  const of = (id: string, result: ItemResult = ok): ItemResult => ({ ...result, id })
  const passing = not('RATE_LIMITED', true)
  const earlier = [of('a'), of('b', passing), of('c', not('NOT_A_FRIEND'))]
  const retry = { again: ['b'] }

  test('the later results stand in the places of the earlier ones', () => {
    const later = foldItems([of('b', passing)], false, () => retry)
    expect(afterwards(earlier, later)).toEqual({
      outcome: 'partial',
      answer: { counts: { ok: 1, failed: 2, unknown: 0 }, results: earlier },
      retry,
    })
    expect(afterwards(earlier, foldItems([of('b')], false, indexes))).toEqual({
      outcome: 'partial',
      answer: { counts: { ok: 2, failed: 1, unknown: 0 }, results: [of('a'), of('b'), of('c', not('NOT_A_FRIEND'))] },
    })
  })

  test('those who wait for consent are still counted apart, where the operation has them', () => {
    const pending = of('b', { id: 'b', status: 'pending' })
    expect(afterwards(earlier, foldItems([pending], true, indexes)).answer.counts).toEqual({
      ok: 1,
      failed: 1,
      unknown: 0,
      pending: 1,
    })
  })

  test('the later outcome stands alone where nothing was learnt before, or it has no items', () => {
    const later = foldItems([of('b')], false, indexes)
    expect(afterwards([], later)).toBe(later)
    const whole: Outcome = { outcome: 'ok', answer: {} }
    expect(afterwards(earlier, whole)).toBe(whole)
  })
})

test('a request that nobody goes on with has nothing to repeat, whatever its refusal says', () => {
  const refusal = { code: 'SECRET_UNAVAILABLE', message: 'later', retryable: true } as const
  const ended = endEarly([ok, not('RATE_LIMITED', true)], false, refusal)
  expect(ended).toEqual({
    outcome: 'partial',
    answer: { counts: { ok: 1, failed: 1, unknown: 0 }, results: [ok, { id: 'x', status: 'failed', error: refusal }] },
  })
})

test.each<[Outcome['outcome'], number | undefined, boolean]>([
  ['failed', 0, true],
  ['failed', undefined, true],
  ['failed', 1, false],
  ['partial', 0, false],
  ['ok', 0, false],
  ['unknown', undefined, false],
])('of outcome %s with %s items unknown it is proved that nothing was done: %s', (outcome, unknown, isProved) => {
  const answer = unknown === undefined ? {} : { counts: { ok: 0, failed: 1, unknown } }
  expect(isUndone({ outcome, answer })).toBe(isProved)
})

describe('an answer is kept for a repeat under the same key', () => {
  const counts = { ok: 0, failed: 1, unknown: 0 }
  const final = { code: 'NOT_A_FRIEND', message: '', retryable: false } as const

  test.each<[string, Outcome, boolean]>([
    ['where anything is done', { outcome: 'partial', answer: { counts: { ...counts, ok: 1 } }, retry: {} }, true],
    [
      'where anything may be done',
      {
        outcome: 'failed',
        answer: { counts: { ...counts, unknown: 1 } },
        retry: {},
        leading: { ...final, retryable: true },
      },
      true,
    ],
    ['where the one thing asked for may be done', { outcome: 'unknown', answer: {}, leading: final }, true],
    [
      'where Chat refused it for good',
      { outcome: 'failed', answer: { counts }, leading: { ...final, upstream: { code: 30001, info: '' } } },
      true,
    ],
    [
      'not where a repeat may help',
      {
        outcome: 'failed',
        answer: { counts },
        retry: {},
        leading: { ...final, retryable: true, upstream: { code: 60007, info: '' } },
      },
      false,
    ],
    [
      'not where an operator may mend it',
      {
        outcome: 'failed',
        answer: { counts },
        leading: { ...final, code: 'CREDENTIALS_REJECTED', upstream: { code: 70009, info: '' } },
      },
      false,
    ],
    ['not where the one thing asked for was refused by us', { outcome: 'failed', answer: {}, leading: final }, false],
    ['not where we refused it ourselves', { outcome: 'failed', answer: { counts }, leading: final }, false],
  ])('%s', (_, outcome, kept) => {
    expect(isWorthKeeping(outcome)).toBe(kept)
  })
})
