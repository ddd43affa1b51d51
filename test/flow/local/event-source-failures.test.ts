import { ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { until } from './fixture.ts'
import { connect, consumerOf, gate, queuesOf } from './queue-fixture.ts'

const FIFO = { FifoQueue: 'true' }

test('a group waits for its message in flight, and until that one has succeeded; others go on meanwhile', async () => {
  const engine = await queuesOf({ 'work.fifo': { ...FIFO, VisibilityTimeout: '900' } })
  const queue = engine.of('work.fifo')
  const { file, open } = gate()
  const consumer = consumerOf(
    `if (bodies[0] !== 'a1' || records[0].attributes.ApproximateReceiveCount > 1) return
    await until('${file}')
    return answer(...records)`,
    2,
  )
  const { handled } = connect(engine, queue, consumer)
  await queue.send(['a1', 'a'], ['a2', 'a'])
  await until(() => consumer.bodies().length === 1)
  await queue.send(['b1', 'b'], ['b2', 'b'])
  await until(() => handled.length === 2)
  expect(consumer.bodies()).toEqual(['a1', 'b1', 'b2'])
  open()
  await until(() => handled.length === 3)
  await queue.send(['b3', 'b'])
  await until(() => handled.length === 4)
  expect(consumer.bodies()).toEqual(['a1', 'b1', 'b2', 'b3'])
  await queue.comeBackIn(0, consumer.records()[0]!)
  await until(() => consumer.bodies().length === 6)
  expect(consumer.bodies()).toEqual(['a1', 'b1', 'b2', 'b3', 'a1', 'a2'])
})

test('what fails too often ends in the dead-letter queue, and its group goes on', async () => {
  const deadLetterTargetArn = 'arn:aws:sqs:local-1:000000000000:dead.fifo'
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 })
  const engine = await queuesOf({ 'work.fifo': { ...FIFO, VisibilityTimeout: '0', RedrivePolicy }, 'dead.fifo': FIFO })
  const [queue, dead] = [engine.of('work.fifo'), engine.of('dead.fifo')]
  const consumer = consumerOf('if (bodies.includes("bad")) throw new Error("no")')
  const { handled } = connect(engine, queue, consumer, { maximumConcurrency: 1 })
  await queue.send(['bad', 'a'], ['good', 'a'])
  await until(() => handled.some(({ failed }) => failed === 0))
  expect(handled.map(({ failed, error }) => [failed, error])).toEqual([
    [1, 'Error: no'],
    [1, 'Error: no'],
    [0, undefined],
  ])
  const { Messages } = await engine.client.send(new ReceiveMessageCommand({ QueueUrl: dead.url }))
  expect(Messages).toMatchObject([{ Body: 'bad' }])
  expect([await queue.waiting(), await queue.inFlight()]).toEqual([0, 0])
})

test('an engine that is down for a while fails no function, and its messages are taken once it is up again', async () => {
  const engine = await queuesOf({ work: {} })
  const { file, open } = gate()
  const consumer = consumerOf(`if (bodies[0] === 'before') await until('${file}')`)
  const { handled } = connect(engine, engine.of('work'), consumer)
  await engine.of('work').send('before')
  await until(() => consumer.bodies().length === 1)
  await engine.close()
  open()
  await until(() => handled.length === 1)
  expect(handled[0]).toMatchObject({ failed: 0, error: expect.stringContaining('its messages could not be deleted: ') })
  const again = await queuesOf({ work: {} }, Number(new URL(engine.url).port))
  await again.of('work').send('after')
  await until(() => handled.length === 2)
  expect(handled[1]).toMatchObject({ messages: 1, failed: 0, error: undefined })
  expect(consumer.bodies()).toEqual(['before', 'after'])
})

test('closed, it takes nothing more, and tells nothing of what is still under way', async () => {
  const engine = await queuesOf({ work: {}, other: {} })
  const [work, other] = [engine.of('work'), engine.of('other')]
  const consumer = consumerOf("await until('never')", 3)
  const first = connect(engine, work, consumer, { batchSize: 1 })
  await work.send('a')
  await until(() => consumer.bodies().length === 1)
  first.close()
  await work.send('b')
  const second = connect(engine, other, consumer)
  await other.send('c')
  await until(() => consumer.bodies().length === 2)
  await consumer.pool.killAll()
  await until(() => second.handled.length === 1)
  await other.send('d')
  await until(() => consumer.bodies().length === 3)
  expect(consumer.bodies()).toEqual(['a', 'c', 'd'])
  expect(first.handled).toEqual([])
})
