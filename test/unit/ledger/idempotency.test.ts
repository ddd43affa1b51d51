import { createHash, randomBytes } from 'node:crypto'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { type Clock, systemClock } from '../../../lib/clock.ts'
import { Idempotency, type Scope } from '../../../lib/ledger/idempotency.ts'
import { closedPort } from '../../support/gateway/start.ts'
import { recordedLog } from '../../support/recorded-log.ts'
import { passingClock } from './passing-clock.ts'
import { type CountedTable, forgetfulPort, hangingPort, startState, tableAt } from './state.ts'

const DAY_MS = 86_400_000
const state = await startState()
afterAll(state.close)

let keys = 0
const scope = (given: Partial<Scope> = {}): Scope => {
  keys += 1
  return { caller: 'billing', app: 'default', operation: 'friends.update', key: `key ${keys}`, ...given }
}

function instanceOn(table: CountedTable, clock: Clock = passingClock()) {
  const log = recordedLog()
  const idempotency = new Idempotency({ table, clock, log })
  let runs = 0
  const work =
    <A>(answer: A, keep = true) =>
    async () => {
      runs += 1
      return { answer, keep }
    }
  const run = <A>(of: Scope, answer: A, given: { keep?: boolean; body?: string } = {}) =>
    idempotency.run(of, given.body ?? 'hash', clock.now() + 25_000, work(answer, given.keep))
  return { table, log, idempotency, run, runs: () => runs }
}

const instance = async (clock?: Clock) => instanceOn(await state.table(), clock)

/** Work that ends when the test says so. */
function heldWork(keep = true) {
  const { promise: began, resolve: begin } = Promise.withResolvers<void>()
  const { promise, resolve: end, reject: fail } = Promise.withResolvers<{ answer: string; keep: boolean }>()
  const work = () => {
    begin()
    return promise
  }
  return { work, began, end: (answer: string) => end({ answer, keep }), fail }
}

test('the work is done once; its repeat gets the same answer, from another instance too', async () => {
  const clock = passingClock()
  const [one, two] = [await instance(clock), await instance(clock)]
  const of = scope()
  const answer = { status: 207, body: { outcome: 'partial', text: 'Zoë' } }
  expect(await one.run(of, answer)).toEqual({ answer, replayed: false })
  expect(await one.run(of, 'other')).toEqual({ answer, replayed: true })
  expect(await two.run(of, 'other')).toEqual({ answer, replayed: true })
  expect([one.runs(), two.runs()]).toEqual([1, 0])
  expect([one.table.writes, two.table.writes, two.table.reads]).toEqual([3, 1, 1])
})

test.each<keyof Scope>(['caller', 'app', 'operation', 'key'])('a key of another %s is another key', async (member) => {
  const { run, runs } = await instance()
  const of = scope()
  await run(of, 'first')
  expect(await run({ ...of, [member]: 'another' }, 'second')).toEqual({ answer: 'second', replayed: false })
  expect(runs()).toBe(2)
})

test('members of the scope do not run into each other', async () => {
  const { run } = await instance()
  await run(scope({ caller: 'a', app: 'b c', key: 'k' }), 'first')
  expect(await run(scope({ caller: 'a b', app: 'c', key: 'k' }), 'second')).toMatchObject({ answer: 'second' })
})

test('the key with another body is refused, whether the first is done or running', async () => {
  const clock = passingClock()
  const { run, runs, idempotency } = await instance(clock)
  const of = scope()
  const held = heldWork()
  const first = idempotency.run(of, 'hash', clock.now() + 25_000, held.work)
  await held.began
  await expect(run(of, 'x', { body: 'other' })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
  held.end('done')
  await first
  await expect(run(of, 'x', { body: 'other' })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
  expect(runs()).toBe(0)
})

test('of many at once one does the work, and the others hear that it is running', async () => {
  const clock = passingClock()
  const instances = await Promise.all(Array.from({ length: 5 }, () => instance(clock)))
  const of = scope()
  const held = heldWork()
  const first = instances[0]!.idempotency.run(of, 'hash', clock.now() + 25_000, held.work)
  await held.began
  const others = await Promise.allSettled(instances.map(({ run }) => run(of, 'x')))
  for (const other of others)
    expect(other).toMatchObject({ reason: { code: 'IDEMPOTENCY_IN_PROGRESS', retryable: true } })
  held.end('done')
  expect(await first).toEqual({ answer: 'done', replayed: false })
  expect(instances.map(({ runs }) => runs())).toEqual([0, 0, 0, 0, 0])
})

test('an answer that is not kept leaves the key free', async () => {
  const { run, runs } = await instance()
  const of = scope()
  expect(await run(of, 'busy', { keep: false })).toEqual({ answer: 'busy', replayed: false })
  expect(await run(of, 'done', { body: 'other' })).toEqual({ answer: 'done', replayed: false })
  expect(runs()).toBe(2)
})

test('work that throws leaves the key free, at once or later', async () => {
  const clock = passingClock()
  const { run, idempotency } = await instance(clock)
  const of = scope()
  const fault = new Error('fault')
  const throwing = [
    () => Promise.reject(fault),
    () => {
      throw fault
    },
  ]
  for (const work of throwing) await expect(idempotency.run(of, 'hash', clock.now() + 9000, work)).rejects.toBe(fault)
  expect(await run(of, 'done')).toEqual({ answer: 'done', replayed: false })
})

test('a claim whose reply was lost on the way is still our own when the SDK repeats it', async () => {
  const port = await forgetfulPort(state.url)
  const { run } = instanceOn(await tableAt(port.url, state.name))
  port.loseNext()
  expect(await run(scope(), 'done')).toEqual({ answer: 'done', replayed: false })
  expect(port.lost()).toBe(1)
  await port.close()
})

describe('as time passes', () => {
  test('a crashed invocation holds the key until shortly after its deadline', async () => {
    const clock = passingClock()
    const { run, idempotency } = await instance(clock)
    const of = scope()
    const crashed = heldWork()
    void idempotency.run(of, 'hash', clock.now() + 10_000, crashed.work)
    await crashed.began
    clock.advance(14_999)
    await expect(run(of, 'x')).rejects.toMatchObject({ code: 'IDEMPOTENCY_IN_PROGRESS' })
    clock.advance(1)
    expect(await run(of, 'again')).toEqual({ answer: 'again', replayed: false })
  })

  test('an answer is kept for 24 hours', async () => {
    const clock = passingClock()
    const { run } = await instance(clock)
    const of = scope()
    await run(of, 'first')
    clock.advance(DAY_MS - 1)
    expect(await run(of, 'x')).toEqual({ answer: 'first', replayed: true })
    clock.advance(1)
    expect(await run(of, 'second', { body: 'other' })).toEqual({ answer: 'second', replayed: false })
  })

  test('work that outlasted its record neither answers for its successor nor frees the key', async () => {
    const clock = passingClock()
    const { run, idempotency, log } = await instance(clock)
    for (const keep of [true, false]) {
      const of = scope()
      const slow = heldWork(keep)
      const first = idempotency.run(of, 'hash', clock.now() + 1000, slow.work)
      await slow.began
      clock.advance(6000)
      await run(of, 'successor')
      slow.end('slow')
      expect(await first).toEqual({ answer: 'slow', replayed: false })
      expect(await run(of, 'x')).toEqual({ answer: 'successor', replayed: true })
    }
    expect(log.lines).toEqual([expect.stringContaining('answer not stored')])
  })
})

/** 10,000 failed items with the longest ids, hard to compress. */
const longAnswer = () => ({
  status: 502,
  results: Array.from({ length: 10_000 }, () => ({
    userId: randomBytes(16).toString('hex'),
    status: 'failed',
    error: { code: 'FRIEND_LIST_LIMIT', message: randomBytes(32).toString('base64'), retryable: false },
  })),
})

const partsOf = async (table: CountedTable, of: Scope) => {
  const { pk, record } = await recordOf(table, of)
  const keys = Array.from({ length: Number(record.more) }, (_, index) => `part#${record.id}#${index + 1}`)
  return { pk, record, keys }
}

async function recordOf(table: CountedTable, { caller, app, operation, key }: Scope) {
  const pk = `idem#${createHash('sha256')
    .update(JSON.stringify([caller, app, operation, key]))
    .digest('hex')}`
  return { pk, record: (await table.get(pk))! }
}

describe('a long answer', () => {
  test('of 10,000 failed items survives, in parts that DynamoDB takes', async () => {
    const { run, table } = await instance()
    const of = scope()
    const answer = longAnswer()
    await run(of, answer)
    expect(await run(of, 'x')).toEqual({ answer, replayed: true })
    const { record, keys } = await partsOf(table, of)
    expect(keys.length).toBeGreaterThan(0)
    const parts = await Promise.all(keys.map(async (key) => (await table.get(key))!))
    const items = [record, ...parts]
    for (const item of items) {
      expect(((item.answer ?? item.content) as Uint8Array).length).toBeLessThanOrEqual(350_000)
      expect(item.expiresAtMs).toBe(record.expiresAtMs)
      expect(item.expiresAt).toBe(Math.ceil(Number(record.expiresAtMs) / 1000))
    }
    expect(record).toMatchObject({ state: 'done', bodyHash: 'hash', createdAt: Number(record.expiresAtMs) - DAY_MS })
  })

  test('of which a part is lost is not done again, nor answered by halves', async () => {
    const { run, runs, table } = await instance()
    const of = scope()
    await run(of, longAnswer())
    const { keys } = await partsOf(table, of)
    await table.delete(keys[0]!)
    await expect(run(of, 'x')).rejects.toMatchObject({ code: 'STATE_UNAVAILABLE', retryable: false })
    expect(runs()).toBe(1)
  })

  test('of which a part can’t be written is not stored, and its record stays unfinished', async () => {
    const { run, table, log } = await instance()
    const of = scope()
    const put = table.put.bind(table)
    table.put = (pk, item, terms) =>
      put(pk, pk.endsWith('#1') ? { ...item, content: new Uint8Array(500_000) } : item, terms)
    const answer = longAnswer()
    expect(await run(of, answer)).toEqual({ answer, replayed: false })
    expect(log.lines).toEqual([expect.stringContaining('answer not stored')])
    await expect(run(of, 'x')).rejects.toMatchObject({ code: 'IDEMPOTENCY_IN_PROGRESS' })
  })

  test('that is damaged is refused', async () => {
    const { run, table } = await instance()
    const of = scope()
    await run(of, 'short')
    const { pk, record } = await recordOf(table, of)
    await table.put(pk, { ...record, answer: Uint8Array.of(1, 2, 3) })
    await expect(run(of, 'x')).rejects.toMatchObject({ code: 'STATE_UNAVAILABLE', retryable: false })
  })
})

describe('with the table out of reach', () => {
  const ports: { close: () => Promise<void> }[] = []
  afterEach(() => Promise.all(ports.splice(0).map(({ close }) => close())))

  test('before the work, the work is not done', async () => {
    const { run, runs } = instanceOn(await tableAt(await closedPort()))
    await expect(run(scope(), 'x')).rejects.toMatchObject({ code: 'STATE_UNAVAILABLE', retryable: true })
    expect(runs()).toBe(0)
  })

  test.each([true, false])('after the work, its answer is given and the log says so (kept: %s)', async (keep) => {
    const own = await startState()
    const { idempotency, log } = instanceOn(await own.table(), systemClock)
    const work = async () => {
      await own.close()
      return { answer: 'done', keep }
    }
    const done = await idempotency.run(scope(), 'hash', Date.now() + 5000, work)
    expect(done).toEqual({ answer: 'done', replayed: false })
    expect(log.lines).toEqual([expect.stringContaining(keep ? 'answer not stored' : 'idempotency key not freed')])
  })

  test('a table that hangs holds nobody beyond the deadline', async () => {
    const port = await hangingPort()
    ports.push(port)
    const { idempotency } = instanceOn(await tableAt(port.url), systemClock)
    const startedAt = performance.now()
    const running = idempotency.run(scope(), 'hash', Date.now() + 300, async () => ({ answer: 'x', keep: true }))
    await expect(running).rejects.toMatchObject({ code: 'STATE_UNAVAILABLE' })
    expect(performance.now() - startedAt).toBeLessThan(900)
  })
})
