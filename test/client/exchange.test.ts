import { describe, expect, onTestFinished, test } from 'vitest'
import { GatewayUnreachable, type Settings, SettingsError } from '../../client/src/index.ts'
import { createExchange } from '../../client/src/transport/exchange.ts'
import type { GatewayRequest } from '../../client/src/transport/messages.ts'
import { closedPort } from '../support/gateway/start.ts'
import { type Given, inTurn, ofTheApi, ok, problem, quickClock, type Seen, serve } from './served.ts'

const read: GatewayRequest = { method: 'POST', path: '/v1/friends/list', body: { userId: 'alice' }, effect: 'read' }
const bare: GatewayRequest = { ...read, path: '/v1/friends/update', effect: 'write' }
const keyed: GatewayRequest = { ...bare, idempotencyKey: 'k-1' }

async function start(answer: (seen: Seen) => Given | Promise<Given>, settings: Partial<Settings> = {}) {
  const served = await serve(answer)
  onTestFinished(served.close)
  const clock = quickClock()
  const exchange = createExchange({ url: served.url, clock, random: () => 0.5, ...settings })
  return { ...served, exchange, waits: clock.waits }
}

const done = ok({ outcome: 'ok' })
const passing = { retryable: true }

describe('what is sent again', () => {
  test.each<[string, Given]>([
    ['a problem that may pass', problem(503, 'UPSTREAM_UNREACHABLE', passing)],
    [
      'a problem of which each item may pass',
      problem(429, 'RATE_LIMITED', { ...passing, results: [{ error: passing }] }),
    ],
    ['a request that is still running', problem(409, 'IDEMPOTENCY_IN_PROGRESS', passing)],
    ['too many for API Gateway', ofTheApi(429, 'Too Many Requests')],
  ])('%s: any request, since nothing was done', async (_, given) => {
    for (const request of [read, keyed, bare]) {
      const { exchange, seen } = await start(inTurn(given, done))
      expect(await exchange(request)).toMatchObject({ status: 200 })
      expect(seen.map(({ text }) => text)).toEqual([seen[0]?.text, seen[0]?.text])
      expect(seen.map(({ headers }) => headers['idempotency-key'])).toEqual([
        request.idempotencyKey,
        request.idempotencyKey,
      ])
    }
  })

  test.each<[string, Given]>([
    ['API Gateway got no answer', ofTheApi(503, 'Service Unavailable')],
    ['the function failed', ofTheApi(500, 'Internal Server Error')],
    ['the connection was cut', 'cut'],
    ['a proxy answered', { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad Gateway</h1>' }],
  ])('%s: reads, and writes under a key alone, since something may have been done', async (_, given) => {
    for (const request of [read, keyed]) {
      const { exchange, seen } = await start(inTurn(given, done))
      expect(await exchange(request)).toMatchObject({ status: 200 })
      expect(seen).toHaveLength(2)
    }
    const { exchange, seen } = await start(inTurn(given, done))
    const end = await exchange(bare).catch((error) => error)
    expect(seen).toHaveLength(1)
    expect('mayBeDone' in end ? end.mayBeDone : end.status >= 500).toBe(true)
  })

  test.each<[string, Given]>([
    ['a problem for good', problem(409, 'NOT_A_FRIEND')],
    [
      'a problem with an item for good',
      problem(409, 'X', { ...passing, results: [{ error: passing }, { error: { retryable: false } }] }),
    ],
    ['an unknown effect', problem(504, 'UPSTREAM_TIMEOUT', { ...passing, outcome: 'unknown' })],
    [
      'items of unknown effect',
      problem(504, 'UPSTREAM_TIMEOUT', { ...passing, counts: { ok: 0, failed: 1, unknown: 1 } }),
    ],
    ['a partial answer', ok({ outcome: 'partial' }, 207)],
  ])('never: %s', async (_, given) => {
    const { exchange, seen, waits } = await start(inTurn(given, done))
    expect(await exchange(keyed)).toMatchObject({ status: (given as { status: number }).status })
    expect([seen.length, waits]).toEqual([1, []])
  })

  test('as often as the settings say, and then the last answer stands', async () => {
    const { exchange, seen, waits } = await start(inTurn(ofTheApi(503, 'Service Unavailable')))
    expect(await exchange(read)).toMatchObject({
      status: 503,
      body: { message: 'Service Unavailable' },
      requestId: 'api-1',
    })
    expect(seen).toHaveLength(4)
    expect(waits).toEqual([125, 250, 500])
  })
})

describe('how long is waited', () => {
  test('as long as the answer asks for, and a little more at random', async () => {
    const { exchange, waits } = await start(
      inTurn(problem(503, 'SECRET_UNAVAILABLE', passing, { 'retry-after': '5' }), done),
    )
    await exchange(read)
    expect(waits).toEqual([5500])
  })

  test('until the date that it names', async () => {
    const { exchange, waits } = await start(
      inTurn(ofTheApi(429, 'Too Many', { 'retry-after': 'Sat, 31 Jan 2026 12:00:02 GMT' }), done),
    )
    await exchange(read)
    expect(waits).toEqual([2500])
  })

  test('not at all where the time would be over by then: the answer stands', async () => {
    const { exchange, seen, waits } = await start(
      inTurn(problem(503, 'SECRET_UNAVAILABLE', passing, { 'retry-after': '60' }), done),
    )
    expect(await exchange(read)).toMatchObject({ status: 503 })
    expect(await exchange({ ...read, timeoutMs: 300_000 })).toMatchObject({ status: 200 })
    expect([seen.length, waits]).toEqual([2, []])
  })
})

describe('a gateway that is not there', () => {
  test('is told with its address, and nothing was done: even a write without a key is tried again', async () => {
    const url = await closedPort()
    const clock = quickClock()
    const error = await createExchange({ url, clock })(bare).catch((thrown) => thrown)
    expect(error).toBeInstanceOf(GatewayUnreachable)
    expect(error).toMatchObject({
      mayBeDone: false,
      message: `${url} could not be reached: ECONNREFUSED. Check url, and the way to it.`,
    })
    expect(clock.waits).toHaveLength(3)
  })

  test.each<[string, Given, string]>([
    ['a page', { headers: { 'content-type': 'text/html' }, body: '<html>' }, 'answered 200 with no JSON'],
    ['another API', { body: { hello: 'world' } }, `answered 200 with JSON that is no gateway's`],
    ['a wrong base path', ofTheApi(404, 'Not Found'), `answered 404 with JSON that is no gateway's`],
    [
      'a redirection',
      { status: 301, headers: { location: 'https://example.com/' }, body: '' },
      'answered 301, which leads elsewhere',
    ],
  ])('%s is no gateway', async (_, given, words) => {
    const { exchange, seen } = await start(inTurn(given))
    await expect(exchange(read)).rejects.toMatchObject({
      name: 'GatewayUnreachable',
      message: expect.stringContaining(words),
    })
    expect(seen.length).toBeGreaterThan(0)
  })

  test('that does not answer in time is given up', async () => {
    const { exchange, close } = await start(() => new Promise<never>(() => undefined), {
      attemptTimeoutMs: 20,
      retries: 0,
    })
    await expect(exchange(keyed)).rejects.toMatchObject({
      mayBeDone: true,
      message: expect.stringContaining('within 20 ms'),
    })
    await close()
  })
})

describe('a caller who gives up', () => {
  test('before the request: nothing is sent', async () => {
    const { exchange, seen } = await start(inTurn(done))
    await expect(exchange({ ...read, signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow('too late')
    expect(seen).toEqual([])
  })

  test('meanwhile: the request is broken off with the caller’s reason', async () => {
    const giveUp = new AbortController()
    const { exchange } = await start(
      () => {
        giveUp.abort(new Error('changed my mind'))
        return new Promise<never>(() => undefined)
      },
      { attemptTimeoutMs: 15_000 },
    )
    const begun = performance.now()
    await expect(exchange({ ...keyed, signal: giveUp.signal })).rejects.toThrow('changed my mind')
    expect(performance.now() - begun).toBeLessThan(10_000)
  })

  test('while it waits: it does not wait on', async () => {
    const giveUp = new AbortController()
    const { exchange, seen } = await start(() => ofTheApi(503, 'Service Unavailable'), {
      clock: undefined,
      random: () => 0.9999,
      hooks: { onRetry: () => giveUp.abort(new Error('enough')) },
    })
    await expect(exchange({ ...read, signal: giveUp.signal })).rejects.toThrow('enough')
    expect(seen).toHaveLength(1)
  })
})

test('hooks hear of each request, answer and repeat, and of nothing that is secret; what they throw changes nothing', async () => {
  const heard: unknown[] = []
  const hear = (kind: string) => (event: object) => {
    heard.push([kind, event])
    throw new Error('a broken log')
  }
  const hooks = { onRequest: hear('request'), onAnswer: hear('answer'), onRetry: hear('retry') }
  const { exchange } = await start(inTurn(problem(503, 'UPSTREAM_UNREACHABLE', passing), done), { hooks })
  await exchange({ ...keyed, headers: { traceparent: '00-1' } })
  const about = { method: 'POST', path: '/v1/friends/update' }
  expect(heard).toEqual([
    ['request', { ...about, attempt: 1, idempotencyKey: 'k-1' }],
    ['answer', { ...about, attempt: 1, status: 503, requestId: 'r-1', ms: 0 }],
    ['retry', { ...about, attempt: 1, reason: 'UPSTREAM_UNREACHABLE', waitMs: 125 }],
    ['request', { ...about, attempt: 2, idempotencyKey: 'k-1' }],
    ['answer', { ...about, attempt: 2, status: 200, requestId: 'r-1', ms: 0 }],
  ])
})

test('a gateway behind a proxy that takes headers off is known by its bodies', async () => {
  const headers = { 'content-type': 'application/json' }
  const { exchange } = await start(
    inTurn({ headers, body: { outcome: 'ok', requestId: 'r-7' } }, { headers, body: { jobId: 'j', state: 'queued' } }),
  )
  expect(await exchange(read)).toMatchObject({ status: 200, requestId: 'r-7' })
  expect(await exchange(read)).toMatchObject({ status: 200, requestId: '' })
})

test('a fetch of one’s own is used, with the base path before ours', async () => {
  const asked: string[] = []
  const own: typeof fetch = async (input, init) => {
    asked.push(`${init?.method} ${input}`)
    return Response.json({ jobId: 'j' })
  }
  const exchange = createExchange({ url: 'http://127.0.0.1:1/chat/', fetch: own })
  await exchange({ method: 'GET', path: '/v1/jobs/j?wait=20', effect: 'read' })
  expect(asked).toEqual(['GET http://127.0.0.1:1/chat/v1/jobs/j?wait=20'])
})

test.each<[string, Settings, string]>([
  ['no URL', { url: 'gateway' }, 'url: "gateway" is no URL; one begins with https://'],
  ['a query', { url: 'https://a.example/?x=1' }, 'without a query'],
  ['another protocol', { url: 'ftp://a.example' }, 'ftp: is not spoken'],
  ['signed in the open', { url: 'http://a.example' }, `use https, or credentials: 'none'`],
  ['no time', { url: 'https://a.example', timeoutMs: 0 }, 'timeoutMs: 0 is no number from 1 to 2147483647'],
  [
    'a longer time than a timer has',
    { url: 'https://a.example', attemptTimeoutMs: 2 ** 31 },
    'attemptTimeoutMs: 2147483648',
  ],
  ['no number', { url: 'https://a.example', retries: Number.NaN }, 'retries: NaN'],
])('settings that can’t be meant are refused: %s', (_, settings, words) => {
  expect(() => createExchange(settings)).toThrow(SettingsError)
  expect(() => createExchange(settings)).toThrow(words)
})
