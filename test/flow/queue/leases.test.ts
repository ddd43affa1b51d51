import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../../lib/clock.ts'
import { Leases } from '../../../lib/ledger/leases.ts'
import { StateTable } from '../../../lib/ledger/state-table.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, eventOf, remark } from '../../support/events.ts'
import { recordedLog } from '../../support/recorded-log.ts'

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment()
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

/** Somebody who writes the account over HTTP, on another instance. */
const writer = () =>
  new Leases({
    table: new StateTable(deployed.tables.name),
    clock: systemClock,
    random: Math.random,
    log: recordedLog(),
  })

const ALICE = 'default\0alice'
const put = (text: string) => deployed.event(eventOf('friends.update', remark('alice', 'bob', text)))
const leaseWrites = () =>
  deployed.dynamo.calls.filter(({ action, body }) => action === 'PutItem' && JSON.stringify(body).includes('lease#'))

test('the worker waits for whoever writes the account under a lease, and goes on when that one is done', async () => {
  const lease = await writer().take(ALICE, Date.now() + 60_000)
  await put('after the lease')
  deployed.dynamo.calls.length = 0
  const working = deployed.drain()
  await expect.poll(() => leaseWrites().length).toBeGreaterThan(1)
  expect(await callsOf(deployed)).toEqual([])
  await lease!.release()
  expect(await working).toBe(0)
  expect(await callsOf(deployed)).toHaveLength(1)
  expect(deployed.results()[0]!.type).toBe('chat.friends.update.completed')
})

test('the worker takes no lease of an account that nobody else writes', async () => {
  await put('alone')
  deployed.dynamo.calls.length = 0
  await deployed.drain()
  expect(leaseWrites()).toEqual([])
})

test('a writer who meets the worker has no conflict to tell of: both are done', async () => {
  for (let index = 0; index < 5; index++) await put(`queued ${index}`)
  const answers = await Promise.all([
    deployed.drain(),
    ...Array.from({ length: 5 }, (_, index) =>
      deployed.http({ path: '/v1/friends/update', body: remark('alice', 'carol', `now ${index}`) }),
    ),
  ])
  const [left, ...direct] = answers
  expect(left).toBe(0)
  expect(direct.map((answer) => (typeof answer === 'number' ? answer : answer.status))).toEqual([
    200, 200, 200, 200, 200,
  ])
  expect(deployed.results().map(({ type }) => type)).toEqual(
    Array.from({ length: 5 }, () => 'chat.friends.update.completed'),
  )
})
