import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, coded, entryOf, listed, play, verdictsOf } from '../../support/gateway/chain.ts'
import { cutAtOnce, refused } from '../../support/gateway/chat-replies.ts'
import { bodyFor, itemised, named, operation } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '2', UPSTREAM_CALLS_PER_SECOND: '10000' } })
})
afterAll(() => gateway.close())

const add = operation('friends.add')
const adding = (ids: readonly string[]) => bodyFor(add, ids)

describe('a friend whose consent is awaited', () => {
  test('is pending: no failure, no error, nothing to repeat', async () => {
    const { status, json, calls } = await play(gateway, 'friends.add', adding(['a']), coded({ a: [30539, 'Err_Pend'] }))
    expect([status, json.outcome, json.results]).toEqual([200, 'ok', [{ userId: 'a', status: 'pending' }]])
    expect(json.counts).toEqual({ ok: 0, failed: 0, unknown: 0, pending: 1 })
    expect(json).not.toHaveProperty('retry')
    expect(calls).toEqual([['a']])
  })

  test('stands beside one that is done in an answer that is ok', async () => {
    const { status, json } = await play(gateway, 'friends.add', adding(['a', 'b']), coded({ a: 30539 }))
    expect([status, json.outcome, verdictsOf(json)]).toEqual([200, 'ok', ['a pending', 'b ok']])
    expect(json.counts).toEqual({ ok: 1, failed: 0, unknown: 0, pending: 1 })
  })

  test('beside one that failed makes the answer partial, and is not sent again with it', async () => {
    const script = coded({ a: 30539, b: 30006, c: 30003 })
    const { status, json, calls } = await play(gateway, 'friends.add', adding(['a', 'b', 'c']), script)
    expect([status, json.outcome]).toEqual([207, 'partial'])
    expect(verdictsOf(json)).toEqual(['a pending', 'b failed UPSTREAM_INTERNAL', 'c failed ACCOUNT_NOT_FOUND'])
    expect(json.counts).toEqual({ ok: 0, failed: 2, unknown: 0, pending: 1 })
    expect(json.retry).toEqual({ ...adding(['b']), repeated: true })
    expect(calls).toEqual([['a', 'b', 'c'], ['b']])
  })

  test('may turn out so after an attempt of unknown effect', async () => {
    const { status, json } = await play(gateway, 'friends.add', adding(['a']), cutAtOnce(), coded({ a: 30539 }))
    expect([status, verdictsOf(json)]).toEqual([200, ['a pending']])
  })

  test('is proved by one entry only', async () => {
    const { json } = await play(gateway, 'friends.add', adding(['a']), (call) =>
      listed(call, [entryOf(call, 'a', 30539), entryOf(call, 'a')]),
    )
    expect(verdictsOf(json)).toEqual(['a unknown UPSTREAM_MALFORMED'])
  })

  test('is counted in every answer of friends.add, problems too', async () => {
    const gone = await ask(gateway, 'friends.add', { ...adding(['a']), app: 'gone' })
    expect([gone.status, gone.json.counts]).toEqual([404, { ok: 0, failed: 1, unknown: 0, pending: 0 }])
    for (const script of [refused(30003), cutAtOnce(), coded({ a: 30003 })]) {
      const { status, json } = await play(gateway, 'friends.add', adding(['a']), script)
      expect([status >= 400, json.counts?.pending]).toEqual([true, 0])
    }
  })

  test.each(named(itemised.filter((row) => row.name !== 'friends.add')))('does not exist for %s', async (name, row) => {
    const { status, json } = await play(gateway, name, bodyFor(row, ['a']), coded({ a: 30539 }))
    expect([status, verdictsOf(json)]).toEqual([409, ['a failed AWAITING_CONSENT']])
    expect(json.counts).toEqual({ ok: 0, failed: 1, unknown: 0 })
    expect(json).not.toHaveProperty('retry')
  })
})

describe.each(named(itemised.filter(({ effect, isRepeatable }) => effect === 'write' && isRepeatable)))(
  '%s, told to slow down for safety',
  (name, row) => {
    test.each([30540, 31707])('by %i, does not repeat but lets its caller', async (code) => {
      const item = await play(gateway, name, bodyFor(row, ['a', 'b']), coded({ a: code }))
      expect([item.status, item.calls]).toEqual([207, [['a', 'b']]])
      expect(verdictsOf(item.json)).toEqual(['a failed RATE_LIMITED', 'b ok'])
      expect(item.json.results?.[0]?.error?.retryable).toBe(true)
      expect(item.json.retry).toEqual({ ...bodyFor(row, ['a']), ...row.asRepeat })
      const whole = await play(gateway, name, bodyFor(row, ['a']), refused(code))
      expect([whole.status, whole.calls, whole.json.retryable]).toEqual([429, [['a']], true])
      expect(whole.headers['retry-after']).toMatch(/^[1-9]\d*$/)
    })

    test('stays unknown where an earlier attempt may have done it', async () => {
      const { status, json, calls } = await play(gateway, name, bodyFor(row, ['a']), cutAtOnce(), coded({ a: 30540 }))
      expect([status, verdictsOf(json), calls.length]).toEqual([429, ['a unknown RATE_LIMITED'], 2])
      expect([json.retryable, json.retry]).toEqual([true, { ...bodyFor(row, ['a']), ...row.asRepeat }])
    })
  },
)
