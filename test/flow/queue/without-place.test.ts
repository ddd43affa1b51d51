import type { SQSRecord } from 'aws-lambda'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { systemClock } from '../../../lib/clock.ts'
import { jobIdOfEvent } from '../../../lib/jobs/job-ids.ts'
import { Jobs } from '../../../lib/jobs/jobs.ts'
import { StateTable } from '../../../lib/ledger/state-table.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, eventOf, remark } from '../../support/events.ts'
import { waitingTime } from '../../support/time-taken.ts'

// A call each half second, so that nobody in a hurry finds a second place; and a job ends with its first attempt: what counts as one ends it.
let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { UPSTREAM_CALLS_PER_SECOND: '2', JOB_ATTEMPTS: '1' })
})
afterAll(() => deployed.close())
beforeEach(async () => {
  await deployed.reset()
  // No batch draws the lot to be patient.
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})
/** From now on no place becomes free, however long the machine takes; where one is taken at once, the next is half a second off. */
const standStill = () => {
  vi.useRealTimers()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
}

/** Doorbells of as many accounts, each rung behind so many other calls of its caller. */
async function bellsOf(users: readonly string[], behind: number, more: object = {}): Promise<SQSRecord[]> {
  for (const user of users) await deployed.event(eventOf('friends.update', remark(user, 'bob', 'x')))
  const bells: SQSRecord[] = []
  while (bells.length < users.length) bells.push(...(await deployed.doorbells()))
  return bells.map((bell) => ({ ...bell, body: JSON.stringify({ ...JSON.parse(bell.body), behind, ...more }) }))
}
const sent = (action: string) => deployed.sqs.calls.filter((call) => call.action === action).map(({ body }) => body)
const ended = () => deployed.results().map(({ type }) => type)

/** Has the worker answer doorbells, as often as they come back, until none does. */
const workOff = (bells: readonly SQSRecord[]) =>
  vi.waitFor(async () => expect((await deployed.work(bells)).batchItemFailures).toEqual([]), {
    timeout: 60_000,
    interval: 20,
  })

describe('jobs for which there is no place in the quota', () => {
  test('go on where they stopped: what was sent of one is kept, and the rest counts as no attempt', async () => {
    const friends = Array.from({ length: 1001 }, (_, index) => ({ userId: `f${index}`, remark: 'x' }))
    await deployed.event(eventOf('friends.update', { userId: 'henry', friends }))
    const [bell] = await deployed.doorbells()
    const behind = { ...bell!, body: JSON.stringify({ ...JSON.parse(bell!.body), behind: 1000 }) }
    await vi.waitFor(
      async () => {
        standStill()
        expect((await deployed.work([behind])).batchItemFailures).toHaveLength(1)
        expect(await callsOf(deployed)).toHaveLength(1)
      },
      { timeout: 60_000, interval: 20 },
    )
    expect(ended()).toEqual([])
    vi.useRealTimers()
    await workOff([behind])
    expect((await callsOf(deployed)).map(({ answer }) => Object.keys(answer?.items ?? {}).length)).toEqual([1000, 1])
    expect(ended()).toHaveLength(1)
  })

  test('go back at once, count no attempt, and are done when there is one; another lane does not wait for them', async () => {
    const bells = await bellsOf(['alice', 'carol'], 1000)
    await deployed.event(eventOf('blocklist.add', { userId: 'erin', userIds: ['henry'] }))
    const [idle] = await deployed.doorbells()
    deployed.sqs.calls.length = 0
    standStill()
    const taken = waitingTime()
    const { batchItemFailures } = await deployed.work([...bells, idle!])
    expect(taken()).toBeLessThan(1500)
    expect(batchItemFailures.length).toBeGreaterThanOrEqual(1)
    expect(batchItemFailures).not.toContainEqual({ itemIdentifier: idle!.messageId })
    expect(ended()).toContain('chat.blocklist.add.completed')
    vi.useRealTimers()
    await workOff(bells)
    const updates = ended().filter((type) => type === 'chat.friends.update.failed' || type.endsWith('update.completed'))
    expect(updates).toHaveLength(2)
    expect((await callsOf(deployed)).filter(({ command }) => command.endsWith('friend_update'))).toHaveLength(2)
  })

  test('are handed back unread by an instance that has seen the lane full, all in one request', async () => {
    const bells = await bellsOf(['alice', 'carol', 'dave', 'erin'], 1000)
    standStill()
    await deployed.work(bells)
    for (const { calls } of [deployed.dynamo, deployed.sqs]) calls.length = 0
    const { batchItemFailures } = await deployed.work(bells.slice(1))
    expect(batchItemFailures).toHaveLength(3)
    expect(deployed.dynamo.calls).toEqual([])
    const [delay, ...others] = sent('ChangeMessageVisibilityBatch') as { Entries: { VisibilityTimeout: number }[] }[]
    expect(others).toEqual([])
    expect(delay?.Entries.map(({ VisibilityTimeout }) => VisibilityTimeout)).toEqual([120, 120, 120])
  })

  test('are looked at once where they have most likely gone out with another of their account, and are over then', async () => {
    const [first, carol] = await bellsOf(['alice', 'carol'], 1000)
    const event = eventOf('friends.update', remark('alice', 'dave', 'x'))
    await deployed.event(event)
    const said = { ...JSON.parse(first!.body), jobId: jobIdOfEvent(event.id), joins: true }
    const joining = { ...first!, messageId: 'joining', body: JSON.stringify(said) }
    // The lane may still be full of what went before; when it no longer is, time stops.
    await vi.waitFor(
      async () => {
        standStill()
        expect((await deployed.work([first!])).batchItemFailures).toEqual([])
      },
      { timeout: 60_000, interval: 20 },
    )
    expect((await deployed.work([carol!])).batchItemFailures).toHaveLength(1)
    expect((await deployed.work([joining])).batchItemFailures).toEqual([])
  })

  test('are rung for anew long before SQS puts their doorbells away, and wait on from when they were first rung for', async () => {
    const [first, ...bells] = await bellsOf(['alice', 'carol'], 1000)
    standStill()
    await deployed.work([first!, ...bells])
    deployed.sqs.calls.length = 0
    const attributes = { ...bells[0]!.attributes, ApproximateReceiveCount: '500', SentTimestamp: '1234567' }
    expect((await deployed.work([{ ...bells[0]!, attributes }])).batchItemFailures).toEqual([])
    const [ring, ...others] = sent('SendMessage')
    expect(others).toEqual([])
    expect(JSON.parse(String(ring?.MessageBody))).toEqual({ ...JSON.parse(bells[0]!.body), since: 1_234_567 })
    expect(ring?.MessageGroupId).toBe(bells[0]!.attributes.MessageGroupId)
    expect(String(ring?.MessageDeduplicationId)).toContain(bells[0]!.messageId)
  })

  test('count no attempt either where a worker had died amid them, and stay begun', async () => {
    const [dead] = await bellsOf(['grace'], 1000)
    const { jobId, ...said } = JSON.parse(dead!.body) as { readonly jobId: string }
    const jobs = new Jobs({ table: new StateTable(deployed.tables.jobsName), clock: systemClock })
    const { group, order } = (await jobs.get(jobId))!
    await jobs.queues.begin(group, [order], 0)
    // A bell that doesn’t say what for is not handed back unread.
    const body = JSON.stringify({ ...said, jobId, operation: undefined })
    const attributes = { ...dead!.attributes, ApproximateReceiveCount: '2' }
    // The second of these takes the lane’s next place but one.
    const filling = ['frank', 'ivan'].map((user) => deployed.http({ body: remark(user, 'bob', 'x') }))
    await Promise.race(filling)
    expect((await deployed.work([{ ...dead!, body, attributes }])).batchItemFailures).toHaveLength(1)
    await Promise.all(filling)
    expect(await jobs.get(jobId)).toMatchObject({ state: 'queued', attempts: 0 })
    expect((await jobs.queues.stateOf(group)).begun).toEqual(new Set([order]))
  })
})
