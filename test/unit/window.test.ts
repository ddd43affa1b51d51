import { expect, test } from 'vitest'
import { placeOf } from '../../lib/ledger/account-queues.ts'
import type { Job, Jobs } from '../../lib/ledger/jobs.ts'
import { readWindow } from '../../lib/triggers/queue/window.ts'

const jobOf = (order: number, more: Partial<Job> = {}): Job => ({
  jobId: `j${order}`,
  operation: 'friends.update',
  app: 'default',
  caller: 'c',
  requestId: 'r',
  group: 'g',
  order,
  createdAt: 0,
  state: 'queued',
  attempts: 0,
  body: { first: new Uint8Array(10), more: 0 },
  ...more,
})

/** A table of these jobs, of which those listed wait. */
function tableOf(all: readonly Job[], listed: readonly Pick<Job, 'jobId' | 'order'>[] = all) {
  const reads: number[] = []
  const getMany = async (ids: readonly string[]) => {
    reads.push(ids.length)
    if (new Set(ids).size < ids.length) throw new Error('doubled keys, as DynamoDB refuses them')
    return all.filter(({ jobId }) => ids.includes(jobId))
  }
  const list = async (_: string, limit: number) => listed.slice(0, limit).map(placeOf)
  return { jobs: { getMany, queues: { list } } as unknown as Jobs, reads }
}

const many = (count: number, more: Partial<Job> = {}) =>
  Array.from({ length: count }, (_, index) => jobOf(index + 1, more))
const ordersOf = ({ jobs }: { readonly jobs: readonly Job[] }) => jobs.map(({ order }) => order)

test('all that waits is read, in its order, and what is gone from the table is told', async () => {
  const all = many(3)
  const { jobs } = tableOf([all[2]!, all[0]!], all)
  const window = await readWindow(jobs, 'g')
  expect([ordersOf(window), window.gone, window.isWhole]).toEqual([[1, 3], [placeOf(all[1]!)], true])
})

test.each([
  ['side by side', 2],
  ['too far apart to be read together', 200],
])('a job with two places, %s, is read once, and both are told', async (_, order) => {
  const all = many(150)
  const doubled = { jobId: 'j1', order }
  const listed = [...all, doubled].toSorted((a, b) => a.order - b.order)
  const window = await readWindow(tableOf(all, listed).jobs, 'g')
  expect([ordersOf(window), window.isWhole]).toEqual([ordersOf({ jobs: all }), true])
  expect(window.places.get('j1')).toEqual([placeOf(all[0]!), placeOf(doubled)])
})

test('no more is held at once than 2 MB of what jobs ask for, or a thousand jobs', async () => {
  const large = many(250, { body: { first: new Uint8Array(20_000), more: 0 } })
  const { jobs, reads } = tableOf(large)
  const window = await readWindow(jobs, 'g')
  expect([ordersOf(window).length, window.isWhole, reads]).toEqual([100, false, [100]])
  const crowd = many(1500)
  const crowded = await readWindow(tableOf(crowd).jobs, 'g')
  expect([ordersOf(crowded).length, crowded.isWhole]).toEqual([1000, false])
})

test('parts beside a record count as well', async () => {
  const { jobs } = tableOf(many(300, { body: { first: new Uint8Array(10), more: 1 } }))
  expect(ordersOf(await readWindow(jobs, 'g'))).toHaveLength(100)
})

test('a job without a place is not read, whoever has rung for it: it was taken back', async () => {
  const all = many(3)
  const listed = [all[0]!, all[2]!]
  expect(ordersOf(await readWindow(tableOf(all, listed).jobs, 'g'))).toEqual([1, 3])
})
