import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { expect, onTestFinished, test } from 'vitest'
import { type QueuesOptions, readQueues, startQueues } from '../../../local/aws/queues.ts'
import { readReferences } from '../../../local/aws/references.ts'
import { Template } from '../../../local/aws/template.ts'
import { handOutWholeGroups } from '../../../local/aws/whole-groups.ts'
import { isReachable, SERVERLESS_YML, sdk, templateOf } from './fixture.ts'

const settingsOf = (template: Template) => readQueues(template, readReferences(template))

async function start(template: Template, options: Partial<QueuesOptions> = {}) {
  const started = await startQueues({ port: 0, queues: settingsOf(template), ...options })
  onTestFinished(() => started.close())
  // Its region is in the queues' names, as it is on AWS.
  const client = new SQSClient({ ...sdk(started.url), region: 'local-1' })
  onTestFinished(() => client.destroy())
  return { ...started, client }
}

const ofProject = () => new Template(SERVERLESS_YML, {})

const withQueue = (properties: string) =>
  templateOf(`service: chat
resources:
  Resources:
    Work: { Type: AWS::SQS::Queue, Properties: ${properties} }`)

test('the project’s queues are there as serverless.yml describes them', async () => {
  const { queues, client } = await start(ofProject())
  const arn = (name: string) => `arn:aws:sqs:local-1:000000000000:chat-gateway-dev-${name}`
  const attributesOf = async (id: string) => {
    const wanted = new GetQueueAttributesCommand({ QueueUrl: queues[id]!.url, AttributeNames: ['All'] })
    return (await client.send(wanted)).Attributes!
  }
  const highThroughput = {
    FifoQueue: 'true',
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
  }
  const { RedrivePolicy, ...jobs } = await attributesOf('JobsQueue')
  expect(jobs).toMatchObject({
    ...highThroughput,
    QueueArn: arn('jobs.fifo'),
    VisibilityTimeout: '360',
    MessageRetentionPeriod: '518400',
    SqsManagedSseEnabled: 'true',
  })
  expect(JSON.parse(RedrivePolicy!)).toEqual({ deadLetterTargetArn: arn('dead-jobs.fifo'), maxReceiveCount: 1000 })
  expect(await attributesOf('JobsDeadLetters')).toMatchObject({ ...highThroughput, MessageRetentionPeriod: '1209600' })
  const letters = await attributesOf('EventsDeadLetters')
  expect(letters).toMatchObject({ QueueArn: arn('dead-events'), MessageRetentionPeriod: '1209600' })
  expect(letters).not.toHaveProperty('FifoQueue')
})

test('their URLs are those that SQS itself names, and lead there', async () => {
  const { queues, client } = await start(ofProject())
  const urls = Object.values(queues).map(({ url }) => url)
  expect((await client.send(new ListQueuesCommand({}))).QueueUrls!.sort()).toEqual(urls.sort())
  const { name, url: QueueUrl } = queues.JobsQueue!
  expect(await client.send(new GetQueueUrlCommand({ QueueName: name }))).toMatchObject({ QueueUrl })
  const fifo = { MessageGroupId: 'default/alice', MessageDeduplicationId: 'job' }
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'text', ...fifo }))
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl }))
  expect(Messages).toMatchObject([{ Body: 'text' }])
})

const sendOf = (QueueUrl: string, id: string) =>
  new SendMessageCommand({ QueueUrl, MessageBody: id, MessageGroupId: id.slice(0, 1), MessageDeduplicationId: id })

/** A queue with these messages, the first letter of each its group; what each receive of up to five brings. */
async function receiving(...ids: readonly string[]) {
  const { queues, client } = await start(ofProject(), { visibilityTimeoutSeconds: 1 })
  const { url: QueueUrl } = queues.JobsQueue!
  for (const id of ids) await client.send(sendOf(QueueUrl, id))
  return async () => {
    const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 5, WaitTimeSeconds: 5 })
    return (await client.send(command)).Messages?.map(({ Body }) => Body)
  }
}

test('as many of one group as there is room for are handed out together, in their order, and so again when they come back', async () => {
  onTestFinished(await handOutWholeGroups())
  const receive = await receiving('a1', 'b1', 'a2', 'b2', 'a3', 'c1')
  expect(await receive()).toEqual(['a1', 'a2', 'a3', 'b1', 'b2'])
  expect(await receive()).toEqual(['c1'])
  let again: Awaited<ReturnType<typeof receive>>
  while (!again?.includes('a3')) again = await receive()
  expect(again.filter((body) => body?.startsWith('a'))).toEqual(['a1', 'a2', 'a3'])
})

test('once that is undone, the engine hands out one of each group, as it did before', async () => {
  const undo = await handOutWholeGroups()
  undo()
  const receive = await receiving('a1', 'b1', 'a2')
  expect(await receive()).toEqual(['a1', 'b1'])
})

test('one visibility timeout can stand in for all', async () => {
  const { queues, client } = await start(ofProject(), { visibilityTimeoutSeconds: 0 })
  const { url: QueueUrl } = queues.JobsQueue!
  const wanted = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout', 'FifoQueue'] })
  expect((await client.send(wanted)).Attributes).toEqual({ VisibilityTimeout: '0', FifoQueue: 'true' })
})

test.each([
  ['{ VisibilityTimeout: 30 }', 'give the queue a QueueName'],
  ["{ QueueName: { 'Fn::Sub': work } }", 'give the queue a QueueName'],
  ['{ QueueName: work, VisiblityTimeout: 30 }', 'a queue has no "VisiblityTimeout"'],
  [
    "{ QueueName: work, RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [Gone, Arn] } } }",
    'known only once deployed',
  ],
])('a queue of %s is refused, and its place is named', (properties, words) => {
  const failing = () => settingsOf(withQueue(properties))
  expect(failing).toThrow('serverless.yml: resources.Resources.Work.Properties')
  expect(failing).toThrow(words)
})

test('what SQS won’t have is a StartError with its place, and nothing is left running', async () => {
  const { url } = await start(withQueue('{ QueueName: work }'))
  const taken = startQueues({ port: Number(new URL(url).port), queues: [] })
  await expect(taken).rejects.toMatchObject({ name: 'StartError', message: expect.stringContaining('--queues-port') })
  const free = await start(withQueue('{ QueueName: work }'))
  await free.close()
  const queues = settingsOf(withQueue('{ QueueName: work, VisibilityTimeout: 43201 }'))
  await expect(startQueues({ port: Number(new URL(free.url).port), queues })).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringMatching(/Work.Properties: SQS won't have the queue: .*VisibilityTimeout/),
  })
  expect(await isReachable(free.url)).toBe(false)
})
