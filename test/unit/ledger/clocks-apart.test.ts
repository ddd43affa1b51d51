import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../../lib/clock.ts'
import { instanceOn, scope } from './idempotency-instance.ts'
import { startState } from './state.ts'

const MINUTES_MS = 600_000
const state = await startState()
afterAll(state.close)
afterEach(() => vi.useRealTimers())

/** What runs meanwhile reads a clock that is so far ahead of the table's. */
async function ahead<T>(ms: number, work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms })
  try {
    return await work()
  } finally {
    vi.useRealTimers()
  }
}

const instance = async () => instanceOn(await state.table(), systemClock)
const inProgress = { code: 'IDEMPOTENCY_IN_PROGRESS' }

test('a request is not taken for over by an instance whose clock is minutes ahead', async () => {
  const of = scope()
  await (await instance()).crash(of, 10_000)
  const other = await instance()
  await ahead(MINUTES_MS, () => expect(other.run(of, 'x')).rejects.toMatchObject(inProgress))
  expect(other.runs()).toBe(0)
})

test('nor is that of an instance whose clock is minutes behind, by one whose clock is right', async () => {
  const of = scope()
  const behind = await instance()
  await ahead(-MINUTES_MS, () => behind.crash(of, 2000))
  const other = await instance()
  await expect(other.run(of, 'x')).rejects.toMatchObject(inProgress)
  expect(other.runs()).toBe(0)
})

test('nor is that of one that has known it for long', async () => {
  const of = scope()
  const behind = await instance()
  await ahead(-MINUTES_MS, async () => {
    await behind.run(scope(), 'before')
    expect(behind.table.aheadMs).toBeGreaterThan(MINUTES_MS - 2000)
    await behind.crash(of, 2000)
  })
  const other = await instance()
  await expect(other.run(of, 'x')).rejects.toMatchObject(inProgress)
})

test('what is known of a clock that is off is kept while it is true to the second, and given up where the clock is right again', async () => {
  const { table } = await instance()
  const heard = []
  for (const ms of [MINUTES_MS, MINUTES_MS + 500, MINUTES_MS - 500, 0]) {
    await ahead(ms, () => table.get('any'))
    heard.push(table.aheadMs)
  }
  const [known] = heard
  expect(heard).toEqual([known, known, known, 0])
  expect(known).toBeLessThan(-MINUTES_MS + 2000)
})

test('a clock that is right, to the second, costs no write more', async () => {
  const { run, table } = await instance()
  await ahead(900, () => run(scope(), 'done'))
  expect([table.writes, table.aheadMs]).toEqual([2, 0])
})
