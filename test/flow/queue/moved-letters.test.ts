import type { Message } from '@aws-sdk/client-sqs'
import type { SQSRecord } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Deployment, recordOf, startDeployment } from '../../support/deployment.ts'
import { callsOf, eventOf, fault, friendsOf, remark } from '../../support/events.ts'

let deployed: Deployment
beforeAll(async () => {
  const settings = { JOB_RETRY_SECONDS: '0', UPSTREAM_ATTEMPTS: '1', JOB_ATTEMPTS: '1', LOG_LEVEL: 'INFO' }
  deployed = await startDeployment(undefined, settings)
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const endings = () => deployed.results().map(({ type }) => type.split('.').at(-1))

/** Jobs that fail, one after the other, and their letters. */
async function failed(...bodies: object[]): Promise<Message[]> {
  await fault(deployed, { times: bodies.length, fault: { errorCode: 30006 } })
  for (const body of bodies) {
    await deployed.event(eventOf('friends.update', body))
    await deployed.drain()
  }
  return deployed.letters('jobs')
}

/** A letter as the worker meets it in the queue of doorbells. */
const moved = (letter: Message, changes: object = {}, attributes: object = {}): SQSRecord => {
  const record = recordOf({ ...letter, MessageId: crypto.randomUUID() })
  const body = JSON.stringify({ ...JSON.parse(letter.Body!), ...changes })
  return { ...record, body, attributes: { ...record.attributes, ApproximateReceiveCount: '1', ...attributes } }
}
const bodies = (letters: readonly Message[]) => letters.map(({ Body }) => JSON.parse(Body!))
const counted = (name: string) => deployed.output.text().split(`"${name}":1`).length - 1

test('letters of one account that come back together are done in their order, and none is held against another', async () => {
  const letters = await failed(remark('alice', 'bob', 'early'), remark('alice', 'bob', 'late'))
  expect(letters).toHaveLength(2)
  expect((await deployed.work(letters.map((letter) => moved(letter)))).batchItemFailures).toEqual([])
  expect(await deployed.drain()).toBe(0)
  expect((await friendsOf(deployed, 'alice')).bob?.remark).toBe('late')
  expect(endings()).toEqual(['failed', 'failed', 'completed', 'completed'])
  expect(await deployed.letters('jobs')).toEqual([])
  expect(counted('LettersMovedBack')).toBe(2)
})

test('one that comes a second time, since its worker was gone before it could be deleted, does nothing more', async () => {
  const [letter] = await failed(remark('alice', 'bob', 'once'))
  await deployed.work([moved(letter!)])
  await deployed.work([moved(letter!, {}, { ApproximateReceiveCount: '2' })])
  await deployed.drain()
  await deployed.work([moved(letter!, {}, { ApproximateReceiveCount: '3' })])
  expect(await deployed.drain()).toBe(0)
  expect(await callsOf(deployed)).toHaveLength(2)
  expect(await deployed.letters('jobs')).toEqual([])
})

test('a copy of one whose job is done already rests again, and nothing is done', async () => {
  const [letter] = await failed(remark('alice', 'bob', 'once'))
  await deployed.work([moved(letter!)])
  await deployed.drain()
  await deployed.work([moved(letter!)])
  expect(await deployed.drain()).toBe(0)
  expect(await callsOf(deployed)).toHaveLength(2)
  const [again] = bodies(await deployed.letters('jobs'))
  expect(again).toEqual({ ...JSON.parse(letter!.Body!), reason: 'MOVED_BACK', before: 'UPSTREAM_INTERNAL' })
})

test('one of an earlier version tells its job’s life by its deduplication id alone, and revives it while it may', async () => {
  const [letter] = await failed(remark('alice', 'bob', 'old form'))
  const { jobId, order } = JSON.parse(letter!.Body!)
  const of = (life: number) => ({ MessageDeduplicationId: `${jobId}-${life}` })
  await deployed.work([moved(letter!, { order: undefined }, of(order - 1))])
  expect(bodies(await deployed.letters('jobs'))).toMatchObject([{ reason: 'MOVED_BACK', jobId, order: order - 1 }])
  await deployed.work([moved(letter!, { order: undefined }, of(order))])
  expect(await deployed.drain()).toBe(0)
  expect(endings()).toEqual(['failed', 'completed'])
})

test.each([
  ['another operation', { operation: 'friends.delete-all' }],
  ['another app', { app: 'europe' }],
  ['a life that the job has not had yet', { order: 1_000_000 }],
  ['no job’s id', { jobId: 'a#b' }],
  ['neither operation nor app', { operation: undefined, app: undefined }],
  ['them as no text', { operation: ['friends.update'], app: { toString: 'default' } }],
])(
  'a letter that names %s revives nothing, is logged and counted, and rests for an operator to see',
  async (_, changes) => {
    const [letter] = await failed(remark('alice', 'bob', 'forged'))
    const record = moved(letter!, changes)
    expect((await deployed.work([record])).batchItemFailures).toEqual([])
    expect([await deployed.drain(), endings()]).toEqual([0, ['failed']])
    expect(bodies(await deployed.letters('jobs'))).toMatchObject([{ reason: 'UNKNOWN_JOB', message: record.body }])
    expect(deployed.output.text()).toContain('letter fits no job')
    expect(counted('LettersRefused')).toBe(1)
  },
)

test('a letter whose job is gone rests again', async () => {
  const [letter] = await failed(remark('alice', 'bob', 'gone'))
  await deployed.work([moved(letter!, { jobId: 'gone' })])
  expect(bodies(await deployed.letters('jobs'))).toMatchObject([{ reason: 'MOVED_BACK', jobId: 'gone' }])
})

test('a letter about nothing that could be done again rests again as it was', async () => {
  const unknown = { reason: 'UNKNOWN_JOB', operation: '', app: '', jobId: 'nobody', message: '{"jobId":"nobody"}' }
  const untold = { reason: 'RESULT_REFUSED', operation: 'friends.add', app: 'default', jobId: 'j', result: 'chat.r' }
  for (const letter of [unknown, untold]) {
    await deployed.work([moved({ Body: '{}', Attributes: { MessageGroupId: 'g' } }, letter)])
    expect(bodies(await deployed.letters('jobs'))).toEqual([letter])
  }
})

test('a letter that overtakes the end of its job comes back, and its job is done then', async () => {
  const event = eventOf('friends.update', remark('alice', 'bob', 'under way'))
  await fault(deployed, { fault: { errorCode: 30006 } })
  await deployed.event(event)
  const doorbells = await deployed.doorbells()
  deployed.dynamo.breakNext('BatchWriteItem', 'cut', 20, 'answerVersion')
  await deployed.work(doorbells)
  deployed.dynamo.mend()
  const [letter] = await deployed.letters('jobs')
  const record = moved(letter!)
  expect((await deployed.work([record])).batchItemFailures).toEqual([{ itemIdentifier: record.messageId }])
  await fault(deployed, { fault: { errorCode: 30006 } })
  await deployed.drain()
  expect((await deployed.work([record])).batchItemFailures).toEqual([])
  expect(await deployed.drain()).toBe(0)
  expect(endings()).toEqual(['failed', 'completed'])
})

test('one that stands before the doorbell of its job gives way after a while, and rests again', async () => {
  await deployed.event(eventOf('friends.update', remark('bob', 'alice', 'behind a forged letter')))
  const [doorbell] = await deployed.doorbells()
  // Nobody else here writes this account, so it is its first.
  const letter = { reason: 'UPSTREAM_INTERNAL', operation: 'friends.update', app: 'default', order: 1 }
  const Body = JSON.stringify({ ...letter, ...JSON.parse(doorbell!.body) })
  const forged = (count: string) => moved({ Body }, {}, { ...doorbell!.attributes, ApproximateReceiveCount: count })
  const failedOf = async (record: SQSRecord) => (await deployed.work([record])).batchItemFailures.length
  expect([await failedOf(forged('5')), await failedOf(forged('6'))]).toEqual([1, 0])
  expect(bodies(await deployed.letters('jobs'))).toMatchObject([{ reason: 'MOVED_BACK', order: 1 }])
  await deployed.work([doorbell!])
  expect(endings()).toEqual(['completed'])
})

test('where its job can’t be rung for, the letter comes back, and the job is done once', async () => {
  const [letter] = await failed(remark('alice', 'bob', 'not rung'))
  const record = moved(letter!)
  deployed.sqs.breakNext('SendMessage', 'cut', 10)
  expect((await deployed.work([record])).batchItemFailures).toEqual([{ itemIdentifier: record.messageId }])
  deployed.sqs.mend()
  const again = { ...record, attributes: { ...record.attributes, ApproximateReceiveCount: '2' } }
  expect((await deployed.work([again])).batchItemFailures).toEqual([])
  expect(await deployed.drain()).toBe(0)
  expect(await callsOf(deployed)).toHaveLength(2)
  expect(endings()).toEqual(['failed', 'completed'])
})
