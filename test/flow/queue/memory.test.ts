import type { Context, SQSEvent, SQSRecord } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../lib/clock.ts'
import { readConfig } from '../../../lib/config.ts'
import { type Edges, realEdges } from '../../../lib/edges.ts'
import { createGateway } from '../../../lib/gateway.ts'
import { Jobs } from '../../../lib/jobs/jobs.ts'
import { StateTable } from '../../../lib/ledger/state-table.ts'
import { createQueueHandler } from '../../../lib/triggers/queue/stack.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { batchOf, callsOf, remark } from '../../support/events.ts'

/** A worker that holds little at once, so that few small jobs are many. */
const WINDOW_BYTES = 3000
let deployed: Deployment
beforeAll(async () => {
  const settings = { JOBS_WINDOW_BYTES: String(WINDOW_BYTES), JOB_ATTEMPTS: '2', UPSTREAM_ATTEMPTS: '1' }
  deployed = await startDeployment(undefined, settings)
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const told = () => deployed.results().map(({ type }) => type.split('.').at(-1))
const calls = async () => (await callsOf(deployed)).map(({ body }) => body.From_Account)

/** A worker whose calls to Chat wait where `gate` says so. */
function gatedWorker(gate: (account: string) => Promise<void>) {
  const send: Edges['send'] = async (exchange, ...rest) => {
    await gate(String((JSON.parse(exchange.body) as { readonly From_Account: string }).From_Account))
    return realEdges.send(exchange, ...rest)
  }
  const work = createQueueHandler(createGateway(readConfig(process.env), { ...realEdges, send }))
  const context = { awsRequestId: 'gated', getRemainingTimeInMillis: () => 55_000 } as Context
  return (Records: readonly SQSRecord[]) => work({ Records } as SQSEvent, context)
}

/** Of these a window holds seven. */
const heavy = (userId: string, text: string) => remark(userId, 'bob', text.padEnd(80, 'x'))
/** Heavier than an account's part in a batch of three. */
const ofSeveral = (userId: string) => ({
  userId,
  friends: ['bob', 'carol', 'dave', 'eve'].map((friend) => ({ userId: friend, remark: 'x'.repeat(80) })),
})

test('what is too much for one window is done in several, each told of before the next', async () => {
  const batch = await batchOf(deployed, ...['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((n) => heavy('alice', n)))
  expect((await deployed.work(batch)).batchItemFailures).toEqual([])
  expect([(await calls()).length, told()]).toEqual([2, Array(9).fill('completed')])
})

test('large jobs of several accounts go one after another, and nobody with a small one waits for them', async () => {
  const batch = await batchOf(deployed, ofSeveral('bob'), ofSeveral('carol'), remark('alice', 'bob', 'small'))
  const under = new Set<string>()
  const { promise: gate, resolve: open } = Promise.withResolvers<void>()
  const working = gatedWorker(async (account) => {
    under.add(account)
    if (account !== 'alice') await gate
  })(batch)
  await expect.poll(told).toEqual(['completed'])
  await expect.poll(() => under).toEqual(new Set(['bob', 'alice']))
  open()
  expect((await working).batchItemFailures).toEqual([])
  expect((await calls()).toSorted()).toEqual(['alice', 'bob', 'carol'])
})

const again = (record: SQSRecord, count: number): SQSRecord => ({
  ...record,
  attributes: { ...record.attributes, ApproximateReceiveCount: String(count) },
})

/** As a worker leaves them that died amid these jobs. */
async function dieAmid(batch: readonly SQSRecord[]): Promise<Jobs> {
  const jobs = new Jobs({ table: new StateTable(deployed.tables.jobsName), clock: systemClock })
  const ids = batch.map(({ body }) => (JSON.parse(body) as { readonly jobId: string }).jobId)
  const all = await jobs.getMany(ids)
  const orders = all.map(({ order }) => order)
  await jobs.queues.begin(all[0]!.group, orders, 0)
  return jobs
}

describe('after a worker that died amid several jobs', () => {
  const three = () => batchOf(deployed, ...['bob', 'carol', 'dave'].map((friend) => remark('alice', friend, 'x')))

  test('they are done one by one, also where other doorbells come than before', async () => {
    const batch = await three()
    await dieAmid(batch)
    const records = [again(batch[0]!, 2), batch[1]!, batch[2]!]
    expect((await deployed.work(records)).batchItemFailures).toEqual([])
    expect([await calls(), told()]).toEqual([Array(3).fill('alice'), Array(3).fill('completed')])
  })

  test('an attempt that the table breaks off is not counted: nobody has died of the job', async () => {
    const batch = await three()
    const jobs = await dieAmid(batch)
    deployed.dynamo.breakNext('BatchWriteItem', 'cut', 20, 'answerVersion')
    expect((await deployed.work([again(batch[0]!, 2)])).batchItemFailures).toHaveLength(1)
    deployed.dynamo.mend()
    expect(await jobs.get(JSON.parse(batch[0]!.body).jobId)).toMatchObject({ state: 'queued', attempts: 0 })
    expect((await deployed.work(batch.map((record) => again(record, 3)))).batchItemFailures).toEqual([])
  })

  test('what comes later goes together again', async () => {
    const batch = await three()
    await dieAmid(batch.slice(0, 1))
    const records = batch.map((record) => again(record, 2))
    expect((await deployed.work(records)).batchItemFailures).toEqual([])
    expect([await calls(), told()]).toEqual([Array(2).fill('alice'), Array(3).fill('completed')])
  })
})

test('a job of which one worker after another dies has as many attempts as any, and those behind it go on', async () => {
  const batch = await batchOf(deployed, remark('alice', 'bob', 'deadly'), remark('alice', 'carol', 'next'))
  const jobs = await dieAmid(batch.slice(0, 1))
  const { jobId } = JSON.parse(batch[0]!.body) as { readonly jobId: string }
  const { promise: never } = Promise.withResolvers<void>()
  for (let count = 2; count <= 3; count++) {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    void gatedWorker(async () => {
      begin()
      await never
    })([again(batch[0]!, count)])
    await begun
    expect((await jobs.get(jobId))!.attempts).toBe(count - 1)
  }
  expect((await deployed.work(batch.map((record) => again(record, 4)))).batchItemFailures).toEqual([])
  const [failed, next] = deployed.results()
  expect(failed).toMatchObject({ detail: { jobId, answer: { body: { outcome: 'unknown', code: 'INTERRUPTED' } } } })
  expect(next).toMatchObject({ type: 'chat.friends.update.completed' })
  expect(await calls()).toEqual(['alice'])
  const [letter] = await deployed.letters('jobs')
  expect(JSON.parse(letter!.Body!)).toMatchObject({ jobId, reason: 'INTERRUPTED' })
  expect(deployed.output.text()).toContain('job given up')
})
