import { describe, expect, onTestFinished, test } from 'vitest'
import type { Settings } from '../../client/src/index.ts'
import { clientOf, type Given, inTurn, ofTheApi, ok, problem, type Seen, serve } from './served.ts'

const item = (userId: string, status: string, code?: string, retryable = true) => ({
  userId,
  status,
  ...(code !== undefined && { error: { code, retryable, message: `${code}.` } }),
})
const busy = (userId: string) => item(userId, 'failed', 'WRITE_CONFLICT')
const late = (userId: string) => item(userId, 'unknown', 'UPSTREAM_TIMEOUT')
const gone = (userId: string) => item(userId, 'failed', 'NOT_A_FRIEND', false)
const done = (userId: string) => item(userId, 'ok')

const friends = (...userIds: readonly string[]) => userIds.map((userId) => ({ userId, remark: 'x' }))
const body = { userId: 'alice', friends: friends('a', 'b', 'c') }
const retry = (...userIds: readonly string[]) => ({ retry: { userId: 'alice', friends: friends(...userIds) } })
const partial = (results: readonly object[], more: object = {}): Given =>
  ok({ outcome: 'partial', counts: {}, results, ...more }, 207)
const whole = (...userIds: readonly string[]): Given => ok({ outcome: 'ok', counts: {}, results: userIds.map(done) })

async function start(answer: (seen: Seen) => Given, settings: Partial<Settings> = {}) {
  const served = await serve(answer)
  onTestFinished(served.close)
  const client = clientOf(served, settings)
  const asked = () =>
    served.seen.map(({ text }) =>
      JSON.parse(text)
        .friends.map((friend: { userId: string }) => friend.userId)
        .join(''),
    )
  return { client, seen: served.seen, asked, update: client.friends.update }
}

const failureOf = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => new Error('it was done'),
    (error) => error,
  )

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

describe('a job is waited for', () => {
  const job = (state: string, more: object = {}, headers: object = {}): Given => ({
    headers: { 'content-type': 'application/json', 'x-request-id': 'r', ...headers },
    body: { jobId: 'j1', operation: 'friends.update', state, createdAt: '2026-01-31T12:00:00Z', ...more },
  })
  const ended = job('completed', { answer: { status: 200, body: { outcome: 'ok', results: [] } } })

  test('by one held answer after another; one that was not held back is asked for again after a second', async () => {
    const { client, seen } = await start(inTurn(job('queued'), job('running'), ended))
    expect(await client.waitForJob('j1')).toMatchObject({ state: 'completed' })
    expect(seen.map(({ path }) => path)).toEqual(Array(3).fill('/v1/jobs/j1?wait=20'))
    expect(client.waits).toEqual([1000, 1000])
  })

  test('by asking again after the time that is told, at a gateway that holds no answers', async () => {
    const { client, seen } = await start(({ path }) =>
      path.includes('?')
        ? problem(400, 'INVALID_REQUEST')
        : seen.length < 3
          ? job('queued', {}, { 'retry-after': '2' })
          : ended,
    )
    await client.waitForJob('j1')
    await client.waitForJob('j1')
    expect(seen.map(({ path }) => path)).toEqual(['/v1/jobs/j1?wait=20', ...Array(3).fill('/v1/jobs/j1')])
    expect(client.waits).toEqual([2000])
  })

  test('no longer than the caller said, and it goes on', async () => {
    const { client, seen } = await start(({ path }) =>
      path.includes('?') ? problem(400, 'INVALID_REQUEST') : job('running'),
    )
    const error = await failureOf(client.waitForJob('j1', { timeoutMs: 3000 }))
    expect(error).toMatchObject({
      name: 'JobNotEnded',
      job: { state: 'running' },
      message: 'Job j1 is still running after 2 s of waiting. Wait for it again: it is kept for 7 days.',
    })
    expect(seen).toHaveLength(4)
  })

  test('and what it failed with is thrown', async () => {
    const failed = {
      type: 'urn:x',
      title: 'T',
      status: 404,
      detail: 'No account.',
      code: 'ACCOUNT_NOT_FOUND',
      retryable: false,
      requestId: 'r-9',
    }
    const { client } = await start(({ method }) =>
      method === 'POST'
        ? { ...(job('queued') as object), status: 202 }
        : job('failed', { answer: { status: 404, body: failed } }),
    )
    const queued = await client.profiles.set.respondAsync({ userId: 'nobody', nick: 'N' })
    expect(await failureOf(queued.answer())).toMatchObject({
      code: 'ACCOUNT_NOT_FOUND',
      requestId: 'r-9',
      message: 'ACCOUNT_NOT_FOUND: No account.',
    })
  })
})
