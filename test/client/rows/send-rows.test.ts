import { describe, expect, test } from 'vitest'
import { GatewayUnreachable } from '../../../client/src/answers/errors.ts'
import { operations } from '../../../client/src/printed/table.ts'
import { type SendRowsOptions, sendRows } from '../../../client/src/rows/send-rows.ts'
import { doneBut, problem, ScriptedGateway } from './scripted-gateway.ts'

type Body = Readonly<Record<string, unknown>>

/** Time that stands still but for what is slept. */
function fastClock() {
  let now = 1_000_000
  const slept: number[] = []
  const sleep = async (ms: number, signal?: AbortSignal) => {
    await new Promise((resolve) => setImmediate(resolve))
    if (signal?.aborted) return
    slept.push(ms)
    now += ms
  }
  return { now: () => now, sleep, random: () => 0.5, slept }
}

async function send(
  gateway: ScriptedGateway,
  rows: Iterable<Body> | AsyncIterable<Body>,
  options: SendRowsOptions = {},
  name: keyof typeof operations = 'friends.update',
) {
  const answers = []
  for await (const answer of sendRows(gateway.exchange, operations[name], rows, { ...fastClock(), ...options }))
    answers.push(answer)
  return answers
}

const friend = (userId: string, id: string, remark = id): Body => ({ userId, friends: [{ userId: id, remark }] })

describe('one answer a row, in the order of the rows', () => {
  test('rows of several accounts, and of several items', async () => {
    const gateway = new ScriptedGateway()
    gateway.answer = (asked) => doneBut(asked, { x: 'NOT_A_FRIEND', z: 'NOT_A_FRIEND' })
    const both = { userId: 'b', friends: [{ userId: 'w' }, { userId: 'x' }] }
    const answers = await send(gateway, [friend('a', 'v'), both, friend('a', 'x'), friend('b', 'y'), friend('c', 'z')])
    expect(
      gateway
        .bodies()
        .map(({ userId, friends }) => [userId, (friends as { userId: string }[]).map((one) => one.userId)]),
    ).toEqual([
      ['a', ['v', 'x']],
      ['b', ['w', 'x', 'y']],
      ['c', ['z']],
    ])
    const error = (id: string) => ({ code: 'NOT_A_FRIEND', message: `NOT_A_FRIEND of ${id}`, retryable: false })
    expect(answers).toEqual([
      { row: 0, outcome: 'ok', requestId: 'r-1', results: [{ userId: 'v', status: 'ok' }] },
      {
        row: 1,
        outcome: 'partial',
        requestId: 'r-1',
        done: [{ userId: 'w', status: 'ok' }],
        failed: [{ userId: 'x', status: 'failed', error: error('x') }],
        unknown: [],
      },
      {
        row: 2,
        outcome: 'failed',
        requestId: 'r-1',
        error: error('x'),
        failed: [{ userId: 'x', status: 'failed', error: error('x') }],
        unknown: [],
      },
      { row: 3, outcome: 'ok', requestId: 'r-1', results: [{ userId: 'y', status: 'ok' }] },
      {
        row: 4,
        outcome: 'failed',
        requestId: 'r-1',
        error: error('z'),
        failed: [{ userId: 'z', status: 'failed', error: error('z') }],
        unknown: [],
      },
    ])
  })

  test('21,000 rows come as they are made, within what a request and a batch hold', async () => {
    const gateway = new ScriptedGateway()
    async function* rows() {
      for (let at = 0; at < 21_000; at++) yield friend('a', `f${at}`)
    }
    const answers = await send(gateway, rows())
    expect(answers.map(({ row }) => row)).toEqual(Array.from({ length: 21_000 }, (_, at) => at))
    expect(answers.every(({ outcome }) => outcome === 'ok')).toBe(true)
    expect(Math.max(...gateway.bodies().map(({ friends }) => (friends as unknown[]).length))).toBe(10_000)
    expect(gateway.overlaps).toEqual([])
    expect(gateway.keys.size).toBe(1)
  })

  test('an operation without items, and a read', async () => {
    const gateway = new ScriptedGateway()
    const [set] = await send(gateway, [{ userId: 'a', nick: 'A' }], {}, 'profiles.set')
    expect(set).toEqual({ row: 0, outcome: 'ok', requestId: 'r-1', results: [{ status: 'ok' }] })
    await send(gateway, [{ userId: 'a', friendIds: ['b'] }], {}, 'friends.check')
    expect([...gateway.keys]).toEqual([expect.any(String), undefined])
  })
})

describe('a bad row keeps no other from being sent', () => {
  test('items that a refusal points at are taken out, as often as it takes', async () => {
    const gateway = new ScriptedGateway()
    gateway.answer = (asked) => {
      const friends = asked.body.friends as { userId: string }[]
      const at = friends.findIndex(({ userId }) => userId.startsWith('bad'))
      if (at < 0) return doneBut(asked, {})
      return problem(400, 'INVALID_REQUEST', {
        errors: [{ pointer: `/friends/${at}/remark`, message: 'is too long' }],
        errorsOmitted: 1,
      })
    }
    const answers = await send(
      gateway,
      ['bad1', 'good1', 'bad2', 'good2'].map((id) => friend('a', id)),
    )
    expect(answers.map(({ outcome }) => outcome)).toEqual(['failed', 'ok', 'failed', 'ok'])
    expect(answers[0]).toMatchObject({
      error: { code: 'INVALID_REQUEST', message: 'remark is too long', retryable: false },
    })
    expect(gateway.worked.map(({ id }) => id)).toEqual(['0', '0.1', '0.2'])
  })

  test('what is wrong with the account is wrong with all of its rows', async () => {
    const gateway = new ScriptedGateway()
    gateway.answer = () => problem(400, 'INVALID_REQUEST', { errors: [{ pointer: '/userId', message: 'is too long' }] })
    const answers = await send(gateway, [friend('a', 'x'), friend('a', 'y')])
    expect(answers.map(({ outcome }) => outcome)).toEqual(['failed', 'failed'])
    expect(gateway.worked).toHaveLength(1)
  })
})

describe('repeats', () => {
  test('of some items are a new request, with a key of its own; of none done, the same one', async () => {
    const gateway = new ScriptedGateway()
    gateway.answer = (asked, nth) => doneBut(asked, nth < 3 ? { x: 'WRITE_CONFLICT' } : {}, ['WRITE_CONFLICT'])
    const answers = await send(gateway, [friend('a', 'x'), friend('a', 'y')])
    expect(answers.map(({ outcome }) => outcome)).toEqual(['ok', 'ok'])
    expect(gateway.worked.map(({ id, body }) => [id, (body.friends as unknown[]).length])).toEqual([
      ['0', 2],
      ['0.1', 1],
      ['0.1', 1],
    ])
  })

  test('say that they are repeats, where the body can', async () => {
    const gateway = new ScriptedGateway()
    gateway.answer = (asked, nth) => doneBut(asked, nth === 1 ? { x: 'UPSTREAM_TIMEOUT' } : {}, ['UPSTREAM_TIMEOUT'])
    await send(
      gateway,
      [
        { userId: 'a', userIds: ['x'] },
        { userId: 'a', userIds: ['y'] },
      ],
      {},
      'blocklist.add',
    )
    expect(gateway.bodies()).toEqual([
      { userId: 'a', userIds: ['x', 'y'] },
      { userId: 'a', userIds: ['x'], repeated: true },
    ])
  })

  test('wait as long as Retry-After says, and the pace is halved', async () => {
    const gateway = new ScriptedGateway()
    const clock = fastClock()
    const policy = { 'retry-after': '7', 'ratelimit-policy': '"calls";q=50;w=1' }
    gateway.answer = (asked, nth) =>
      nth === 1 ? problem(429, 'RATE_LIMITED', { retryable: true }, policy) : doneBut(asked, {})
    const rows = Array.from({ length: 40 }, (_, at) => friend(`a${at}`, 'x'))
    const answers = await send(gateway, rows, { ...clock, concurrency: 1 })
    expect(answers.every(({ outcome }) => outcome === 'ok')).toBe(true)
    expect(Math.max(...clock.slept)).toBeGreaterThan(6900)
    expect(gateway.batches.map((batch) => batch.length)).toEqual([40, 1])
  })

  test('end, and then the verdict is the last one', async () => {
    const gateway = new ScriptedGateway()
    gateway.answer = (asked) => doneBut(asked, { x: 'WRITE_CONFLICT' }, ['WRITE_CONFLICT'])
    const [answer] = await send(gateway, [friend('a', 'x')])
    expect(answer).toMatchObject({ outcome: 'failed', error: { code: 'WRITE_CONFLICT', retryable: true } })
    expect(gateway.worked.length).toBeLessThan(30)
  })

  test('a batch that is too large is sent in two', async () => {
    const gateway = new ScriptedGateway()
    gateway.beforeBatch = (_, { body }) => {
      const isLarge = (body as { requests: unknown[] }).requests.length > 2
      return isLarge ? { requestId: '', headers: {}, ...problem(413, 'PAYLOAD_TOO_LARGE') } : undefined
    }
    const answers = await send(
      gateway,
      ['a', 'b', 'c', 'd'].map((account) => friend(account, 'x')),
    )
    expect(answers.every(({ outcome }) => outcome === 'ok')).toBe(true)
    expect(gateway.batches.map((batch) => batch.length)).toEqual([4, 2, 2])
  })
})

describe('where it ends early', () => {
  test('no gateway: each row says so, and no more is sent', async () => {
    const gateway = new ScriptedGateway()
    gateway.beforeBatch = () => Promise.reject(new GatewayUnreachable('There is no gateway.', false))
    const answers = await send(gateway, [friend('a', 'x'), friend('b', 'y')])
    expect(answers).toMatchObject([
      { row: 0, outcome: 'failed', error: { code: 'GATEWAY_UNREACHABLE', message: 'There is no gateway.' } },
      { row: 1, outcome: 'failed' },
    ])
  })

  test('an answer that never came leaves rows unknown', async () => {
    const gateway = new ScriptedGateway()
    gateway.beforeBatch = () => Promise.reject(new GatewayUnreachable('No answer came in time.', true))
    expect(await send(gateway, [friend('a', 'x')])).toMatchObject([
      { outcome: 'unknown', error: { code: 'GATEWAY_UNREACHABLE' } },
    ])
  })

  test('a signal: what is done is told, the rest was not sent', async () => {
    const gateway = new ScriptedGateway()
    const stop = new AbortController()
    gateway.answer = (asked, nth) => {
      if (nth === 100) stop.abort()
      return doneBut(asked, {})
    }
    const rows = Array.from({ length: 150 }, (_, at) => friend(`a${at}`, 'x'))
    const answers = await send(gateway, rows, { signal: stop.signal, concurrency: 1 })
    expect(answers.map(({ outcome }) => outcome)).toEqual([...Array(100).fill('ok'), ...Array(50).fill('failed')])
    expect(answers.at(-1)).toMatchObject({ error: { code: 'ABORTED' } })
  })

  test('a refusal of the whole batch is the verdict of each row in it', async () => {
    const gateway = new ScriptedGateway()
    gateway.beforeBatch = () => ({
      requestId: '',
      headers: {},
      ...problem(503, 'STATE_UNAVAILABLE', { detail: 'No table.' }),
    })
    expect(await send(gateway, [friend('a', 'x')])).toMatchObject([
      { outcome: 'failed', error: { code: 'STATE_UNAVAILABLE', message: 'No table.' } },
    ])
    gateway.beforeBatch = () => undefined
    await send(gateway, [friend('a', 'x')], { idempotencyKey: false })
    expect(gateway.keys).toContain(undefined)
  })
})
