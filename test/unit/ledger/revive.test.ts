import { afterAll, expect, test } from 'vitest'
import type { Job } from '../../../lib/jobs/job.ts'
import { Jobs } from '../../../lib/jobs/jobs.ts'
import { type StateTable, StateUnavailable } from '../../../lib/ledger/state-table.ts'
import { startTables } from '../../support/tables.ts'
import { passingClock } from './passing-clock.ts'
import { forgetfulPort, tableAt } from './state.ts'

const { url, jobsName, close } = await startTables()
afterAll(close)

let jobIds = 0

/** A job that has ended and of whose end nobody could be told, so that it has its place still. */
async function ended(at = url) {
  const table = await tableAt(at, jobsName)
  const jobs = new Jobs({ table, clock: passingClock() })
  const jobId = `job${jobIds++}`
  const asked = { operation: 'friends.update', body: {}, items: 1, app: 'default', caller: 'c', requestId: 'r' }
  const { job } = await jobs.add({ ...asked, jobId, account: jobId })
  await jobs.queues.enlist(job, 'somebody')
  await jobs.putEnds([await jobs.endOf(job, 'failed', {}, true)])
  return { table, jobs, job }
}

const placesOf = async (jobs: Jobs, { group }: Job) => (await jobs.queues.look(group, 10)).waiting.map(({ sk }) => sk)

/** The job's places once it is announced. */
async function announced(jobs: Jobs, job: Job | undefined): Promise<string[]> {
  await jobs.queues.enlist(job!, 'somebody')
  return placesOf(jobs, job!)
}

const onlyPlace = [expect.stringMatching(/#0*2#job/)]

/** The next batch of writes is refused. */
function failNext(table: StateTable): void {
  const deleteMany = table.deleteMany.bind(table)
  table.deleteMany = async () => {
    table.deleteMany = deleteMany
    throw new StateUnavailable(new Error('down'))
  }
}

test('a revived job has left its old place', async () => {
  const { jobs, job } = await ended()
  const revived = await jobs.revive(job)
  expect(revived).toMatchObject({ state: 'queued', order: 2 })
  expect(await announced(jobs, revived)).toEqual(onlyPlace)
})

test('a revived job has one place where its old one could not be taken away at first', async () => {
  const { table, jobs, job } = await ended()
  failNext(table)
  await expect(jobs.revive(job)).rejects.toThrow('down')
  const revived = await jobs.revive(job)
  expect(revived).toMatchObject({ state: 'queued', order: 2 })
  expect(await announced(jobs, revived)).toEqual(onlyPlace)
})

test('a revived job has one place where the reply that it is revived was lost, and the SDK asked again', async () => {
  const port = await forgetfulPort(url)
  const { table, jobs, job } = await ended(port.url)
  const update = table.update.bind(table)
  table.update = (...asked) => {
    if (asked[1].includes('#state')) port.loseNext()
    return update(...asked)
  }
  const revived = await jobs.revive(job)
  expect([port.lost(), revived?.order]).toEqual([1, 2])
  expect(await announced(jobs, revived)).toEqual(onlyPlace)
  await port.close()
})

test('a job that waits already keeps its place when it is to be revived', async () => {
  const { jobs, job } = await ended()
  const revived = await jobs.revive(job)
  await jobs.queues.enlist(revived!, 'somebody')
  expect(await jobs.revive(revived!)).toMatchObject({ state: 'queued', order: 2 })
  expect(await placesOf(jobs, job)).toEqual(onlyPlace)
})
