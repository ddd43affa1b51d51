import { expect, test } from 'vitest'
import { readOrders, writeOrders } from '../../../lib/jobs/orders.ts'
import type { Invocation } from '../../campaigns/simulate/invocation.ts'
import { Memory, WINDOW_BYTES } from '../../campaigns/simulate/world/memory.ts'

type Weights = Readonly<Record<string, number>>

/** Of a job whose id is its account's name and this. */
const orderOf = (jobId: string): number => Number(jobId.slice(1))

/** A worker at its jobs table, and what the watch says of it. */
function watched() {
  const memory = new Memory()
  const told: string[] = []
  memory.parts = { kill: () => told.push('killed'), broken: (rule, what) => told.push(`${rule}: ${what}`) }
  const worker = () => {
    const invocation: Invocation = { instance: 'worker1', role: 'worker', asked: [], attempts: [], isUnstored: false }
    const answered = (kind: string, input: object, answer: object = {}) =>
      memory.answered(invocation, { isAlive: true }, { kind, input, answer })
    const account = (group: string) => ({ Key: { pk: { S: `account#${group}` }, sk: { S: 'account' } } })
    const update = (group: string, until: string, begun = '') => {
      const ExpressionAttributeValues = { ':begun': { S: begun }, ':until': { N: until } }
      answered('update', { ...account(group), ExpressionAttributeValues })
    }
    const look = (group: string, begun: string) =>
      answered(
        'query',
        { ExpressionAttributeValues: { ':pk': account(group).Key.pk } },
        { Items: [{ sk: { S: 'account' }, begun: { S: begun } }] },
      )
    const read = (group: string, jobs: Weights) =>
      answered('batchGet', {}, { Responses: { jobs: Object.entries(jobs).map((job) => recordOf(group, ...job)) } })
    return {
      read,
      /** With these jobs, and some that stand as begun. */
      begin: (group: string, jobs: Weights, before = '') => {
        look(group, before)
        read(group, jobs)
        update(group, '9', writeOrders([...readOrders(before), ...Object.keys(jobs).map(orderOf)]))
      },
      rest: (group: string) => update(group, '0'),
      end: (group: string) => {
        const Item = { pk: account(group).Key.pk, sk: { S: 'ended' } }
        answered('batchWrite', { RequestItems: { jobs: [{ PutRequest: { Item } }] } })
      },
      fail: () => memory.failed(invocation),
    }
  }
  return { memory, told, worker }
}

/** A job without items whose body is so long. */
const recordOf = (group: string, jobId: string, length: number) => ({
  group: { S: group },
  jobId: { S: jobId },
  order: { N: String(orderOf(jobId)) },
  state: { S: 'queued' },
  body: { B: Buffer.from(JSON.stringify({ userIds: [] }).padEnd(length)) },
})

const HALF = WINDOW_BYTES / 2

test('a worker may hold a full window, and one job beside it, however large', () => {
  const { told, worker } = watched()
  const { begin, rest } = worker()
  begin('a', { a1: HALF, a2: HALF })
  begin('b', { b1: 99 * WINDOW_BYTES })
  rest('a')
  begin('a', { a3: HALF, a4: HALF })
  expect(told).toEqual([])
})

test('more than that is told: in one account, or in several together', () => {
  const { told, worker } = watched()
  worker().begin('a', { a1: HALF, a2: HALF, a3: 100 })
  const { begin } = worker()
  begin('b', { b1: HALF, b2: 100 })
  begin('c', { c1: HALF, c2: 100 })
  const rule = 'a worker holds no more than it has room for'
  expect(told).toEqual([`${rule}: 8100 bytes of 3 jobs`, `${rule}: 8200 bytes of 2+2 jobs`])
})

test.each(['rest', 'end'] as const)(
  'what was begun is held until its %s is written, in an account of its own',
  (way) => {
    const { told, worker } = watched()
    const { begin, ...ways } = worker()
    begin('a', { a1: HALF, a2: HALF })
    ways[way]('a')
    begin('b', { b1: HALF, b2: HALF })
    expect(told).toEqual([])
    begin('c', { c1: HALF, c2: HALF })
    expect(told).toHaveLength(1)
  },
)

test('what was read, and is not begun or was begun before, is no part of a window', () => {
  const { memory, told, worker } = watched()
  memory.isShort = true
  const { begin, read } = worker()
  read('a', { a1: 1, a2: 1, a3: 1 })
  begin('a', { a2: 1 })
  begin('a', { a1: 1 }, '1-3')
  expect(told).toEqual([])
  begin('a', { a1: 1, a4: 1, a5: 1 }, '1-3')
  expect(told).toEqual(['killed'])
})

test('what fails is held no longer', () => {
  const { told, worker } = watched()
  const { begin, fail } = worker()
  begin('a', { a1: HALF, a2: HALF })
  fail()
  begin('b', { b1: HALF, b2: HALF })
  expect(told).toEqual([])
})

test('while memory is short a worker dies of several jobs at once, and the next must take them one by one', () => {
  const { memory, told, worker } = watched()
  memory.isShort = true
  worker().begin('a', { a1: 1 })
  expect(told).toEqual([])
  worker().begin('a', { a1: 1, a2: 1, a3: 1 })
  expect([told, memory.deaths]).toEqual([['killed'], 1])
  worker().begin('a', { a1: 1 })
  worker().begin('a', { a1: 1, a9: 1 })
  expect([told, memory.deaths]).toEqual([['killed', 'killed'], 2])
  worker().begin('a', { a9: 1, a2: 1 })
  const rule = 'what a worker has died of is taken up one by one'
  expect(told.slice(2)).toEqual([`${rule}: a9 of a`, 'killed'])
  memory.isShort = false
  worker().begin('a', { a9: 1, a2: 1 })
  expect(told.slice(4)).toEqual([`${rule}: a2,a9 of a`])
})
