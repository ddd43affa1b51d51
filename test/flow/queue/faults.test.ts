import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { jobIdOfEvent } from '../../../lib/jobs/job-ids.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, eventOf, fault, friendsOf, remark } from '../../support/events.ts'

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { JOB_RETRY_SECONDS: '0', UPSTREAM_ATTEMPTS: '1', LOG_LEVEL: 'INFO' })
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const results = () => deployed.results()
const endings = () => results().map(({ type }) => type.split('.').at(-1))
const put = (operation: string, body: object) => deployed.event(eventOf(operation, body))

/** A step of the worker's at which something breaks: always before it has said what became of the job. */
const steps = [
  ['reading the jobs of a batch', 'dynamo', 'BatchGetItem', ''],
  ['reading what waits', 'dynamo', 'Query', ''],
  ['noting that it begins', 'dynamo', 'UpdateItem', ''],
  ['writing what became of the job', 'dynamo', 'BatchWriteItem', 'PutRequest'],
  ['taking the job out of its queue', 'dynamo', 'BatchWriteItem', 'DeleteRequest'],
  ['telling the result', 'eventBridge', 'PutEvents', ''],
] as const

describe.each(['cut', 'lost', 'throttled'] as const)('AWS’s calls %s', (how) => {
  test.each(steps)(
    'at %s: the doorbell comes back, and the job is done and told of',
    async (_, service, action, holding) => {
      await put('friends.update', remark('alice', 'bob', `${action} ${how}`))
      const doorbells = await deployed.doorbells()
      deployed[service].breakNext(action, how, 20, holding)
      expect((await deployed.work(doorbells)).batchItemFailures).toHaveLength(1)
      deployed[service].mend()
      expect(await deployed.drain()).toBe(0)
      expect((await friendsOf(deployed, 'alice')).bob?.remark).toBe(`${action} ${how}`)
      expect(new Set(endings())).toEqual(new Set(['completed']))
      // What may have been told is told again rather than never.
      expect(results().length).toBeLessThanOrEqual(how === 'lost' ? 30 : 2)
      expect(await deployed.letters('jobs')).toEqual([])
    },
  )
})

test('a result that the bus refuses alone is put again alone', async () => {
  await put('friends.update', remark('alice', 'bob', 'a'))
  await put('friends.update', remark('alice', 'carol', 'b'))
  deployed.eventBridge.calls.length = 0
  const answer = { FailedEntryCount: 1, Entries: [{ EventId: 'taken' }, { ErrorCode: 'InternalFailure' }] }
  deployed.eventBridge.breakNext('PutEvents', { answer })
  expect(await deployed.drain()).toBe(0)
  expect(deployed.eventBridge.calls.map(({ body }) => (body.Entries as unknown[]).length)).toEqual([2, 1])
  expect(results()).toMatchObject([{ detail: { answer: { body: { results: [{ userId: 'carol' }] } } } }])
})

test('where visibility can’t be changed the doorbell still goes back, when the queue says so', async () => {
  await put('friends.update', remark('alice', 'bob', 'not delayed'))
  await fault(deployed, { fault: { errorCode: 30006 } })
  const doorbells = await deployed.doorbells()
  deployed.sqs.breakNext('ChangeMessageVisibilityBatch', 'cut', 10)
  expect((await deployed.work(doorbells)).batchItemFailures).toHaveLength(1)
  expect(deployed.output.text()).toContain('doorbells not delayed')
  deployed.sqs.mend()
  expect((await deployed.work(doorbells)).batchItemFailures).toEqual([])
  expect(endings()).toEqual(['completed'])
})

test('a letter that can’t be written keeps the job until it can', async () => {
  await put('friends.update', remark('nobody', 'bob', 'x'))
  const doorbells = await deployed.doorbells()
  deployed.sqs.breakNext('SendMessage', 'cut', 10)
  expect((await deployed.work(doorbells)).batchItemFailures).toHaveLength(1)
  expect(results()).toEqual([])
  deployed.sqs.mend()
  expect(await deployed.drain()).toBe(0)
  expect(endings()).toEqual(['failed'])
  expect(await deployed.letters('jobs')).toHaveLength(1)
})

describe('a worker that is gone between the call and what it says of it', () => {
  /** The call goes out, and no word of it reaches the table. Answers the id of the event it came from. */
  async function breakOff(operation: string, body: object): Promise<string> {
    const event = eventOf(operation, body)
    await deployed.event(event)
    const doorbells = await deployed.doorbells()
    deployed.dynamo.breakNext('BatchWriteItem', 'cut', 20, 'answerVersion')
    expect((await deployed.work(doorbells)).batchItemFailures).toHaveLength(1)
    expect(await callsOf(deployed)).toHaveLength(1)
    deployed.dynamo.mend()
    return event.id
  }

  test('leaves a job whose repeat ends in the same state', async () => {
    await breakOff('friends.update', remark('alice', 'bob', 'same'))
    expect(await deployed.drain()).toBe(0)
    expect((await friendsOf(deployed, 'alice')).bob?.remark).toBe('same')
    expect(endings()).toEqual(['completed'])
  })

  test('leaves an addition whose repeat finds it done, which is no failure', async () => {
    await breakOff('friends.add', { userId: 'alice', friends: [{ userId: 'frank', source: 'Web' }] })
    expect(await deployed.drain()).toBe(0)
    expect(await callsOf(deployed)).toHaveLength(2)
    expect(results()).toMatchObject([{ type: 'chat.friends.add.completed', detail: { answer: { status: 200 } } }])
  })

  test('leaves what must not be repeated to its caller, unknown and with a letter', async () => {
    await breakOff('friends.delete-all', { userId: 'alice', mutual: false })
    expect(await deployed.drain()).toBe(0)
    expect(await callsOf(deployed)).toHaveLength(1)
    expect(results()).toMatchObject([
      {
        type: 'chat.friends.delete-all.failed',
        detail: { answer: { body: { outcome: 'unknown', code: 'INTERRUPTED' } } },
      },
    ])
    expect(await deployed.letters('jobs')).toHaveLength(1)
  })

  test('leaves what nobody may send any more unknown, since it may have been done', async () => {
    const eventId = await breakOff('blocklist.add', { userId: 'alice', userIds: ['henry'] })
    await deployed.changeJob(jobIdOfEvent(eventId), { operation: { S: 'blocklist.gone' } })
    while ((await deployed.drain()) > 0) expect(results()).toEqual([])
    expect(await callsOf(deployed)).toHaveLength(1)
    const body = { outcome: 'unknown', code: 'INTERRUPTED' }
    expect(results()).toMatchObject([{ type: 'chat.blocklist.gone.failed', detail: { answer: { body } } }])
  })

  test('makes no repeats of the jobs behind it, nor of later ones', async () => {
    await breakOff('friends.add', { userId: 'bob', friends: [{ userId: 'frank', source: 'Web' }] })
    await put('friends.add', { userId: 'bob', friends: [{ userId: 'frank', source: 'Web' }] })
    expect(await deployed.drain()).toBe(0)
    expect(results().map(({ type, detail }) => [type, detail.answer.body.code])).toEqual([
      ['chat.friends.add.completed', undefined],
      ['chat.friends.add.failed', 'ALREADY_FRIEND'],
    ])
  })
})

test('what waits behind a job that is tried again was not begun, so it is no repeat later', async () => {
  await put('friends.update', remark('carol', 'erin', 'tried again'))
  await put('friends.add', { userId: 'carol', friends: [{ userId: 'alice', source: 'Web' }] })
  await fault(deployed, { fault: { errorCode: 30006 } })
  expect((await deployed.work(await deployed.doorbells())).batchItemFailures).toHaveLength(1)
  expect(await deployed.drain()).toBe(0)
  expect(results().map(({ type, detail }) => [type, detail.answer.body.code])).toEqual([
    ['chat.friends.update.completed', undefined],
    ['chat.friends.add.failed', 'ALREADY_FRIEND'],
  ])
})

test('what a broken-off worker has begun stays known through a round that does not come to it', async () => {
  await put('friends.update', remark('alice', 'bob', 'first'))
  await put('friends.add', { userId: 'alice', friends: [{ userId: 'frank', source: 'Web' }] })
  const doorbells = await deployed.doorbells()
  deployed.dynamo.breakNext('BatchWriteItem', 'cut', 40, 'PutRequest')
  expect((await deployed.work(doorbells)).batchItemFailures).toHaveLength(1)
  deployed.dynamo.mend()
  expect(await friendsOf(deployed, 'alice')).toHaveProperty('frank')
  await fault(deployed, { command: 'friend_update', fault: { errorCode: 30006 } })
  expect((await deployed.work(doorbells)).batchItemFailures).toHaveLength(1)
  expect(results()).toEqual([])
  await deployed.work(doorbells)
  await deployed.drain()
  const told = results().find(({ detail }) => detail.operation === 'friends.add')
  expect(told?.detail.answer.body.results?.map(({ status }) => status)).toEqual(['ok'])
})

test.each([60027, 60026, 70009])(
  'what an attempt may have done stays unknown where %i refuses the app at the next one',
  async (errorCode) => {
    await fault(deployed, { fault: { errorCode: 30007, after: true } })
    await fault(deployed, { times: 50, fault: { errorCode } })
    await put('friends.update', remark('alice', 'bob', `in doubt ${errorCode}`))
    while ((await deployed.drain()) > 0) expect(results()).toEqual([])
    expect(results().flatMap(({ detail }) => detail.answer.body.results?.map(({ status }) => status))).toEqual([
      'unknown',
    ])
    expect(await friendsOf(deployed, 'alice')).toMatchObject({ bob: { remark: `in doubt ${errorCode}` } })
  },
)
