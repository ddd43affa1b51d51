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

interface Place extends Pick<Job, 'jobId' | 'order'> {
  readonly isTakenBack?: true
}

/** A table of these jobs, of which those listed wait; a worker may have begun with those of the orders `begun`. */
function tableOf(all: readonly Job[], listed: readonly Place[] = all, begun: readonly number[] = []) {
  const reads: number[] = []
  const given: string[] = []
  const getMany = async (ids: readonly string[]) => {
    reads.push(ids.length)
    if (new Set(ids).size < ids.length) throw new Error('doubled keys, as DynamoDB refuses them')
    return all.filter(({ jobId }) => ids.includes(jobId))
  }
  const list = async (_: string, limit: number) =>
    listed.slice(0, limit).map(({ isTakenBack, ...job }) => ({ ...placeOf(job), ...(isTakenBack && { isTakenBack }) }))
  const enlist = async ({ jobId }: Job) => void given.push(jobId)
  const stateOf = async () => ({ begun: new Set(begun) })
  return { jobs: { getMany, queues: { list, enlist, stateOf } } as unknown as Jobs, reads, given }
}

const many = (count: number, more: Partial<Job> = {}) =>
  Array.from({ length: count }, (_, index) => jobOf(index + 1, more))
const ordersOf = ({ jobs }: { readonly jobs: readonly Job[] }) => jobs.map(({ order }) => order)

test('all that waits is read, in its order, and what is gone from the table is told', async () => {
  const all = many(3)
  const { jobs } = tableOf([all[2]!, all[0]!], all)
  const window = await readWindow(jobs, all[0]!)
  expect([ordersOf(window), window.gone, window.isWhole]).toEqual([[1, 3], [placeOf(all[1]!)], true])
})

test.each([
  ['side by side', 2],
  ['too far apart to be read together', 200],
])('a job with two places, %s, is read once, and both are told', async (_, order) => {
  const all = many(150)
  const doubled = { jobId: 'j1', order }
  const listed = [...all, doubled].toSorted((a, b) => a.order - b.order)
  const window = await readWindow(tableOf(all, listed).jobs, all[0]!)
  expect([ordersOf(window), window.isWhole]).toEqual([ordersOf({ jobs: all }), true])
  expect(window.places.get('j1')).toEqual([placeOf(all[0]!), placeOf(doubled)])
})

test('no more is held at once than 2 MB of what jobs ask for, or a thousand jobs', async () => {
  const large = many(250, { body: { first: new Uint8Array(20_000), more: 0 } })
  const { jobs, reads } = tableOf(large)
  const window = await readWindow(jobs, large[240]!)
  expect([ordersOf(window).length, window.isWhole, reads]).toEqual([100, false, [100]])
  const crowd = many(1500)
  const crowded = await readWindow(tableOf(crowd).jobs, crowd[1400]!)
  expect([ordersOf(crowded).length, crowded.isWhole]).toEqual([1000, false])
})

test('parts beside a record count as well', async () => {
  const { jobs } = tableOf(many(300, { body: { first: new Uint8Array(10), more: 1 } }))
  expect(ordersOf(await readWindow(jobs, jobOf(1)))).toHaveLength(100)
})

test('the doorbell’s own job is there in its turn though it has no place, and gets one, unless it has ended', async () => {
  const all = many(3)
  const listed = [all[0]!, all[2]!]
  const { jobs, given } = tableOf(all, listed)
  expect([ordersOf(await readWindow(jobs, all[1]!)), given]).toEqual([[1, 2, 3], ['j2']])
  const ended = tableOf([all[0]!, jobOf(2, { state: 'completed' }), all[2]!], listed)
  expect([ordersOf(await readWindow(ended.jobs, all[1]!)), ended.given]).toEqual([[1, 3], []])
})

const answer = { first: new Uint8Array(10), more: 0, version: 1 }
test.each<[string, Partial<Job>, readonly number[], boolean]>([
  ['waits no longer', {}, [], false],
  ['is told of where it has ended', { state: 'completed' }, [], true],
  ['goes on where it was tried', { attempts: 1 }, [], true],
  ['goes on where some of it was done', { answer }, [], true],
  ['goes on where a worker had begun with it', {}, [2], true],
])('a job whose place was taken back %s', async (_, more, begun, isThere) => {
  const all = [jobOf(1), jobOf(2, more)]
  const listed: Place[] = [all[0]!, { jobId: 'j2', order: 2, isTakenBack: true }]
  const { gone, ...window } = await readWindow(tableOf(all, listed, begun).jobs, all[0]!)
  expect(ordersOf(window)).toEqual(isThere ? [1, 2] : [1])
  expect(gone.map(({ jobId }) => jobId)).toEqual(isThere ? [] : ['j2'])
})

test('the doorbell’s own job was rung for, whatever became of its place', async () => {
  const all = many(2)
  const listed: Place[] = [all[0]!, { jobId: 'j2', order: 2, isTakenBack: true }]
  expect(ordersOf(await readWindow(tableOf(all, listed).jobs, all[1]!))).toEqual([1, 2])
})

test('one that has two places waits as long as one of them does', async () => {
  const all = many(2)
  const listed: Place[] = [...all, { jobId: 'j2', order: 3, isTakenBack: true }]
  expect(ordersOf(await readWindow(tableOf(all, listed).jobs, all[0]!))).toEqual([1, 2])
})
