import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, eventOf, fault, remark } from '../../support/events.ts'

const ATTEMPTS = 3
const SECONDS = 40
let deployed: Deployment
beforeAll(async () => {
  const settings = { JOB_ATTEMPTS: String(ATTEMPTS), JOB_RETRY_SECONDS: String(SECONDS), UPSTREAM_ATTEMPTS: '1' }
  deployed = await startDeployment(undefined, settings)
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const results = () => deployed.results()
const put = (text: string) => deployed.event(eventOf('friends.update', remark('alice', 'bob', text)))

/** The body of the latest doorbell. */
const rung = () => String(deployed.sqs.calls.findLast(({ action }) => action === 'SendMessage')?.body.MessageBody)

interface Delay {
  readonly Entries: readonly { readonly ReceiptHandle: string; readonly VisibilityTimeout: number }[]
}
const delays = () =>
  deployed.sqs.calls
    .filter(({ action }) => action === 'ChangeMessageVisibilityBatch')
    .map(({ body }) => (body as unknown as Delay).Entries)

describe('a job that goes on failing', () => {
  test('comes back later each time, and ends as a letter with its reason; its group goes on', async () => {
    deployed.sqs.calls.length = 0
    await put('never')
    await fault(deployed, { times: ATTEMPTS, fault: { errorCode: 30006 } })
    const [doorbell] = await deployed.doorbells()
    await deployed.event(eventOf('blocklist.add', { userId: 'alice', userIds: ['henry'] }))
    // The queue would hand it out again only after its delay; the same message is as good.
    for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
      expect((await deployed.work([doorbell!])).batchItemFailures).toHaveLength(1)
      const [{ VisibilityTimeout: seconds } = { VisibilityTimeout: -1 }] = delays().at(-1) ?? []
      const step = SECONDS * 2 ** (attempt - 1)
      expect(seconds).toBeGreaterThanOrEqual(step / 2)
      expect(seconds).toBeLessThanOrEqual(step)
    }
    expect([results(), await deployed.letters('jobs')]).toEqual([[], []])
    expect(
      (await deployed.work([doorbell!, { ...doorbell!, messageId: 'next', body: rung() }])).batchItemFailures,
    ).toEqual([])
    const [failed, next] = results()
    expect(failed).toMatchObject({
      type: 'chat.friends.update.failed',
      detail: { answer: { status: 502, body: { code: 'UPSTREAM_INTERNAL' } } },
    })
    expect(next).toMatchObject({ type: 'chat.blocklist.add.completed' })
    const [letter, ...others] = await deployed.letters('jobs')
    expect(others).toEqual([])
    expect(JSON.parse(letter!.Body!)).toEqual({
      reason: 'UPSTREAM_INTERNAL',
      operation: 'friends.update',
      app: 'default',
      jobId: failed!.detail.jobId,
      order: expect.any(Number),
    })
    expect(
      Object.entries(letter!.MessageAttributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]),
    ).toEqual(
      expect.arrayContaining([
        ['reason', 'UPSTREAM_INTERNAL'],
        ['operation', 'friends.update'],
        ['app', 'default'],
      ]),
    )
    expect(letter!.Attributes?.MessageGroupId).toBe(doorbell!.attributes.MessageGroupId)
  })

  test('counts attempts in the job, however often its message was handed out', async () => {
    await put('handed out often')
    await fault(deployed, { fault: { errorCode: 30006 } })
    const [doorbell] = await deployed.doorbells()
    const often = { ...doorbell!, attributes: { ...doorbell!.attributes, ApproximateReceiveCount: '90' } }
    expect((await deployed.work([often])).batchItemFailures).toHaveLength(1)
    expect(await deployed.letters('jobs')).toEqual([])
    expect((await deployed.work([often])).batchItemFailures).toEqual([])
    expect(results()[0]!.type).toBe('chat.friends.update.completed')
  })

  test('of which a part is done is completed, and its letter is about the rest', async () => {
    const friends = ['bob', 'carol'].map((userId) => ({ userId, remark: 'part' }))
    await deployed.event(eventOf('friends.update', { userId: 'alice', friends }))
    await fault(deployed, { times: ATTEMPTS, fault: { items: { carol: 30006 } } })
    const [doorbell] = await deployed.doorbells()
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) await deployed.work([doorbell!])
    expect(results()).toMatchObject([
      { type: 'chat.friends.update.completed', detail: { answer: { status: 207, body: { outcome: 'partial' } } } },
    ])
    expect((await deployed.letters('jobs')).map(({ Body }) => JSON.parse(Body!).reason)).toEqual(['UPSTREAM_INTERNAL'])
  })

  test('for a reason of the caller’s is not tried again: its letter is written at once', async () => {
    await deployed.event(eventOf('friends.update', remark('nobody', 'bob', 'x')))
    expect(await deployed.drain()).toBe(0)
    expect(await callsOf(deployed)).toHaveLength(1)
    expect((await deployed.letters('jobs')).map(({ Body }) => JSON.parse(Body!).reason)).toEqual(['ACCOUNT_NOT_FOUND'])
  })
})

describe('a job whose attempt is proved to have done nothing', () => {
  const attempt = async (operation: string, body: object, errorCode: number) => {
    await deployed.event(eventOf(operation, body))
    const [doorbell] = await deployed.doorbells()
    await fault(deployed, { times: ATTEMPTS - 1, fault: { errorCode } })
    for (let failed = 1; failed < ATTEMPTS; failed++) {
      expect((await deployed.work([doorbell!])).batchItemFailures).toHaveLength(1)
    }
    expect((await deployed.work([doorbell!])).batchItemFailures).toEqual([])
    return results()
  }

  test('is no repeat at the next one: what others had done is not its own doing', async () => {
    const [result] = await attempt(
      'friends.add',
      { userId: 'alice', friends: [{ userId: 'bob', source: 'Web' }] },
      30006,
    )
    expect(result?.detail.answer.body).toMatchObject({ code: 'ALREADY_FRIEND', outcome: 'failed' })
  })

  test('is tried to the end, though it must not be repeated after one that may have done it', async () => {
    const [result] = await attempt('friends.delete-all', { userId: 'alice', mutual: false }, 30006)
    expect([result?.type, (await callsOf(deployed)).length]).toEqual(['chat.friends.delete-all.completed', ATTEMPTS])
  })

  test('is read as a repeat where its caller says that it is one', async () => {
    const friends = [{ userId: 'bob', source: 'Web' }]
    const [result] = await attempt('friends.add', { userId: 'alice', friends, repeated: true }, 30006)
    expect(result?.detail.answer.body).toMatchObject({ outcome: 'ok' })
  })
})

describe('what goes back', () => {
  test('goes back together: a later message that stayed away would hold up those before it', async () => {
    await put('first')
    const [first] = await deployed.doorbells()
    await put('second')
    const second = { ...first!, messageId: 'second', receiptHandle: 'handle of the second' }
    await fault(deployed, { fault: { errorCode: 30006 } })
    const { batchItemFailures } = await deployed.work([first!, second])
    expect(batchItemFailures).toEqual([{ itemIdentifier: first!.messageId }, { itemIdentifier: 'second' }])
    expect(
      delays()
        .at(-1)!
        .map(({ ReceiptHandle }) => ReceiptHandle),
    ).toEqual([first!.receiptHandle, 'handle of the second'])
  })
})
