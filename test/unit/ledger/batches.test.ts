import { afterEach, describe, expect, test } from 'vitest'
import { inBatches } from '../../../lib/ledger/batches.ts'
import { type Item, type Key, StateTable, StateUnavailable } from '../../../lib/ledger/state-table.ts'
import { type CrowdedTable, startCrowdedTable } from '../../support/crowded-table.ts'
import { type PassingClock, passingClock } from './passing-clock.ts'

const servers: CrowdedTable[] = []
afterEach(() => Promise.all(servers.splice(0).map(({ close }) => close())))

/** A crowded table, a client of it, and how long it has taken so far. */
async function crowded(clock: PassingClock, withinMs: number, { scale = 1, random = Math.random } = {}) {
  const server = await startCrowdedTable(clock.now, scale)
  servers.push(server)
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: server.url,
  })
  const { sleep, now } = clock
  const whole = new StateTable('jobs', { patienceMs: 3000, sleep, random })
  await whole.prepare()
  const endsAt = now() + withinMs
  return { server, table: whole.until(() => endsAt - now()), startedAt: now() }
}

const key = (index: number): Key => [`job#${index}`, 'job']
const itemOf = (index: number) => ({ pk: { S: `job#${index}` }, sk: { S: 'job' } })
const recordsOf = (count: number, bytes: number): [Key, Item][] =>
  Array.from({ length: count }, (_, index) => [key(index), { content: new Uint8Array(bytes) }])

/** Units are there only once time has passed, and it passes by waiting alone. */
describe('what a partition takes only by and by gets written in time', () => {
  test.each([
    ['1,000 ends of 1 kB', 1000, 900, 1],
    ['25 of 100 kB', 25, 1000, 100],
  ])('%s', async (_, count, bytes, scale) => {
    const { table, server } = await crowded(passingClock(), 10_000, { scale })
    await table.putMany(recordsOf(count, bytes))
    expect(server.items()).toBe(count)
  })

  test('deletions as well', async () => {
    const { table, server } = await crowded(passingClock(), 10_000)
    const ids = Array.from({ length: 100 }, (_, index) => index)
    server.fill(ids.map(itemOf))
    await table.deleteMany(ids.map(key))
    expect(server.items()).toBe(0)
  })
})

test('61 records of 345 kB are all read, though each batch ends at 1 MB', async () => {
  const { table, server } = await crowded(passingClock(), 10_000, { scale: 100 })
  const ids = Array.from({ length: 61 }, (_, index) => index)
  server.fill(ids.map((id) => ({ ...itemOf(id), content: { S: 'x'.repeat(3450) } })))
  const read = await table.getMany(ids.map(key))
  expect(new Set(read.map(({ pk }) => pk)).size).toBe(61)
  expect(server.requests.get('BatchGetItem')).toBeGreaterThan(20)
})

/** Jitter that takes each step whole. */
const wholeSteps = () => 1
const refusals = ['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded']

describe('a table that refuses all', () => {
  type Run = (table: StateTable) => Promise<unknown>
  const waits = async (name: string, withinMs: number, run: Run, random = wholeSteps) => {
    const clock: PassingClock = passingClock()
    const { table, server, startedAt } = await crowded(clock, withinMs, { random })
    server.refuse(name)
    const error = await run(table).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(StateUnavailable)
    return { error: String(error), sleeps: clock.sleeps, passed: clock.now() - startedAt }
  }
  const write = (table: StateTable) => table.putMany(recordsOf(3, 10))
  const read = (table: StateTable) => table.getMany([key(1)])

  test.each(refusals)('with %s is waited for, longer each time, and given up in the end', async (name) => {
    const doubling = [25, 50, 100, 200, 400, 800, 1000, 1000, 1000]
    expect(await waits(name, 100_000, write)).toMatchObject({ error: expect.stringContaining(name), sleeps: doubling })
  })

  test('is waited for by chance, so that those who were refused together do not come again together', async () => {
    const shares = [0.5, 0.25, 0, 0.75, 0.5, 0.5, 0.125, 0.5, 0.5]
    const { sleeps } = await waits('ThrottlingException', 100_000, write, () => shares.shift() ?? 1)
    expect(sleeps).toEqual([12.5, 12.5, 0, 150, 200, 400, 125, 500, 500])
  })

  test('is given up sooner by whoever has not so much time', async () => {
    for (const run of [write, read]) {
      const { sleeps, passed, error } = await waits('ThrottlingException', 300, run)
      expect([sleeps, passed < 300, error]).toEqual([[25, 50, 100], true, expect.stringContaining('no time is left')])
    }
  })

  test('for another reason is not waited for', async () => {
    expect((await waits('AccessDeniedException', 100_000, write)).sleeps).toEqual([])
  })
})

/** Ends once all that is under way has gone on. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('once a batch has failed, the others of its operation ask no more', async () => {
  const { sleep } = passingClock()
  const asked: string[] = []
  const ask = async (some: readonly string[]) => {
    asked.push(...some)
    if (some.includes('broken')) throw new StateUnavailable(new Error('denied'))
    return { got: [], left: some }
  }
  const terms = { sleep, random: Math.random, leftMs: () => 10_000 }
  await expect(inBatches(['busy', 'broken'], 1, ask, terms)).rejects.toThrow('denied')
  for (let turn = 0; turn < 3; turn++) await settled()
  expect(asked).toEqual(['busy', 'broken'])
})

test('while one batch gets on, the others of its operation are not given up', async () => {
  const { sleep, sleeps } = passingClock()
  let left = 30
  const ask = async (some: readonly string[]) => {
    if (some.includes('long')) left--
    const isOver = left === 0
    return { got: isOver ? some : [], left: isOver ? [] : some.includes('long') ? some.slice(0, left) : some }
  }
  const all = [...Array.from({ length: 30 }, () => 'long'), ...Array.from({ length: 30 }, () => 'short')]
  const terms = { sleep, random: Math.random, leftMs: () => 1_000_000 }
  expect(await inBatches(all, 30, ask, terms)).toContain('short')
  expect(sleeps.length).toBeGreaterThan(40)
})
