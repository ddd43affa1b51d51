import { afterAll, expect, test } from 'vitest'
import { announce } from '../../../lib/accept.ts'
import type { JobQueue } from '../../../lib/ledger/job-queue.ts'
import { type Job, Jobs } from '../../../lib/ledger/jobs.ts'
import { StateUnavailable } from '../../../lib/ledger/state-table.ts'
import { startTables } from '../../support/tables.ts'
import { passingClock } from './passing-clock.ts'
import { tableAt } from './state.ts'

const { url, jobsName, close } = await startTables()
afterAll(close)

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
  expect(await jobs.queues.list(job.group, 10)).toHaveLength(isKept ? 1 : 0)
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
