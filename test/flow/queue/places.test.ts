import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../../lib/clock.ts'
import { placeOf } from '../../../lib/jobs/account-queues.ts'
import { jobIdOfEvent } from '../../../lib/jobs/job-ids.ts'
import { Jobs } from '../../../lib/jobs/jobs.ts'
import { Leases } from '../../../lib/ledger/leases.ts'
import { StateTable } from '../../../lib/ledger/state-table.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, eventOf, friendsOf, remark } from '../../support/events.ts'
import { recordedLog } from '../../support/recorded-log.ts'

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { JOB_RETRY_SECONDS: '0', UPSTREAM_ATTEMPTS: '1' })
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const told = () => deployed.results().map(({ type, detail }) => [detail.eventId, type.split('.').at(-1)])

/** The table's own side of a job that an event became. */
async function jobOf(eventId: string) {
  const jobs = new Jobs({ table: new StateTable(deployed.tables.jobsName), clock: systemClock })
  const job = (await jobs.get(jobIdOfEvent(eventId)))!
  return { queues: jobs.queues, job }
}

/** As whoever accepts a job again does where nobody can be told to ring for it. */
async function takeOut(eventId: string): Promise<void> {
  const { queues, job } = await jobOf(eventId)
  await queues.delist(job.group, [placeOf(job)])
}

test('a job that is accepted again while nobody can ring for it keeps its turn', async () => {
  const events = ['first', 'second', 'third'].map((text) => eventOf('friends.update', remark('alice', 'bob', text)))
  const [first, second, third] = events
  await deployed.event(first)
  await deployed.event(second)
  deployed.sqs.breakNext('SendMessage', 'cut', 10)
  await expect(deployed.event(second)).rejects.toThrow()
  deployed.sqs.mend()
  await deployed.event(third)
  expect(await deployed.drain()).toBe(0)
  expect((await friendsOf(deployed, 'alice')).bob?.remark).toBe('third')
  expect(told()).toEqual(events.map(({ id }) => [id, 'completed']))
})

test('a job that a broken-off worker had begun is a repeat, and keeps its place though nobody could be rung for it again', async () => {
  const before = eventOf('friends.update', remark('alice', 'bob', 'before'))
  const addition = eventOf('friends.add', { userId: 'alice', friends: [{ userId: 'frank', source: 'Web' }] })
  await deployed.event(before)
  await deployed.event(addition)
  const doorbells = await deployed.doorbells()
  deployed.dynamo.breakNext('BatchWriteItem', 'cut', 20, 'answerVersion')
  expect((await deployed.work(doorbells)).batchItemFailures).toHaveLength(doorbells.length)
  deployed.dynamo.mend()
  expect(await callsOf(deployed)).toHaveLength(2)
  deployed.sqs.breakNext('SendMessage', 'cut', 10)
  await expect(deployed.event(addition)).rejects.toThrow()
  deployed.sqs.mend()
  expect(await deployed.drain()).toBe(0)
  expect(told()).toEqual([before.id, addition.id].map((id) => [id, 'completed']))
})

test('a job with two places in its queue is done and told once, and holds up nobody', async () => {
  const events = ['first', 'second'].map((text) => eventOf('friends.update', remark('alice', 'bob', text)))
  for (const event of events) await deployed.event(event)
  const { queues, job } = await jobOf(events[0]!.id)
  await queues.enlist({ ...job, ...(await queues.nextTurn(job.group)) }, 'somebody')
  expect((await queues.look(job.group, 10)).waiting).toHaveLength(3)
  expect(await deployed.drain()).toBe(0)
  expect(told()).toEqual(events.map(({ id }) => [id, 'completed']))
  expect((await queues.look(job.group, 10)).waiting).toEqual([])
})

test('a job that gets its place back while a worker is at it leaves it when it ends', async () => {
  const table = new StateTable(deployed.tables.name)
  const leases = new Leases({ table, clock: systemClock, random: Math.random, log: recordedLog() })
  const event = eventOf('friends.update', remark('alice', 'bob', 'again'))
  await deployed.event(event)
  const lease = await leases.take('default\0alice', Date.now() + 60_000)
  deployed.dynamo.calls.length = 0
  const working = deployed.drain()
  const waits = () => deployed.dynamo.calls.filter(({ body }) => JSON.stringify(body).includes('lease#'))
  await expect.poll(() => waits().length).toBeGreaterThan(0)
  await takeOut(event.id)
  await deployed.event(event)
  await lease!.release()
  expect(await working).toBe(0)
  const { queues, job } = await jobOf(event.id)
  expect([told(), (await queues.look(job.group, 10)).waiting]).toEqual([[[event.id, 'completed']], []])
})

test('a job that nobody could ring for is not done when another of its account is', async () => {
  const [event, other] = ['bob', 'carol'].map((friend) => eventOf('friends.update', remark('alice', friend, 'new')))
  deployed.sqs.breakNext('SendMessage', 'cut', 10)
  await expect(deployed.event(event!)).rejects.toThrow()
  deployed.sqs.mend()
  await deployed.event(other!)
  expect(await deployed.drain()).toBe(0)
  const { bob, carol } = await friendsOf(deployed, 'alice')
  expect([bob?.remark, carol?.remark, told()]).toEqual(['Bobby', 'new', [[other!.id, 'completed']]])
  const { queues, job } = await jobOf(event!.id)
  expect([job.state, (await queues.look(job.group, 10)).waiting]).toEqual(['queued', []])
  // It comes again, as Lambda has it.
  await deployed.event(event!)
  expect(await deployed.drain()).toBe(0)
  expect((await friendsOf(deployed, 'alice')).bob?.remark).toBe('new')
})
