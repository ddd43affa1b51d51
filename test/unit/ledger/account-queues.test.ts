import { afterAll, expect, test } from 'vitest'
import { AccountQueues } from '../../../lib/jobs/account-queues.ts'
import { startTables } from '../../support/tables.ts'
import { passingClock } from './passing-clock.ts'
import { tableAt } from './state.ts'

const { url, jobsName, close } = await startTables()
afterAll(close)

let groups = 0
/** An account's queue in which so many jobs wait. */
async function queueOf(jobs: number) {
  const clock = passingClock()
  const queues = new AccountQueues(await tableAt(url, jobsName), clock)
  const group = `group${groups++}`
  const enlist = async (jobId: string) => {
    const { order } = await queues.nextTurn(group)
    await queues.enlist({ jobId, group, order, items: 1, body: { bytes: 1 } }, 'somebody')
  }
  for (let index = 0; index < jobs; index++) await enlist(`job${index}`)
  return { queues, group, clock, enlist, look: (limit = 10) => queues.look(group, limit) }
}

test('what waits is told in its order and as far as it is asked for, with what is known of the account', async () => {
  const { queues, group, look } = await queueOf(3)
  expect((await look()).account).toEqual({
    workedAt: 0,
    begun: new Set(),
    begunAt: undefined,
    workedUntil: 0,
    takenBack: 0,
  })
  await queues.begin(group, [1, 2], 9000)
  const { account, waiting } = await look(2)
  expect(waiting.map(({ order, jobId }) => [order, jobId])).toEqual([
    [1, 'job0'],
    [2, 'job1'],
  ])
  expect([account.begun, account.workedUntil]).toEqual([new Set([1, 2]), 9000])
  expect((await look()).waiting).toHaveLength(3)
})

test('what has left the queue as ended is no longer begun, though nobody has noted that it rests', async () => {
  const { queues, group, look } = await queueOf(3)
  await queues.begin(group, [1, 2], 9000)
  const { waiting } = await look()
  await queues.delist(group, waiting.slice(0, 1), [1])
  const { account, waiting: left } = await look(2)
  expect([account.begun, left.map(({ order }) => order)]).toEqual([new Set([2]), [2, 3]])
  await queues.begin(group, [2, 3], 9000)
  expect((await look()).account.begun).toEqual(new Set([2, 3]))
  await queues.delist(group, left, [2, 3])
  expect(await look()).toMatchObject({ account: { begun: new Set() }, waiting: [] })
})

test('of jobs that are begun again the time stays at which they first were, until all have been told of', async () => {
  const { queues, group, clock } = await queueOf(2)
  const begin = async (orders: readonly number[]) => {
    await queues.begin(group, orders, 9000, await queues.stateOf(group))
    return (await queues.stateOf(group)).begunAt
  }
  const first = await begin([1])
  expect(first).toBe(clock.now())
  clock.advance(500)
  expect(await begin([1, 2])).toBe(first)
  await queues.rest(group, [1])
  expect(await begin([1])).toBe(first)
  await queues.rest(group, [])
  expect(await begin([1])).toBe(clock.now())
})

test('a job joins those of its account that wait and with which nobody has begun', async () => {
  const { queues, group } = await queueOf(0)
  const joins = async () => (await queues.nextTurn(group)).joins
  expect([await joins(), await joins()]).toEqual([false, true])
  await queues.begin(group, [1, 2], 9000)
  expect([await joins(), await joins()]).toEqual([false, true])
})
