import { randomUUID } from 'node:crypto'
import type { SQSRecord } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { batchOf, callsOf, remark } from '../../support/events.ts'

/** SQS hands over several messages of one group at once; its stand-in never does, so these batches are made by hand. */
let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { UPSTREAM_ATTEMPTS: '1' })
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const results = () => deployed.results()

const failuresOf = ({ batchItemFailures }: Awaited<ReturnType<Deployment['work']>>) =>
  batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)

/** Overwrites what a job asks for. */
const damage = (jobId: string) => deployed.changeJob(jobId, { body: { B: Buffer.from('garbage') } })

const poison = (record: SQSRecord, body: string): SQSRecord => ({ ...record, messageId: randomUUID(), body })

test('a batch of one group is one call, and every doorbell is answered', async () => {
  const batch = await batchOf(
    deployed,
    remark('alice', 'bob', '1'),
    remark('alice', 'carol', '2'),
    remark('alice', 'dave', '3'),
  )
  expect(failuresOf(await deployed.work(batch))).toEqual([])
  expect([(await callsOf(deployed)).length, results().length]).toEqual([1, 3])
})

test('of several groups each goes its own way: what fails holds up its own group only', async () => {
  const batch = await batchOf(
    deployed,
    remark('alice', 'bob', '1'),
    remark('bob', 'alice', '2'),
    remark('alice', 'carol', '3'),
  )
  deployed.dynamo.breakNext('Query', 'cut', 20, batch[0]!.attributes.MessageGroupId)
  expect(failuresOf(await deployed.work(batch))).toEqual(['m0', 'm2'])
  deployed.dynamo.mend()
  expect((await callsOf(deployed)).map(({ body }) => body.From_Account)).toEqual(['bob'])
  expect(failuresOf(await deployed.work([batch[0]!, batch[2]!]))).toEqual([])
  expect(results()).toHaveLength(3)
})

describe('a poison message in the middle of a group', () => {
  test.each([
    ['is no JSON', 'ring!'],
    ['names no job', '{"job":1}'],
    ['names an unknown job', '{"jobId":"gone"}'],
  ])('that %s is put away, and the group goes on', async (_, body) => {
    const [first, last] = await batchOf(deployed, remark('alice', 'bob', 'first'), remark('alice', 'bob', 'last'))
    expect(failuresOf(await deployed.work([first!, poison(first!, body), last!]))).toEqual([])
    expect(results()).toHaveLength(2)
    const [letter] = await deployed.letters('jobs')
    expect(JSON.parse(letter!.Body!)).toMatchObject({ reason: 'UNKNOWN_JOB', message: body })
  })

  test('whose job’s record is damaged ends as a letter, and the group goes on', async () => {
    const [first, middle, last] = await batchOf(
      deployed,
      remark('alice', 'bob', 'first'),
      remark('alice', 'carol', 'middle'),
      remark('alice', 'dave', 'last'),
    )
    await damage(JSON.parse(middle!.body).jobId)
    expect(failuresOf(await deployed.work([first!, middle!, last!]))).toEqual([])
    expect(
      results()
        .map(({ type }) => type.split('.').at(-1))
        .toSorted(),
    ).toEqual(['completed', 'completed', 'failed'])
    const [letter] = await deployed.letters('jobs')
    expect(JSON.parse(letter!.Body!)).toMatchObject({ reason: 'INTERNAL', jobId: JSON.parse(middle!.body).jobId })
  })
})

test('a doorbell that comes again after its job was done costs no work', async () => {
  const batch = await batchOf(deployed, remark('alice', 'bob', 'once'))
  await deployed.work(batch)
  expect(failuresOf(await deployed.work(batch))).toEqual([])
  const again = batch.map((record) => ({
    ...record,
    attributes: { ...record.attributes, ApproximateReceiveCount: '2' },
  }))
  expect(failuresOf(await deployed.work(again))).toEqual([])
  expect([(await callsOf(deployed)).length, results().length]).toEqual([1, 1])
})

test('with no time left nothing is begun, and the doorbell comes back at once', async () => {
  const batch = await batchOf(deployed, remark('alice', 'bob', 'late'))
  expect(failuresOf(await deployed.work(batch, 5500))).toEqual(['m0'])
  expect(await callsOf(deployed)).toEqual([])
  expect(failuresOf(await deployed.work(batch))).toEqual([])
  expect(results()).toHaveLength(1)
})
