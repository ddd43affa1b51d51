import { createHash, randomBytes } from 'node:crypto'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../lib/clock.ts'
import type { Scope } from '../../../lib/ledger/idempotency.ts'
import { closedPort } from '../../support/gateway/start.ts'
import { waitingTime } from '../../support/time-taken.ts'
import { instanceOn, scope } from './idempotency-instance.ts'
import { type CountedTable, hangingPort, startState, tableAt } from './state.ts'

const DAY_MS = 86_400_000
const state = await startState()
afterAll(state.close)

const instance = async () => instanceOn(await state.table())

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
  const keys = Array.from({ length: Number(record.more) }, (_, index) => `part#${record.owner}#${index + 1}`)
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
    expect(table.bounds.filter((bound) => bound !== 25_000)).toEqual([])
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
      put(pk, String(pk).endsWith('#1') ? { ...item, content: new Uint8Array(500_000) } : item, terms)
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
    const message = expect.stringContaining('to repeat it, use a new key')
    await expect(run(of, 'x')).rejects.toMatchObject({ code: 'STATE_UNAVAILABLE', retryable: false, message })
  })

  test('hides no fault of our own while it is stored', async () => {
    const { run, table } = await instance()
    const fault = new Error('broken')
    table.update = () => Promise.reject(fault)
    await expect(run(scope(), 'x')).rejects.toBe(fault)
  })
})

describe('with the table out of reach', () => {
  const ports: { close: () => Promise<void> }[] = []
  afterEach(() => Promise.all(ports.splice(0).map(({ close }) => close())))

  test('before the work, the work is not done', async () => {
    const { run, runs } = instanceOn(await tableAt(await closedPort()))
    const message = expect.stringContaining('nothing was sent')
    await expect(run(scope(), 'x')).rejects.toMatchObject({ code: 'STATE_UNAVAILABLE', retryable: true, message })
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
    expect(log.lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        level: keep ? 'error' : 'warn',
        requestId: 'request',
        ...(keep && { AnswersNotStored: 1 }),
        message: keep ? 'answer not stored' : 'idempotency key not freed',
        error: expect.stringContaining('ECONNREFUSED'),
      }),
    ])
  })

  test('a table that hangs holds nobody beyond the deadline', async () => {
    const port = await hangingPort()
    ports.push(port)
    const { idempotency } = instanceOn(await tableAt(port.url, 'state', 'real'), systemClock)
    const taken = waitingTime()
    const running = idempotency.run(scope(), 'hash', Date.now() + 300, async () => ({ answer: 'x', keep: true }))
    await expect(running).rejects.toMatchObject({ code: 'STATE_UNAVAILABLE' })
    expect(taken()).toBeLessThan(900)
  })
})
