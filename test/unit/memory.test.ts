import { describe, expect, test } from 'vitest'
import { GatewayError, invalid } from '../../lib/errors/gateway-error.ts'
import type { ItemError, Outcome } from '../../lib/flow/outcome.ts'
import { type Memory, memoryOfRefusal, outcomeIn, reasonIn, resultsIn } from '../../lib/jobs/memory.ts'

const outcome: Outcome = { outcome: 'ok', answer: { counts: { ok: 1, failed: 0, unknown: 0 } } }
/** What version 0.1 remembered: the HTTP answer. */
const kept = (body: object): Memory => ({ status: 200, body })
const error = (code: ItemError['code']): ItemError => ({ code, message: code, retryable: false })

describe('of a refusal is remembered', () => {
  test('its code, its words and whether it may be repeated, and no places where none is wrong', () => {
    const refused = new GatewayError('STATE_UNAVAILABLE', { detail: 'later', retryable: true })
    expect(memoryOfRefusal(refused)).toEqual({
      refused: { code: 'STATE_UNAVAILABLE', detail: 'later', retryable: true },
    })
  })

  test('each place that is wrong, and how many more there are', () => {
    const places = Array.from({ length: 1002 }, (_, index) => ({ pointer: `/${index}`, message: 'is wrong' }))
    const memoryOf = (count: number) => memoryOfRefusal(invalid(places.slice(0, count)))
    expect(memoryOf(1002)).toMatchObject({ refused: { errors: places.slice(0, 1000), errorsOmitted: 2 } })
    expect(memoryOf(2)).toMatchObject({ refused: { errors: places.slice(0, 2) } })
    expect(memoryOf(2)).not.toHaveProperty('refused.errorsOmitted')
  })
})

describe('what the attempts have come to', () => {
  test('is nothing where there were none, or the job was refused', () => {
    expect(outcomeIn(undefined)).toBeUndefined()
    expect(outcomeIn(memoryOfRefusal(new GatewayError('FORBIDDEN')))).toBeUndefined()
    expect(outcomeIn(kept({ code: 'FORBIDDEN', detail: 'not granted' }))).toBeUndefined()
  })

  test('is remembered as it was', () => {
    expect(outcomeIn({ outcome })).toBe(outcome)
  })

  test('is read from the answer that version 0.1 kept: its items were called by their accounts', () => {
    const counts = { ok: 1, failed: 1, unknown: 0 }
    const upstream = { code: 30001, info: 'Err' }
    const results = [{ userId: 'a', status: 'ok' }]
    const body = { outcome: 'failed', counts, results, retry: {}, code: 'NOT_A_FRIEND', detail: 'Told so.', upstream }
    expect(outcomeIn(kept({ ...body, requestId: 'r', status: 409 }))).toEqual({
      outcome: 'failed',
      answer: { counts, results: [{ id: 'a', status: 'ok' }] },
      retry: {},
      leading: { code: 'NOT_A_FRIEND', message: 'Told so.', retryable: true, upstream },
    })
  })

  test('has no member that the kept answer had not', () => {
    expect(outcomeIn(kept({ outcome: 'ok' }))).toEqual({ outcome: 'ok', answer: {} })
    expect(outcomeIn(kept({ outcome: 'failed', code: 'INTERNAL' }))).toEqual({
      outcome: 'failed',
      answer: {},
      leading: { code: 'INTERNAL', message: '', retryable: false },
    })
  })
})

test('the results of what has none, or is nothing, are none', () => {
  const results = [{ id: 'a', status: 'ok' as const }]
  expect(resultsIn({ outcome: 'ok', answer: { results } })).toBe(results)
  expect(resultsIn({ outcome: 'ok', answer: {} })).toEqual([])
  expect(resultsIn(undefined)).toEqual([])
})

describe('the reason why a job was not done', () => {
  const results = [
    { id: 'a', status: 'ok' },
    { id: 'b', status: 'failed', error: error('NOT_A_FRIEND') },
    { id: 'c', status: 'failed', error: error('FRIEND_LIMIT') },
  ]

  test.each<[string, Memory, string]>([
    ['its refusal’s', memoryOfRefusal(new GatewayError('FORBIDDEN')), 'FORBIDDEN'],
    [
      'the leading error’s',
      { outcome: { outcome: 'failed', answer: { results }, leading: error('PEER_BLOCKED') } },
      'PEER_BLOCKED',
    ],
    ['the first that an item has', { outcome: { outcome: 'partial', answer: { results } } }, 'NOT_A_FRIEND'],
    ['nobody’s but ours where none is told', { outcome }, 'INTERNAL'],
    ['nor where nothing was kept', kept({}), 'INTERNAL'],
  ])('is %s', (_, memory, reason) => expect(reasonIn(memory)).toBe(reason))
})
