import type { SQSRecord } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { batchOf, callsOf, eventOf, remark, seedOf } from '../../support/events.ts'
import { linesIn } from '../../support/log-lines.ts'

/** Jobs that a later version has accepted, of operations that the worker of this one does not know. */
const ATTEMPTS = 3
const SECONDS = 40
let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(seedOf(['first', 'second', 'third', 'fourth', 'free'], 3), {
    JOB_ATTEMPTS: String(ATTEMPTS),
    JOB_RETRY_SECONDS: String(SECONDS),
    LOG_LEVEL: 'INFO',
  })
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const idOf = ({ body }: SQSRecord): string => JSON.parse(body).jobId
const makeUnknown = (doorbell: SQSRecord) => deployed.changeJob(idOf(doorbell), { operation: { S: 'friends.praise' } })
const makeKnown = (doorbell: SQSRecord) => deployed.changeJob(idOf(doorbell), { operation: { S: 'friends.update' } })

/** Three jobs of an account, of which the one in the middle is unknown, and their doorbells. */
async function three(account: string): Promise<SQSRecord[]> {
  const bodies = ['f0', 'f1', 'f2'].map((friend) => remark(account, friend, 'x'))
  const batch = await batchOf(deployed, ...bodies)
  await makeUnknown(batch[1]!)
  return batch
}

const written = async () =>
  (await callsOf(deployed)).flatMap(({ body }) =>
    (body.UpdateItem as { To_Account: string }[]).map(({ To_Account }) => To_Account),
  )
const endings = () => deployed.results().map(({ type }) => type.split('.').at(-1))
const work = async (batch: SQSRecord[]) =>
  (await deployed.work(batch)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)

test('what comes before is done, the job itself goes back and is put off, and nothing overtakes it', async () => {
  const batch = await three('first')
  deployed.sqs.calls.length = 0
  expect(await work(batch)).toEqual(['m1', 'm2'])
  expect([await written(), endings(), await deployed.letters('jobs')]).toEqual([['f0'], ['completed'], []])
  const [delay] = deployed.sqs.calls.filter(({ action }) => action === 'ChangeMessageVisibilityBatch')
  for (const { VisibilityTimeout: seconds } of delay!.body.Entries as { VisibilityTimeout: number }[]) {
    expect(seconds).toBeGreaterThanOrEqual(SECONDS / 2)
    expect(seconds).toBeLessThanOrEqual(SECONDS)
  }
  const told = linesIn(deployed.output).filter(({ message }) => message === 'job of an unknown operation put off')
  expect(told).toMatchObject([
    {
      level: 'WARN',
      jobId: idOf(batch[1]!),
      operation: '(unknown)',
      askedOperation: 'friends.praise',
      attempts: 1,
      JobsPutOff: 1,
    },
  ])
})

test('a worker that knows it does it, and what waits behind it, in their order', async () => {
  const batch = await three('second')
  expect(await work(batch)).toEqual(['m1', 'm2'])
  await makeKnown(batch[1]!)
  expect(await work(batch.slice(1))).toEqual([])
  expect([await written(), endings()]).toEqual([
    ['f0', 'f1', 'f2'],
    ['completed', 'completed', 'completed'],
  ])
  expect(await deployed.letters('jobs')).toEqual([])
})

test('after the last attempt it ends with a letter, from which it can be redriven, and its account goes on', async () => {
  const batch = await three('third')
  for (let attempt = 1; attempt < ATTEMPTS; attempt++) expect(await work(batch.slice(1))).toEqual(['m1', 'm2'])
  expect(await work(batch.slice(1))).toEqual([])
  expect([await written(), endings().toSorted()]).toEqual([
    ['f0', 'f2'],
    ['completed', 'completed', 'failed'],
  ])
  const letters = (await deployed.letters('jobs')).map(({ Body }) => JSON.parse(Body!))
  expect(letters).toMatchObject([{ reason: 'NOT_FOUND', operation: 'friends.praise', jobId: idOf(batch[1]!) }])
})

test('one that a later version’s worker had begun stays in doubt meanwhile: the next that knows it repeats it', async () => {
  const body = { userId: 'fourth', friends: [{ userId: 'free', source: 'Web' }] }
  await deployed.event(eventOf('friends.add', body))
  const [doorbell] = await deployed.doorbells()
  // It is done, and what became of it can't be written down.
  deployed.dynamo.breakNext('BatchWriteItem', 'cut', 40, 'PutRequest')
  expect(await work([doorbell!])).toHaveLength(1)
  deployed.dynamo.mend()
  await makeUnknown(doorbell!)
  expect(await work([doorbell!])).toHaveLength(1)
  await deployed.changeJob(idOf(doorbell!), { operation: { S: 'friends.add' } })
  expect(await work([doorbell!])).toEqual([])
  // As no repeat it would be told that there is such a friend already.
  expect(deployed.results()).toMatchObject([{ type: 'chat.friends.add.completed' }])
})
