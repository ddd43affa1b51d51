import { expect, test } from 'vitest'
import { placeOf, type Waiting } from '../../lib/jobs/account-queues.ts'
import type { Job } from '../../lib/jobs/job.ts'
import type { Jobs } from '../../lib/jobs/jobs.ts'
import { weightOf } from '../../lib/jobs/weight.ts'
import { type Reading, readWindow } from '../../lib/triggers/queue/window.ts'

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
  items: 1,
  body: { first: new Uint8Array(10), more: 0, bytes: 10 },
  ...more,
})

const weighed = (job: Job): Waiting => ({ ...placeOf(job), weight: weightOf(job) })

/** A table of these jobs, of which those listed wait. */
function tableOf(
  all: readonly Job[],
  listed: readonly Waiting[] = all.map(weighed),
  begun: ReadonlySet<number> = new Set(),
) {
  const reads: number[] = []
  const getMany = async (ids: readonly string[]) => {
    reads.push(ids.length)
    if (new Set(ids).size < ids.length) throw new Error('doubled keys, as DynamoDB refuses them')
    return all.filter(({ jobId }) => ids.includes(jobId))
  }
  const look = async (_: string, limit: number) => ({ account: { begun }, waiting: listed.slice(0, limit) })
  return { jobs: { getMany, queues: { look } } as unknown as Jobs, reads }
}

const many = (count: number, more: Partial<Job> = {}) =>
  Array.from({ length: count }, (_, index) => jobOf(index + 1, more))
const ordersOf = ({ jobs }: { readonly jobs: readonly Job[] }) => jobs.map(({ order }) => order)
const bodyOf = (bytes: number): Partial<Job> => ({ body: { first: new Uint8Array(10), more: 0, bytes } })
/** More than any job of these tests weighs. */
const roomy: Reading = { weight: 1_000_000_000, known: new Map() }

test('all that waits is read, in its order, and what is gone from the table is told', async () => {
  const all = many(3)
  const { jobs } = tableOf([all[2]!, all[0]!], all.map(placeOf))
  const window = await readWindow(jobs, 'g', roomy)
  expect([ordersOf(window), window.gone, window.isWhole]).toEqual([[1, 3], [placeOf(all[1]!)], true])
})

test.each([
  ['side by side', 2],
  ['too far apart to be read together', 200],
])('a job with two places, %s, is read once, and both are told', async (_, order) => {
  const all = many(150)
  const doubled = { jobId: 'j1', order }
  const listed = [...all, doubled].toSorted((a, b) => a.order - b.order).map(placeOf)
  const window = await readWindow(tableOf(all, listed).jobs, 'g', roomy)
  expect([ordersOf(window), window.isWhole]).toEqual([ordersOf({ jobs: all }), true])
  expect(window.places.get('j1')).toEqual([placeOf(all[0]!), placeOf(doubled)])
})

test('a window ends where its jobs weigh too much together, as their places say before one more is read', async () => {
  const { jobs, reads } = tableOf(many(250, bodyOf(20_000)))
  const window = await readWindow(jobs, 'g', { ...roomy, weight: 800_000 })
  expect([ordersOf(window).length, window.isWhole, window.weight, reads]).toEqual([39, false, 39 * 20_300, [39]])
})

test.each<[string, Partial<Job>]>([
  ['what it asks for', bodyOf(500_000)],
  ['what was kept of it', { answer: { first: new Uint8Array(1), more: 0, bytes: 500_000, version: 1 } }],
  ['its many items', { items: 2000 }],
])('a job is heavy by %s', async (_, more) => {
  const window = await readWindow(tableOf(many(5, more)).jobs, 'g', { ...roomy, weight: 1_300_000 })
  expect(ordersOf(window)).toEqual([1, 2])
})

test('a job heavier than any window goes alone, and is not read together with others', async () => {
  const { jobs, reads } = tableOf(many(3, bodyOf(2_000_000)))
  const window = await readWindow(jobs, 'g', { ...roomy, weight: 1_000_000 })
  expect([ordersOf(window), window.isWhole, reads]).toEqual([[1], false, [1]])
})

test('what an earlier version laid down tells what it weighs when it is read, a tenth of a window at most at a time', async () => {
  const all = many(60, bodyOf(2_000_000))
  const { jobs, reads } = tableOf(all, all.map(placeOf))
  expect(ordersOf(await readWindow(jobs, 'g', { ...roomy, weight: 4_500_000 }))).toEqual([1, 2])
  expect(reads).toEqual([10])
})

test('a window has a thousand jobs at most', async () => {
  const crowded = await readWindow(tableOf(many(1500)).jobs, 'g', roomy)
  expect([ordersOf(crowded).length, crowded.isWhole]).toEqual([1000, false])
})

test.each([
  ['the first', [1, 2], [1]],
  ['one further behind', [3], [1, 2]],
])('a job that stands as begun has a window to itself: %s', async (_, begun, orders) => {
  const { jobs, reads } = tableOf(many(200), many(200).map(weighed), new Set(begun))
  const window = await readWindow(jobs, 'g', roomy)
  expect([ordersOf(window), window.isWhole, reads]).toEqual([orders, false, [orders.length]])
})

test('one that was begun and then got another place is told by its record', async () => {
  const all = [jobOf(1), jobOf(7)]
  const listed = [weighed(all[0]!), weighed({ ...all[1]!, order: 2 })]
  const window = await readWindow(tableOf(all, listed, new Set([7])).jobs, 'g', roomy)
  expect(ordersOf(window)).toEqual([1])
})

test('of a job alone, those that are gone before it are told', async () => {
  const all = many(3)
  const { jobs, reads } = tableOf(all.slice(2), all.map(weighed), new Set([1, 2, 3]))
  const window = await readWindow(jobs, 'g', roomy)
  expect([ordersOf(window), window.gone, window.isWhole]).toEqual([[3], all.slice(0, 2).map(weighed), true])
  expect(reads).toEqual([1, 1, 1])
})

test('a job without a place is not read, whoever has rung for it: it was taken back', async () => {
  const all = many(3)
  const listed = [all[0]!, all[2]!].map(placeOf)
  expect(ordersOf(await readWindow(tableOf(all, listed).jobs, 'g', roomy))).toEqual([1, 3])
})

test('what is known is not read again, and is in the window by its place like any other', async () => {
  const all = many(3)
  const { jobs, reads } = tableOf(all)
  const known = new Map([all[1]!, jobOf(9)].map((job) => [job.jobId, job]))
  const window = await readWindow(jobs, 'g', { ...roomy, known })
  expect([ordersOf(window), window.isWhole, reads]).toEqual([[1, 2, 3], true, [2]])
  await readWindow(jobs, 'g', { ...roomy, known: new Map(all.map((job) => [job.jobId, job])) })
  expect(reads).toEqual([2])
})
