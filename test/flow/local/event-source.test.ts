import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { until } from './fixture.ts'
import { connect, consumerOf, gate, queuesOf } from './queue-fixture.ts'

test('a batch holds records as Lambda has them, no more than batchSize; what succeeded is deleted', async () => {
  const engine = await queuesOf({ 'work.fifo': { FifoQueue: 'true' } })
  const queue = engine.of('work.fifo')
  await engine.client.send(
    new SendMessageCommand({
      QueueUrl: queue.url,
      MessageBody: '{"a":1}',
      MessageGroupId: 'g',
      MessageDeduplicationId: 'd',
      MessageAttributes: {
        reason: { DataType: 'String', StringValue: 'why' },
        bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
      },
    }),
  )
  await queue.send(['b', 'h'], ['c', 'i'])
  const consumer = consumerOf('')
  const { handled } = connect(engine, queue, consumer, { batchSize: 2 })
  await until(() => handled.length === 2 && consumer.batches().length === 2)
  expect(consumer.batches().map(({ Records }) => Records.length)).toEqual([2, 1])
  const lists = { stringListValues: [], binaryListValues: [] }
  expect(consumer.records()[0]).toEqual({
    messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    receiptHandle: expect.any(String),
    body: '{"a":1}',
    attributes: {
      ApproximateReceiveCount: '1',
      ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      SentTimestamp: expect.stringMatching(/^\d{13}$/),
      SenderId: expect.any(String),
      SequenceNumber: expect.stringMatching(/^\d{20}$/),
      MessageGroupId: 'g',
      MessageDeduplicationId: 'd',
    },
    messageAttributes: {
      reason: { dataType: 'String', stringValue: 'why', ...lists },
      bytes: { dataType: 'Binary', binaryValue: 'AQI=', ...lists },
    },
    md5OfBody: 'bb6cb5c68df4652941caf652a366f2d8',
    md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:local-1:000000000000:work.fifo',
    awsRegion: 'local-1',
  })
  expect(consumer.records()[1]).not.toHaveProperty('md5OfMessageAttributes')
  expect(consumer.records()[1]!.messageAttributes).toEqual({})
  expect(handled).toEqual([
    { id: expect.any(Number), functionName: 'fixture-dev-http', messages: 2, failed: 0, ms: expect.any(Number) },
    { id: handled[0]!.id + 1, functionName: 'fixture-dev-http', messages: 1, failed: 0, ms: expect.any(Number) },
  ])
  expect([await queue.waiting(), await queue.inFlight()]).toEqual([0, 0])
})

test('no more batches than the maximum concurrency are under way at once', async () => {
  const engine = await queuesOf({ work: {} })
  const queue = engine.of('work')
  const { file, open } = gate()
  const consumer = consumerOf(`await until('${file}')`, 4)
  await queue.send('a', 'b', 'c', 'd')
  const { handled } = connect(engine, queue, consumer, { batchSize: 1, maximumConcurrency: 2 })
  await until(() => consumer.records().length === 2)
  expect([await queue.waiting(), await queue.inFlight()]).toEqual([2, 2])
  open()
  await until(() => handled.length === 4 && consumer.bodies().length === 4)
  expect(consumer.bodies().sort()).toEqual(['a', 'b', 'c', 'd'])
})

/** What a function answers to two messages, and how many of them have failed by that. */
const answers: [answer: string, failed: number, reportsFailures?: false][] = [
  ['return null', 0],
  ['return {}', 0],
  ['return { batchItemFailures: null }', 0],
  ['return answer()', 0],
  ['return answer(records[1])', 1],
  ['return answer(...records)', 2],
  ['return answer(records[0])', 0, false],
  ['return "gibberish"', 0, false],
  ['return answer(records[0], { messageId: "of-another-batch" })', 2],
  ['return answer({ messageId: "" })', 2],
  ['return { batchItemFailures: [{ messageId: records[0].messageId }] }', 2],
  ['return { batchItemFailures: records[0].messageId }', 2],
  ['return records', 2],
  ['return "gibberish"', 2],
  ['throw new RangeError("no")', 2],
  ['throw new RangeError("no")', 2, false],
]

test('how many messages fail is the answer’s to say: those it names, all if it can’t be understood', async () => {
  const names = answers.map((_, index) => `queue-${index}`)
  const engine = await queuesOf(Object.fromEntries(names.map((name) => [name, {}])))
  const consumer = consumerOf('return new Function("records", "answer", bodies[0])(records, answer)')
  const became = answers.map(async ([answer, , reportsFailures = true], index) => {
    const queue = engine.of(names[index]!)
    await queue.send(answer, answer)
    const { handled } = connect(engine, queue, consumer, { reportsFailures })
    await until(() => handled.length === 1)
    const [{ messages, failed, error }] = handled as [(typeof handled)[0]]
    const left = [await queue.waiting(), await queue.inFlight()]
    return [answer, { messages, failed, left, isWhole: error !== undefined }]
  })
  expect(await Promise.all(became)).toEqual(
    answers.map(([answer, failed, reportsFailures]) => {
      const isWhole = failed === 2 && (reportsFailures === false || answer !== 'return answer(...records)')
      return [answer, { messages: 2, failed, left: [0, failed], isWhole }]
    }),
  )
})

test('a message that failed comes back when its visibility timeout ends, the queue’s or one given meanwhile', async () => {
  const engine = await queuesOf({ short: { VisibilityTimeout: '1' }, long: { VisibilityTimeout: '900' } })
  const [short, long] = [engine.of('short'), engine.of('long')]
  const { file, open } = gate()
  const consumer = consumerOf(
    `if (records[0].attributes.ApproximateReceiveCount > 1) return
    if (bodies[0] === 'long') await until('${file}')
    return answer(...records)`,
    2,
  )
  for (const queue of [short, long]) connect(engine, queue, consumer)
  await Promise.all([short.send('short'), long.send('long')])
  const given = (body: string) => consumer.records().filter((record) => record.body === body)
  await until(() => given('long').length === 1)
  await long.comeBackIn(1, given('long')[0]!)
  open()
  const comesBack = async (body: string) => {
    await until(() => given(body).length === 2)
    const [first, second] = given(body)
    expect(Date.now() - Number(first!.attributes.ApproximateFirstReceiveTimestamp)).toBeGreaterThanOrEqual(1000)
    expect(second!.messageId).toBe(first!.messageId)
    expect(second!.attributes.ApproximateReceiveCount).toBe('2')
  }
  await Promise.all(['short', 'long'].map(comesBack))
  await expect.poll(() => Promise.all([short, long].map((queue) => queue.inFlight()))).toEqual([0, 0])
})
