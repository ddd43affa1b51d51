import { describe, expect, test } from 'vitest'
import { inTurn, ofTheApi, ok, problem } from './served.ts'
import { body, busy, done, failureOf, gone, late, partial, retry, start, whole } from './verdicts.ts'

describe('what may have been done', () => {
  test('is sent again as a request of its own, and never under the first key', async () => {
    const { update, seen } = await start(
      inTurn(
        problem(504, 'UPSTREAM_TIMEOUT', {
          retryable: true,
          outcome: 'unknown',
          counts: { ok: 0, failed: 0, unknown: 3 },
          results: ['a', 'b', 'c'].map(late),
          ...retry('a', 'b', 'c'),
        }),
        whole('a', 'b', 'c'),
      ),
    )
    expect(await update(body, { idempotency: 'k' })).toMatchObject({ outcome: 'ok' })
    expect(seen.map(({ headers }) => headers['idempotency-key'])).toEqual(['k', 'k~1'])
  })

  test('stays so where a later attempt was not carried out, and is over where Chat refused it for good', async () => {
    const first = partial([late('a'), late('b'), done('c')], retry('a', 'b'))
    const { update } = await start(
      inTurn(first, problem(409, 'WRITE_CONFLICT', { outcome: 'failed', counts: {}, results: [busy('a'), gone('b')] })),
    )
    expect(await update(body)).toMatchObject({ outcome: 'partial', unknown: [late('a')], failed: [gone('b')] })
  })

  test('is said of the items whose retry got no answer; the others keep theirs', async () => {
    const { update } = await start(inTurn(partial([busy('a'), done('b'), gone('c')], retry('a')), 'cut'))
    expect(await update(body)).toMatchObject({
      outcome: 'partial',
      done: [done('b')],
      failed: [gone('c')],
      unknown: [{ userId: 'a', error: { code: 'GATEWAY_UNREACHABLE', retryable: true } }],
      ...retry('a'),
    })
  })

  test('of an operation that does one thing', async () => {
    const lost = { retryable: true, outcome: 'unknown', retry: { userId: 'alice', nick: 'A' } }
    const { client } = await start(inTurn(problem(504, 'UPSTREAM_TIMEOUT', lost), problem(403, 'FORBIDDEN')))
    expect(await failureOf(client.profiles.set({ userId: 'alice', nick: 'A' }))).toMatchObject({
      code: 'UPSTREAM_TIMEOUT',
      outcome: 'unknown',
    })
    const other = await start(inTurn(problem(504, 'UPSTREAM_TIMEOUT', lost), ok({ outcome: 'ok' })))
    expect(await other.client.profiles.set({ userId: 'alice', nick: 'A' })).toMatchObject({ outcome: 'ok' })
    const refused = await start(
      inTurn(problem(504, 'UPSTREAM_TIMEOUT', lost), problem(404, 'ACCOUNT_NOT_FOUND', { outcome: 'failed' })),
    )
    expect(await failureOf(refused.client.profiles.set({ userId: 'alice', nick: 'A' }))).toMatchObject({
      code: 'ACCOUNT_NOT_FOUND',
    })
  })

  test('is said where API Gateway answered in the gateway’s place', async () => {
    const { update } = await start(inTurn(ofTheApi(503, 'Service Unavailable')), { retries: 0 })
    expect(await failureOf(update(body))).toMatchObject({
      code: 'API_GATEWAY',
      status: 503,
      outcome: 'unknown',
      requestId: 'api-1',
      message: 'API_GATEWAY: API Gateway answered 503: Service Unavailable. The request may have been carried out.',
    })
    const other = await start(inTurn(ofTheApi(413, 'Request Entity Too Large')))
    expect(await failureOf(other.update(body))).toMatchObject({ status: 413, retryable: false, outcome: undefined })
  })
})
