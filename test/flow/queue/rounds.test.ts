import type { Context, SQSEvent, SQSRecord } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../../../lib/config.ts'
import { type Edges, realEdges } from '../../../lib/edges.ts'
import { createGateway } from '../../../lib/gateway.ts'
import { createQueueHandler } from '../../../lib/triggers/queue/stack.ts'
import { type Deployment, startDeployment } from '../../support/deployment.ts'
import { callsOf, eventOf, remark } from '../../support/events.ts'

let deployed: Deployment
beforeAll(async () => {
  deployed = await startDeployment()
})
afterAll(() => deployed.close())
beforeEach(() => deployed.reset())

const CALL_MS = 6000

/** A worker whose calls each take six seconds by its clock, and wait for `gate` from the given one on. */
function slowWorker(gate: Promise<void>, from: number) {
  let calls = 0
  const { sleep } = realEdges.clock
  const clock = { now: () => Date.now() + calls * CALL_MS, sleep }
  const send: Edges['send'] = async (...call) => {
    calls += 1
    if (calls >= from) await gate
    return realEdges.send(...call)
  }
  const work = createQueueHandler(createGateway(readConfig(process.env), { ...realEdges, clock, send }))
  const context = { awsRequestId: 'slow', getRemainingTimeInMillis: () => 90_000 } as Context
  return (Records: readonly SQSRecord[]) => work({ Records } as SQSEvent, context)
}

test('of a long line, what is done is told of while the rest is still being done', async () => {
  const events = [
    eventOf('friends.update', remark('alice', 'bob', 'first')),
    eventOf('blocklist.add', { userId: 'alice', userIds: ['henry'] }),
    eventOf('friends.update', remark('alice', 'bob', 'third')),
    eventOf('blocklist.delete', { userId: 'alice', userIds: ['henry'] }),
  ]
  for (const event of events) await deployed.event(event)
  const [first] = await deployed.doorbells()
  const { promise: gate, resolve: open } = Promise.withResolvers<void>()
  const last = { ...first!, body: String(lastDoorbell()), messageId: 'last' }
  const working = slowWorker(gate, 3)([last])
  const told = () => deployed.results().map(({ type, detail }) => [detail.eventId, type.split('.').at(-1)])
  const completed = events.map(({ id }) => [id, 'completed'])
  await expect.poll(told).toEqual(completed.slice(0, 2))
  open()
  expect((await working).batchItemFailures).toEqual([])
  expect(told()).toEqual(completed)
  expect(await callsOf(deployed)).toHaveLength(4)
})

/** The body of the latest doorbell. */
const lastDoorbell = () => deployed.sqs.calls.findLast(({ action }) => action === 'SendMessage')?.body.MessageBody
