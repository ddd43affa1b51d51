import { afterAll, beforeAll, expect, test } from 'vitest'
import { shareOf } from '../../../lib/callers.ts'
import { systemClock } from '../../../lib/clock.ts'
import { Backlogs } from '../../../lib/jobs/backlogs.ts'
import { StateTable } from '../../../lib/ledger/state-table.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { eventOf, remark } from '../../support/events.ts'

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment(undefined, { JOBS_WAITING: '100' })
})
afterAll(() => deployed.close())

/** Another instance has let so many jobs of the caller in. */
async function letIn(caller: string, count: number): Promise<void> {
  const table = new StateTable(deployed.tables.jobsName)
  const other = new Backlogs({ table, queue: { size: async () => 0 }, clock: systemClock, most: 1000 })
  for (let index = 0; index < count; index++) await other.admit(shareOf(caller, []))
}

const callerOf = (name: string) => `arn:aws:iam::000000000000:user/${name}`
const ask = (name: string, index: number, headers: Readonly<Record<string, string>> = {}) =>
  deployed.http({
    body: remark(`${name}${index}`, 'bob', 'x'),
    headers: { prefer: 'respond-async', ...headers },
    caller: callerOf(name),
  })
/** As many requests, one after another. */
async function askFor(name: string, count: number) {
  const answers = []
  for (let index = 0; index < count; index++) answers.push(await ask(name, index))
  return answers
}

test('a caller with a backlog is refused until a look at it is of use, and nobody with little is', async () => {
  await letIn(callerOf('greedy'), 90)
  const answers = await askFor('greedy', 10)
  expect(answers.map(({ status }) => status)).toEqual([...Array(9).fill(202), 429])
  expect(answers.at(-1)).toMatchObject({
    headers: { 'retry-after': '5' },
    json: { code: 'RATE_LIMITED', retryable: true, detail: expect.stringContaining('too much is yours') },
  })
  expect((await ask('greedy', 11, { 'idempotency-key': 'k' })).status).toBe(429)
  expect(await deployed.waiting()).toBe(9)
  expect(new Set((await askFor('modest', 9)).map(({ status }) => status))).toEqual(new Set([202]))
  expect(await deployed.waiting()).toBe(18)
})

test('events of whoever has too much rest as letters, whose reason is told; one whose job is queued is not among them', async () => {
  await letIn('event:flood', 90)
  const events = Array.from({ length: 12 }, (_, index) =>
    eventOf('friends.update', remark(`u${index}`, 'bob', 'x'), { source: 'flood' }),
  )
  for (const event of events) await deployed.event(event)
  const letters = (await deployed.letters('events')).map(({ Body = '' }) => JSON.parse(Body))
  const rest = events.slice(9)
  expect(letters).toMatchObject(
    rest.map((event) => ({ reason: 'RATE_LIMITED', event: { id: event.id, source: 'flood' } })),
  )
  expect(deployed.results()).toMatchObject(
    rest.map(({ id }) => ({
      type: 'chat.friends.update.failed',
      detail: { eventId: id, answer: { status: 429, body: { code: 'RATE_LIMITED' } } },
    })),
  )
  // EventBridge may bring an event twice.
  await deployed.event(events[0])
  expect(await deployed.letters('events')).toEqual([])
})
