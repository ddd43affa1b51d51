import { afterAll, expect, test } from 'vitest'
import { announce } from '../../../lib/accept.ts'
import { placeOf } from '../../../lib/ledger/account-queues.ts'
import type { JobQueue } from '../../../lib/ledger/job-queue.ts'
import { type Job, Jobs } from '../../../lib/ledger/jobs.ts'
import { StateUnavailable } from '../../../lib/ledger/state-table.ts'
import { startTables } from '../../support/tables.ts'
import { passingClock } from './passing-clock.ts'
import { tableAt } from './state.ts'

const { url, jobsName, close } = await startTables()
afterAll(close)

const takenBack = (job: Job) => ({ ...placeOf(job), isTakenBack: true })
let jobIds = 0
const newJob = async (jobs: Jobs): Promise<Job> => {
  const jobId = `job${jobIds++}`
  const asked = { operation: 'friends.update', body: {}, app: 'default', caller: 'c', requestId: 'r' }
  return (await jobs.add({ ...asked, jobId, account: jobId })).job
}

test.each<[string, boolean, (jobs: Jobs, job: Job) => Promise<unknown>]>([
  ['nobody has come for it', false, async () => undefined],
  ['a worker is at it', true, (jobs, job) => jobs.queues.begin(job.group, [job.order], 0)],
  [
    'a worker has ended it, and may not have told of that',
    true,
    async (jobs, job) => jobs.putEnds([await jobs.endOf(job, 'completed', {}, false)]),
  ],
])('a job that can’t be rung for keeps its place or not: %s, %s', async (_, isKept, meanwhile) => {
  const jobs = new Jobs({ table: await tableAt(url, jobsName), clock: passingClock() })
  const job = await newJob(jobs)
  const ring = async () => {
    await meanwhile(jobs, job)
    throw new StateUnavailable(new Error('down'))
  }
  await expect(announce({ jobs, queue: { ring } as unknown as JobQueue }, job)).rejects.toThrow('down')
  expect(await jobs.queues.list(job.group, 10)).toEqual([isKept ? placeOf(job) : takenBack(job)])
})

test('a place that was taken back is a new one for whoever asks for the same job again', async () => {
  const jobs = new Jobs({ table: await tableAt(url, jobsName), clock: passingClock() })
  const job = await newJob(jobs)
  const down = { ring: () => Promise.reject(new StateUnavailable(new Error('down'))) } as unknown as JobQueue
  for (const _ of [1, 2]) {
    await expect(announce({ jobs, queue: down }, job)).rejects.toThrow('down')
    expect(await jobs.queues.list(job.group, 10)).toEqual([takenBack(job)])
  }
  await announce({ jobs, queue: { ring: async () => undefined } as unknown as JobQueue }, job)
  expect(await jobs.queues.list(job.group, 10)).toEqual([placeOf(job)])
})

test('a ring that fails late takes no place away that another request for the same job has rung for meanwhile', async () => {
  const jobs = new Jobs({ table: await tableAt(url, jobsName), clock: passingClock() })
  const job = await newJob(jobs)
  const rung: string[] = []
  const ring = async () => {
    const again = async ({ jobId }: Job) => void rung.push(jobId)
    await announce({ jobs, queue: { ring: again } as unknown as JobQueue }, job)
    throw new StateUnavailable(new Error('down'))
  }
  await expect(announce({ jobs, queue: { ring } as unknown as JobQueue }, job)).rejects.toThrow('down')
  expect(rung).toEqual([job.jobId])
  expect(await jobs.queues.list(job.group, 10)).toHaveLength(1)
})
