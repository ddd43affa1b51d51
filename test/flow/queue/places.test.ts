import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { jobIdOfEvent } from '../../../lib/accept.ts'
import { systemClock } from '../../../lib/clock.ts'
import { placeOf } from '../../../lib/ledger/account-queues.ts'
import { Jobs } from '../../../lib/ledger/jobs.ts'
import { StateTable } from '../../../lib/ledger/state-table.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, eventOf, friendsOf, remark } from '../../support/events.ts'

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { JOB_RETRY_SECONDS: '0', UPSTREAM_ATTEMPTS: '1' })
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const told = () => deployed.results().map(({ type, detail }) => [detail.eventId, type.split('.').at(-1)])

/** As whoever accepts a job again does where nobody can be told to ring for it. */
async function takeOut(eventId: string): Promise<void> {
  const jobs = new Jobs({ table: new StateTable(deployed.tables.jobsName), clock: systemClock })
  const job = (await jobs.get(jobIdOfEvent(eventId)))!
  await jobs.queues.delist(job.group, [placeOf(job)])
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

test('a job that a broken-off worker had begun is a repeat, though it has lost its place meanwhile', async () => {
  const before = eventOf('friends.update', remark('alice', 'bob', 'before'))
  const addition = eventOf('friends.add', { userId: 'alice', friends: [{ userId: 'frank', source: 'Web' }] })
  await deployed.event(before)
  await deployed.event(addition)
  const doorbells = await deployed.doorbells()
  deployed.dynamo.breakNext('BatchWriteItem', 'cut', 20, 'answerVersion')
  expect((await deployed.work(doorbells)).batchItemFailures).toHaveLength(doorbells.length)
  deployed.dynamo.mend()
  expect(await callsOf(deployed)).toHaveLength(2)
  await takeOut(addition.id)
  expect(await deployed.drain()).toBe(0)
  expect(told()).toEqual([before.id, addition.id].map((id) => [id, 'completed']))
})
