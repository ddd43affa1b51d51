import { randomBytes } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import type { Job } from '../../../lib/jobs/job.ts'
import { Jobs } from '../../../lib/jobs/jobs.ts'
import { weightOf } from '../../../lib/jobs/weight.ts'
import type { Item, StateTable } from '../../../lib/ledger/state-table.ts'
import { startTables } from '../../support/tables.ts'
import { passingClock } from './passing-clock.ts'
import { tableAt } from './state.ts'

const { url, jobsName, close } = await startTables()
afterAll(close)

let jobIds = 0

/** A job that has been accepted, with all that the table holds of it. */
async function accepted(body: object, items = 2) {
  const table = await tableAt(url, jobsName)
  const jobs = new Jobs({ table, clock: passingClock() })
  const jobId = `job${jobIds++}`
  const asked = { operation: 'friends.update', app: 'default', caller: 'c', requestId: 'r' }
  const { job } = await jobs.add({ ...asked, jobId, body, items, account: jobId })
  await jobs.queues.enlist(job, 'somebody')
  return { table, jobs, job }
}

const placeWeights = async (jobs: Jobs, { group }: Job) =>
  (await jobs.queues.look(group, 10)).waiting.map(({ weight }) => weight)
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

/** As the version before wrote it: nothing in record or place says how large it is. */
async function forgetWeights(table: StateTable, { jobId }: Job): Promise<void> {
  const { pk, sk, bodyBytes: _, answerBytes: __, items: ___, ...rest } = (await table.get([`job#${jobId}`, 'job']))!
  await table.put([String(pk), String(sk)], rest as Item)
}

test('record and place know how many bytes a job asks for and has brought, and how many items', async () => {
  const body = { userId: 'alice', friends: ['ä'.repeat(1000)] }
  const { jobs, job } = await accepted(body)
  expect((await jobs.get(job.jobId))!).toMatchObject({ items: 2, body: { bytes: bytesOf(body) } })
  expect(await placeWeights(jobs, job)).toEqual([weightOf(job)])
  const answer = { status: 207, body: { results: ['ü'.repeat(500)] } }
  await jobs.progress(job, 1, answer)
  const kept = (await jobs.get(job.jobId))!
  expect(kept.answer?.bytes).toBe(bytesOf(answer))
  expect(weightOf(kept)).toBe(weightOf(job) + bytesOf(answer))
  expect(await placeWeights(jobs, job)).toEqual([weightOf(kept)])
})

test('what is kept of a job makes no place of one that has none', async () => {
  const { jobs, job } = await accepted({})
  await jobs.queues.delist(job.group, (await jobs.queues.look(job.group, 10)).waiting)
  await jobs.progress(job, 1, {})
  expect((await jobs.queues.look(job.group, 10)).waiting).toEqual([])
})

test('a record of an earlier version tells its bytes by what gzip wrote, and counts as many items as those can be', async () => {
  const body = { friends: [{ userId: 'bob', custom: 'x'.repeat(100_000) }] }
  const { table, jobs, job } = await accepted(body)
  await jobs.progress(job, 1, { results: ['y'.repeat(3000)] })
  await forgetWeights(table, job)
  const read = (await jobs.get(job.jobId))!
  expect([read.body.bytes, read.answer?.bytes]).toEqual([bytesOf(body), bytesOf({ results: ['y'.repeat(3000)] })])
  expect(read.items).toBe(Math.ceil(bytesOf(body) / 10))
})

test('one in several parts counts for more than any can be', async () => {
  const { table, jobs, job } = await accepted({ text: randomBytes(200_000).toString('base64') })
  expect(job.body.more).toBe(1)
  await forgetWeights(table, job)
  expect((await jobs.get(job.jobId))!.body.bytes).toBeGreaterThan(6_291_456)
})
