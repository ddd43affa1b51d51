import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { breakOff } from '../../support/break-off.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf } from '../../support/events.ts'
import { advance, restoreClock } from '../../support/gateway/moved-clock.ts'

/** A time that the caller leaves out is that of its request, whenever the work is done. */
let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment()
})
afterAll(async () => {
  await deployed.close()
  restoreClock()
})
beforeEach(() => deployed.reset())

const body = { userId: 'bob', peerId: 'alice' }
const markRead = (headers: Readonly<Record<string, string>>) =>
  deployed.http({ path: '/v1/messages/mark-read', body, headers })
const timesSent = async () => (await callsOf(deployed)).map((call) => Number(call.body.MsgReadTime))
const now = () => Math.floor(Date.now() / 1000)

test('a repeat under the same key is the same request, though later', async () => {
  const first = await markRead({ 'idempotency-key': 'k' })
  advance(3000)
  const again = await markRead({ 'idempotency-key': 'k' })
  expect([first.status, again.status, again.headers['idempotency-replayed']]).toEqual([200, 200, 'true'])
  expect(await timesSent()).toHaveLength(1)
})

test('and the same job, where nobody knows whether the first one queued it', async () => {
  const headers = { 'idempotency-key': 'queued', prefer: 'respond-async' }
  const first = await markRead(headers)
  await breakOff(deployed)
  advance(3000)
  const again = await markRead(headers)
  expect([first.status, again.status, again.headers.location]).toEqual([202, 202, first.headers.location])
  await deployed.drain()
  expect(await timesSent()).toHaveLength(1)
})

test('a job has the time at which it was queued', async () => {
  const queuedAt = now()
  expect((await markRead({ prefer: 'respond-async' })).status).toBe(202)
  const until = now()
  advance(5000)
  await deployed.drain()
  const [time] = await timesSent()
  expect(time).toBeGreaterThanOrEqual(queuedAt)
  expect(time).toBeLessThanOrEqual(until)
})
