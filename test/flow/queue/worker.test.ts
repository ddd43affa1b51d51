import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, eventOf, fault, friendsOf, remark, seedOf } from '../../support/events.ts'

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(seedOf(['ann', 'ben', 'cat'], 1000), {
    JOB_RETRY_SECONDS: '0',
    UPSTREAM_ATTEMPTS: '1',
  })
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const results = () => deployed.results()
const put = (operation: string, body: object) => deployed.event(eventOf(operation, body))
const verdictsIn = () =>
  results().flatMap(({ detail }) =>
    (detail.answer.body.results ?? []).map(({ userId, status, error, superseded }) =>
      [userId, status, error?.code, superseded && 'superseded'].filter(Boolean).join(' '),
    ),
  )

describe('what waits for an account', () => {
  test('goes out in one call, and its other doorbells are answered without work', async () => {
    for (let index = 0; index < 30; index++) await put('friends.update', remark('ann', `f${index}`, 'together'))
    await deployed.work(await deployed.doorbells())
    expect(await callsOf(deployed)).toHaveLength(1)
    expect(results()).toHaveLength(30)
    const before = deployed.dynamo.calls.length
    expect(await deployed.drain()).toBe(0)
    expect(deployed.dynamo.calls.slice(before).every(({ action }) => action === 'BatchGetItem')).toBe(true)
    expect([(await callsOf(deployed)).length, results().length]).toEqual([1, 30])
  })

  test('takes as many calls as its items ask for, 1,000 each', async () => {
    const friends = (from: number, count: number) => ({
      userId: 'ann',
      friends: Array.from({ length: count }, (_, index) => ({ userId: `f${from + index}`, remark: 'many' })),
    })
    await put('friends.update', friends(0, 600))
    await put('friends.update', friends(300, 600))
    await put('friends.update', friends(900, 400))
    await deployed.drain()
    expect((await callsOf(deployed)).map(({ body }) => (body.UpdateItem as unknown[]).length)).toEqual([900, 400])
  })

  test('is another account’s no business: each has its own call', async () => {
    await put('friends.update', remark('ann', 'f0', 'a'))
    await put('friends.update', remark('ben', 'f0', 'b'))
    await deployed.drain()
    expect((await callsOf(deployed)).map(({ body }) => body.From_Account).toSorted()).toEqual(['ann', 'ben'])
  })

  test('of another kind keeps its turn', async () => {
    await put('friends.update', remark('ann', 'f1', 'before'))
    await put('friends.update', remark('ann', 'f2', 'before'))
    await put('friends.delete', { userId: 'ann', friendIds: ['f1'], mutual: false })
    await put('friends.update', remark('ann', 'f1', 'after'))
    await put('friends.update', remark('ann', 'f2', 'after'))
    await deployed.drain()
    expect((await callsOf(deployed)).map(({ command }) => command)).toEqual([
      'friend_update',
      'friend_delete',
      'friend_update',
    ])
    expect(verdictsIn()).toEqual(['f1 ok', 'f2 ok', 'f1 ok', 'f1 failed NOT_A_FRIEND', 'f2 ok'])
  })

  test('has of each value the later one, and the earlier says that it was overtaken', async () => {
    await put('friends.update', remark('ann', 'f3', 'early'))
    await put('friends.update', { userId: 'ann', friends: [{ userId: 'f3', lists: ['work'] }] })
    await put('friends.update', remark('ann', 'f3', 'late'))
    await deployed.drain()
    expect(await callsOf(deployed)).toHaveLength(1)
    expect((await friendsOf(deployed, 'ann')).f3).toMatchObject({ remark: 'late', lists: ['work'] })
    expect(verdictsIn()).toEqual(['f3 ok superseded', 'f3 ok', 'f3 ok'])
  })
})

describe('merging couples no verdicts', () => {
  test('what is wrong with one job’s item is no other’s', async () => {
    await put('friends.update', remark('ben', 'f1', 'good'))
    await put('friends.update', remark('ben', 'stranger', 'bad'))
    await put('friends.update', remark('ben', 'f2', 'good'))
    await deployed.drain()
    expect(await callsOf(deployed)).toHaveLength(1)
    expect(verdictsIn().toSorted()).toEqual(['f1 ok', 'f2 ok', 'stranger failed ACCOUNT_NOT_FOUND'])
  })

  test('a merged item that is refused is sent again job by job, in order', async () => {
    await put('friends.update', { userId: 'ben', friends: [{ userId: 'f5', lists: ['fine'] }] })
    await put('friends.update', remark('ben', 'f5', 'later'))
    await fault(deployed, { fault: { items: { f5: 30011 } } })
    await fault(deployed, { fault: { items: { f5: 30011 } } })
    await deployed.drain()
    const sent = (await callsOf(deployed)).map(({ body }) => JSON.stringify(body.UpdateItem))
    expect(sent.map((text) => [text.includes('fine'), text.includes('later')])).toEqual([
      [true, true],
      [true, false],
      [false, true],
    ])
    expect(verdictsIn()).toEqual(['f5 failed FRIEND_LIST_LIMIT', 'f5 ok'])
  })

  test('a call that is refused whole is sent again job by job', async () => {
    await put('friends.update', remark('ben', 'f1', 'one'))
    await put('friends.update', remark('ben', 'f2', 'two'))
    await fault(deployed, { times: 2, fault: { errorCode: 30001, errorInfo: 'Err_SNS_FriendUpdate_Value' } })
    await deployed.drain()
    expect(await callsOf(deployed)).toHaveLength(3)
    expect(verdictsIn()).toEqual(['f1 failed INVALID_REQUEST', 'f2 ok'])
  })
})

describe('a fault that passes', () => {
  test('is tried again with what is left, and the account’s other jobs wait', async () => {
    await put('friends.update', {
      userId: 'cat',
      friends: ['f1', 'f2'].map((userId) => ({ userId, remark: 'first' })),
    })
    await put('friends.delete', { userId: 'cat', friendIds: ['f1'], mutual: false })
    await fault(deployed, { fault: { items: { f2: 30006 } } })
    const { batchItemFailures } = await deployed.work(await deployed.doorbells())
    expect(batchItemFailures).toHaveLength(1)
    expect([(await callsOf(deployed)).length, results().length]).toEqual([1, 0])
    expect(await deployed.drain()).toBe(0)
    const calls = await callsOf(deployed)
    expect(calls.map(({ command }) => command)).toEqual(['friend_update', 'friend_update', 'friend_delete'])
    expect(JSON.stringify(calls[1]!.body)).not.toContain('f1')
    expect(verdictsIn()).toEqual(['f1 ok', 'f2 ok', 'f1 ok'])
  })
})

const ofOthers = [
  { EventSource: 'aws:sns', Sns: { MessageId: 'm', Message: '{}' } },
  { eventSource: 'aws:s3', s3: { object: { key: 'k' } } },
  { eventSource: 'aws:sqs', messageId: 'm', body: '{}' },
  null,
]
test.each([undefined, null, 'none', {}, ...ofOthers.map((record) => [record])])(
  'an event whose Records are %j is logged, counted, and fails the invocation',
  async (records) => {
    await expect(deployed.work(records as never)).rejects.toThrow('The worker takes messages as SQS hands them over')
    expect(JSON.parse(deployed.output.text().split('\n', 1)[0]!)).toMatchObject({
      level: 'ERROR',
      message: 'event not understood',
      requestId: expect.any(String),
      EventsNotUnderstood: 1,
    })
  },
)
