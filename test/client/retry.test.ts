import { describe, expect, test } from 'vitest'
import { inTurn, ok, problem } from './served.ts'
import { body, busy, done, failureOf, gone, item, partial, retry, start, whole } from './verdicts.ts'

test('verdicts of several rounds become one answer in the order of the request', async () => {
  const answers = [
    partial([busy('a'), done('b'), busy('c')], retry('a', 'c')),
    partial([done('a'), busy('c')], { requestId: 'r-2', ...retry('c') }),
    whole('c'),
  ]
  const { update, asked, seen } = await start(inTurn(...answers))
  expect(await update(body, { idempotency: 'k' })).toEqual({
    outcome: 'ok',
    requestId: 'r-1',
    counts: { ok: 3, failed: 0, unknown: 0 },
    results: [done('a'), done('b'), done('c')],
  })
  expect(asked()).toEqual(['abc', 'ac', 'c'])
  expect(seen.map(({ headers }) => headers['idempotency-key'])).toEqual(['k', 'k~1', 'k~2'])
})

test('what stays open is told, with the body that is left to send', async () => {
  const { update, asked } = await start(
    inTurn(
      partial([busy('a'), done('b'), gone('c')], retry('a')),
      problem(409, 'WRITE_CONFLICT', {
        retryable: true,
        outcome: 'failed',
        counts: {},
        results: [busy('a')],
        ...retry('a'),
      }),
    ),
  )
  const answer = await update(body)
  expect(answer).toMatchObject({
    outcome: 'partial',
    counts: { ok: 1, failed: 2, unknown: 0 },
    done: [done('b')],
    failed: [busy('a'), gone('c')],
    ...retry('a'),
  })
  expect(asked().length).toBeGreaterThan(2)
})

test('where nothing is done in the end, the error carries each verdict', async () => {
  const { update } = await start(
    inTurn(
      problem(409, 'WRITE_CONFLICT', {
        retryable: true,
        outcome: 'failed',
        counts: {},
        results: [busy('a'), gone('b'), gone('c')],
        ...retry('a'),
      }),
      problem(409, 'NOT_A_FRIEND', { outcome: 'failed', counts: {}, results: [gone('a')] }),
    ),
  )
  const error = await failureOf(update(body))
  expect(error).toMatchObject({
    code: 'NOT_A_FRIEND',
    results: [gone('a'), gone('b'), gone('c')],
    problem: { counts: { ok: 0, failed: 3, unknown: 0 } },
  })
})

test('a problem becomes a partial answer where a retry does what is left', async () => {
  const none = {
    retryable: true,
    outcome: 'failed',
    counts: {},
    results: [busy('a'), gone('b'), gone('c')],
    ...retry('a'),
  }
  const { update } = await start(inTurn(problem(409, 'WRITE_CONFLICT', none), whole('a')))
  expect(await update(body)).toMatchObject({
    outcome: 'partial',
    done: [done('a')],
    failed: [gone('b'), gone('c')],
    requestId: 'r-1',
  })
})

describe('a retry is not sent', () => {
  const open = partial([busy('a'), done('b'), done('c')], retry('a'))

  test('where the gateway refuses it as such: the first answer stands', async () => {
    const { update, seen } = await start(inTurn(open, problem(403, 'FORBIDDEN')))
    expect(await update(body)).toMatchObject({ outcome: 'partial', failed: [busy('a')] })
    expect(seen).toHaveLength(2)
  })

  test('where there is no time left for it', async () => {
    const { update, seen } = await start(
      inTurn({
        ...(open as object),
        headers: { 'content-type': 'application/json', 'x-request-id': 'r', 'retry-after': '5' },
      }),
    )
    expect(await update(body, { timeoutMs: 5000 })).toMatchObject({ outcome: 'partial' })
    expect(seen).toHaveLength(1)
  })

  test('where the caller has given up meanwhile', async () => {
    const giveUp = new AbortController()
    const { update, seen } = await start(
      () => {
        giveUp.abort(new Error('enough'))
        return open
      },
      { fetch: async (input, init) => fetch(input, { ...init, signal: null }) },
    )
    await expect(update(body, { signal: giveUp.signal })).rejects.toThrow('enough')
    expect(seen).toHaveLength(1)
  })
})

test('a key of all 255 characters has room for those derived from it', async () => {
  const { update, seen } = await start(inTurn(partial([busy('a'), done('b'), done('c')], retry('a')), whole('a')))
  await update(body, { idempotency: 'k'.repeat(255) })
  expect(seen[1]?.headers['idempotency-key']).toMatch(/^[0-9a-f]{64}$/)
})

test('without a key, the retry has none either', async () => {
  const { update, seen } = await start(inTurn(partial([busy('a'), done('b'), done('c')], retry('a')), whole('a')), {
    idempotency: false,
  })
  expect(await update(body)).toMatchObject({ outcome: 'ok' })
  expect(seen.map(({ headers }) => headers['idempotency-key'])).toEqual([undefined, undefined])
})

test('a friend who still has to consent counts as done', async () => {
  const results = [item('a', 'pending'), busy('b')]
  const counts = { ok: 0, failed: 1, unknown: 0, pending: 1 }
  const { client } = await start(
    inTurn(
      ok(
        { outcome: 'partial', counts, results, retry: { userId: 'alice', friends: [{ userId: 'b', source: 'Web' }] } },
        207,
      ),
      ok({ outcome: 'ok', counts, results: [item('b', 'pending')] }),
    ),
  )
  const answer = await client.friends.add({
    userId: 'alice',
    friends: [
      { userId: 'a', source: 'Web' },
      { userId: 'b', source: 'Web' },
    ],
  })
  expect(answer).toMatchObject({ outcome: 'ok', counts: { ok: 0, failed: 0, unknown: 0, pending: 2 } })
})

test('a gateway without state is told to have no keys only where one was sent', async () => {
  const { update } = await start(inTurn(problem(503, 'STATE_UNAVAILABLE')))
  expect((await failureOf(update(body))).message).toContain('idempotency: false')
  expect((await failureOf(update(body, { idempotency: false }))).message).not.toContain('idempotency: false')
})
