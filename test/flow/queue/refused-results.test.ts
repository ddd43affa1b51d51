import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../lib/clock.ts'
import { jobIdOfEvent } from '../../../lib/jobs/job-ids.ts'
import { Jobs } from '../../../lib/jobs/jobs.ts'
import { StateTable } from '../../../lib/ledger/state-table.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, eventOf, remark } from '../../support/events.ts'

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { JOB_RETRY_SECONDS: '0', LOG_LEVEL: 'INFO' })
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const told = () =>
  deployed.results().map(({ detail }) => [detail.jobId, detail.eventId, detail.answer.body.results?.length])
const counted = (name: string) => deployed.output.text().split(`"${name}":1`).length - 1

/** Jobs of one account, one for each text: their ids, and those of their events. */
async function queued(...texts: string[]): Promise<{ readonly jobs: string[]; readonly events: string[] }> {
  const events = texts.map((text) => eventOf('friends.update', remark('alice', 'bob', text)))
  for (const event of events) await deployed.event(event)
  return { jobs: events.map(({ id }) => jobIdOfEvent(id)), events: events.map(({ id }) => id) }
}

test('a result that is larger than any event goes out bare, and holds up none of its account', async () => {
  const { jobs, events } = await queued('one', 'two', 'three')
  // As a version before this one accepted it.
  await deployed.changeJob(jobs[1]!, { cause: { S: 'x'.repeat(300_000) } })
  expect(await deployed.drain()).toBe(0)
  expect(told().toSorted()).toEqual(
    [
      [jobs[0], events[0], 1],
      [jobs[1], undefined, undefined],
      [jobs[2], events[2], 1],
    ].toSorted(),
  )
  expect(deployed.results().find(({ detail }) => detail.jobId === jobs[1])).toMatchObject({
    type: 'chat.friends.update.completed',
    detail: { job: `/v1/jobs/${jobs[1]}`, answer: { status: 200, body: { outcome: 'ok', omitted: ['results'] } } },
  })
  expect([counted('ResultsRefused'), counted('ResultsNotPut')]).toEqual([0, 0])
})

describe('a result that the bus refuses for good', () => {
  const refusals = [
    ['as invalid, with all its request', { status: 400, answer: { __type: 'ValidationException', message: 'no' } }],
    ['as too large, with all its request', { status: 413, answer: {} }],
  ] as const

  test.each(refusals)('%s is put bare, and the others of the request as they are', async (_, refusal) => {
    const { jobs, events } = await queued('one', 'odd', 'three')
    deployed.eventBridge.breakNext('PutEvents', refusal, 20, `${events[1]!}\\",\\"traceparent`)
    expect(await deployed.drain()).toBe(0)
    expect(told().toSorted()).toEqual(
      [
        [jobs[0], events[0], 1],
        [jobs[1], events[1], undefined],
        [jobs[2], events[2], 1],
      ].toSorted(),
    )
    expect([counted('ResultsRefused'), counted('ResultsNotPut')]).toEqual([1, 0])
    expect(await deployed.letters('jobs')).toEqual([])
  })

  test.each(['MalformedDetail', 'InvalidArgument', 'RedactionFailure'])(
    'alone among others, as %s, is put bare alone',
    async (ErrorCode) => {
      const { jobs } = await queued('one', 'odd')
      const answer = { FailedEntryCount: 1, Entries: [{ EventId: 'taken' }, { ErrorCode }] }
      deployed.eventBridge.calls.length = 0
      deployed.eventBridge.breakNext('PutEvents', { answer })
      expect(await deployed.drain()).toBe(0)
      expect(deployed.eventBridge.calls.map(({ body }) => (body.Entries as unknown[]).length)).toEqual([2, 1])
      expect(deployed.results()).toMatchObject([
        { detail: { jobId: jobs[1], answer: { body: { omitted: ['results'] } } } },
      ])
      expect(counted('ResultsRefused')).toBe(1)
    },
  )

  test('even bare rests as a letter, once that can be written, and its work is not done again', async () => {
    const { jobs, events } = await queued('one', 'odd')
    const refusal = { status: 400, answer: { __type: 'ValidationException', message: 'no' } }
    deployed.eventBridge.breakNext('PutEvents', refusal, 60, jobs[1])
    deployed.sqs.breakNext('SendMessage', 'cut', 9)
    expect(await deployed.drain()).toBeGreaterThan(0)
    expect(counted('ResultsNotPut')).toBe(1)
    deployed.sqs.mend()
    expect(await deployed.drain()).toBe(0)
    expect(await callsOf(deployed)).toHaveLength(1)
    expect(deployed.results().map(({ detail }) => detail.jobId)).toContain(jobs[0])
    expect((await deployed.letters('jobs')).map(({ Body }) => JSON.parse(Body!))).toEqual([
      {
        reason: 'RESULT_REFUSED',
        operation: 'friends.update',
        app: 'default',
        jobId: jobs[1],
        eventId: events[1],
        result: 'chat.friends.update.completed',
      },
    ])
  })
})

test('of jobs that ended with a worker who told nobody, each is told of by its own doorbell at the latest', async () => {
  const { jobs: ids, events } = await queued('one', 'two', 'three')
  const [first] = await deployed.doorbells()
  deployed.eventBridge.breakNext('PutEvents', 'cut', 50)
  expect((await deployed.work([first!])).batchItemFailures).toHaveLength(1)
  deployed.eventBridge.mend()
  // As it stands where the worker dies before it can say that what it had begun has ended.
  const jobs = new Jobs({ table: new StateTable(deployed.tables.jobsName), clock: systemClock })
  const ended = await jobs.getMany(ids)
  expect(ended.map(({ state }) => state)).toEqual(['completed', 'completed', 'completed'])
  const orders = ended.map(({ order }) => order)
  await jobs.queues.begin(ended[0]!.group, orders, 0)
  const bells = ids.map((jobId) => ({ ...first!, body: JSON.stringify({ jobId }), messageId: jobId }))
  for (const bell of bells) expect((await deployed.work([bell])).batchItemFailures).toEqual([])
  expect(deployed.results().map(({ detail }) => detail.eventId)).toEqual(events)
  expect(await callsOf(deployed)).toHaveLength(1)
})

test('what was done and could not be told of is told of, whichever doorbell of its account comes next', async () => {
  const { jobs, events } = await queued('one', 'two')
  const [first] = await deployed.doorbells()
  const last = { ...first!, body: JSON.stringify({ jobId: jobs[1] }), messageId: 'last' }
  deployed.eventBridge.breakNext('PutEvents', 'cut', 100)
  expect((await deployed.work([first!])).batchItemFailures).toHaveLength(1)
  const calls = await callsOf(deployed)
  expect([calls.length, told()]).toEqual([1, []])
  deployed.eventBridge.mend()
  for (const bell of [first!, last]) expect((await deployed.work([bell])).batchItemFailures).toEqual([])
  expect(told().map(([, eventId]) => eventId)).toEqual(events)
  expect(await callsOf(deployed)).toHaveLength(1)
})
