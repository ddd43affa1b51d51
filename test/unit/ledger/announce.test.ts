import { afterAll, describe, expect, test } from 'vitest'
import { announce, MayBeQueued } from '../../../lib/jobs/announce.ts'
import type { Job } from '../../../lib/jobs/job.ts'
import type { JobQueue } from '../../../lib/jobs/job-queue.ts'
import { Jobs } from '../../../lib/jobs/jobs.ts'
import { StateUnavailable } from '../../../lib/ledger/state-table.ts'
import { startTables } from '../../support/tables.ts'
import { passingClock } from './passing-clock.ts'
import { tableAt } from './state.ts'

const { url, jobsName, close } = await startTables()
afterAll(close)

let jobIds = 0
const newJob = async (jobs: Jobs, account?: string): Promise<Job> => {
  const jobId = `job${jobIds++}`
  const asked = { operation: 'friends.update', body: {}, items: 1, app: 'default', caller: 'c', requestId: 'r' }
  return (await jobs.add({ ...asked, jobId, account: account ?? jobId })).job
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
  const fault = await announce({ jobs, queue: { ring } as unknown as JobQueue }, job).catch((error: unknown) => error)
  expect(fault).toMatchObject({ message: 'Error: down' })
  expect(fault instanceof MayBeQueued).toBe(isKept)
  expect((await jobs.queues.look(job.group, 10)).waiting).toHaveLength(isKept ? 1 : 0)
})

const down = async () => {
  throw new StateUnavailable(new Error('down'))
}
const noRing = { ring: down } as unknown as JobQueue

test('a place that can’t be taken back leaves the job in doubt, and so does one that was there before', async () => {
  const jobs = new Jobs({ table: await tableAt(url, jobsName), clock: passingClock() })
  const job = await newJob(jobs)
  const { takeBack } = jobs.queues
  jobs.queues.takeBack = down
  await expect(announce({ jobs, queue: noRing }, job)).rejects.toMatchObject({ fault: { message: 'Error: down' } })
  jobs.queues.takeBack = takeBack
  await expect(announce({ jobs, queue: noRing }, job)).rejects.toBeInstanceOf(MayBeQueued)
  expect((await jobs.queues.look(job.group, 10)).waiting).toHaveLength(1)
})

test('a place that the table may have been given leaves the job in doubt', async () => {
  const jobs = new Jobs({ table: await tableAt(url, jobsName), clock: passingClock() })
  const job = await newJob(jobs)
  const { enlist } = jobs.queues
  jobs.queues.enlist = async (...given) => {
    await enlist.call(jobs.queues, ...given)
    return down()
  }
  await expect(announce({ jobs, queue: noRing }, job)).rejects.toBeInstanceOf(MayBeQueued)
  expect((await jobs.queues.look(job.group, 10)).waiting).toEqual([])
})

describe('a worker that has read a place before it was taken back', () => {
  test('can no longer begin with it', async () => {
    const jobs = new Jobs({ table: await tableAt(url, jobsName), clock: passingClock() })
    for (const _ of ['first', 'second']) {
      const job = await newJob(jobs, 'account')
      const before = await jobs.queues.stateOf(job.group)
      await expect(announce({ jobs, queue: noRing }, job)).rejects.not.toBeInstanceOf(MayBeQueued)
      expect(await jobs.queues.begin(job.group, [job.order], 0, before)).toBe(false)
      const now = await jobs.queues.stateOf(job.group)
      expect([now.begun.size, await jobs.queues.begin(job.group, [], 0, now)]).toEqual([0, true])
    }
  })

  test('and has begun in the very moment keeps it: the job may be done', async () => {
    const jobs = new Jobs({ table: await tableAt(url, jobsName), clock: passingClock() })
    const job = await newJob(jobs)
    const { takeBack } = jobs.queues
    jobs.queues.takeBack = async (...given) => {
      await jobs.queues.begin(job.group, [job.order], 0)
      return takeBack.call(jobs.queues, ...given)
    }
    await expect(announce({ jobs, queue: noRing }, job)).rejects.toBeInstanceOf(MayBeQueued)
    expect((await jobs.queues.look(job.group, 10)).waiting).toHaveLength(1)
  })

  test('and has tried it since leaves it in doubt', async () => {
    const jobs = new Jobs({ table: await tableAt(url, jobsName), clock: passingClock() })
    const job = await newJob(jobs)
    const { takeBack } = jobs.queues
    jobs.queues.takeBack = async (...given) => {
      await jobs.progress(job, 1, { status: 502, body: {} })
      return takeBack.call(jobs.queues, ...given)
    }
    await expect(announce({ jobs, queue: noRing }, job)).rejects.toBeInstanceOf(MayBeQueued)
  })
})

test('whoever asks again for a job whose place was taken back rings anew: an earlier ring was for nothing', async () => {
  const jobs = new Jobs({ table: await tableAt(url, jobsName), clock: passingClock() })
  const job = await newJob(jobs)
  const rings: (string | undefined)[] = []
  const queue = { ring: async (_: Job, again?: string) => void rings.push(again) } as unknown as JobQueue
  await announce({ jobs, queue: noRing }, job).catch(() => undefined)
  await announce({ jobs, queue }, job, { isKnown: true })
  await announce({ jobs, queue }, job, { isKnown: true })
  expect(rings).toEqual([expect.stringMatching(/^-.{36}$/), ''])
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
  expect((await jobs.queues.look(job.group, 10)).waiting).toHaveLength(1)
})
