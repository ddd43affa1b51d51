import { randomUUID } from 'node:crypto'
import { type AttributeValue, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda'
import { type Bus, startBus } from '../../local/aws/bus/server.ts'
import { type AwsProxy, startAwsProxy } from '../../local/aws/proxy.ts'
import { type Queues, readQueues, startQueues } from '../../local/aws/queues.ts'
import { readReferences } from '../../local/aws/references.ts'
import { Template } from '../../local/aws/template.ts'
import type { Answer } from './gateway/answer.ts'
import { readAnswer } from './gateway/answer.ts'
import { type Asked, httpEvent, invocationContext } from './gateway/invocation.ts'
import { type Capture, captureOutput } from './gateway/output-capture.ts'
import { coldHandler, type Handler } from './gateway/start.ts'
import { type Instances, startInstances } from './instances.ts'
import { type Result, resultsOn } from './results.ts'
import { guard } from './roles/guard.ts'

const BUS = 'chat-gateway-dev'

/** The three functions of one version. */
export interface Functions {
  readonly http: (asked: Asked) => Promise<Answer>
  /** Hands an event to the events function. */
  readonly event: (event: unknown, requestId?: string) => Promise<unknown>
  /** Hands doorbells to the worker. */
  readonly work: (records: readonly SQSRecord[], ms?: number) => Promise<SQSBatchResponse>
}

/** All three functions over stand-ins that they share, with proxies before DynamoDB, SQS and EventBridge; nothing calls anything by itself. */
export interface Deployment extends Pick<Instances, 'chat' | 'tables'>, Functions {
  readonly bus: Bus
  readonly dynamo: AwsProxy
  readonly sqs: AwsProxy
  readonly eventBridge: AwsProxy
  /** Those of another version, cold, over the same stand-ins: from a folder with their bundles. */
  readonly coldFunctions: (folder: string) => Promise<Functions>
  /** Another instance of the worker. */
  readonly coldWorker: () => Promise<Deployment['work']>
  /** The doorbells that the queue hands out, at most one a group, as Lambda would hand them on. */
  readonly doorbells: () => Promise<SQSRecord[]>
  /** Has the worker empty the queue, and answers how many doorbells it left to come back. */
  readonly drain: () => Promise<number>
  /** Bodies of the letters in a dead-letter queue, oldest first; they are taken out. */
  readonly letters: (of: 'jobs' | 'events') => Promise<Message[]>
  readonly waiting: () => Promise<number>
  /** What was printed since the last reset. */
  readonly output: Capture
  /** The results that have gone out on the bus since the last reset. */
  readonly results: () => Result[]
  /** Puts attributes into a job's record, behind everybody's back. */
  readonly changeJob: (jobId: string, attributes: Readonly<Record<string, AttributeValue>>) => Promise<void>
  readonly reset: () => Promise<void>
  readonly close: () => Promise<void>
}

export async function startDeployment(
  seed?: Parameters<typeof startInstances>[0],
  environment: Readonly<Record<string, string>> = {},
): Promise<Deployment> {
  const engines = await startEngines(seed, environment)
  const { shared, queues, bus, dynamo, sqs, eventBridge } = engines
  const { http, event, work } = await functionsOf(engines)
  const coldWorker = async () => workWith(await coldOf(engines, 'worker', 'JobsDeadLetters'))
  const client = new SQSClient({ endpoint: queues.url, region: 'local-1', credentials: CREDENTIALS })
  const jobsUrl = urlOf(queues, 'JobsQueue')
  const output = captureOutput()
  let seen = 0
  const lettersUrl = { jobs: urlOf(queues, 'JobsDeadLetters'), events: urlOf(queues, 'EventsDeadLetters') }
  return {
    ...shared,
    bus,
    dynamo,
    sqs,
    eventBridge,
    http,
    event,
    work,
    coldFunctions: (folder) => functionsOf(engines, folder),
    coldWorker,
    doorbells: async () => (await receive(client, jobsUrl)).map(recordOf),
    drain: () => drain(client, jobsUrl, work),
    letters: (of) => takeAll(client, lettersUrl[of]),
    waiting: () => count(client, jobsUrl),
    output,
    results: () => resultsOn(bus, seen),
    changeJob: (jobId, attributes) => changeJob(engines, jobId, attributes),
    reset: async () => {
      await reset(engines, client)
      seen = bus.events().at(-1)?.seq ?? 0
      output.clear()
    },
    close: async () => {
      output.stop()
      client.destroy()
      await closeAll(engines)
    },
  }
}

type Engines = Awaited<ReturnType<typeof startEngines>>

async function startEngines(seed: Parameters<typeof startInstances>[0], environment: Readonly<Record<string, string>>) {
  const template = new Template('serverless.yml', {})
  const queues = await startQueues({ port: 0, queues: readQueues(template, readReferences(template)) })
  const bus = await startBus({ port: 0, buses: [BUS], rules: [] })
  const [sqs, eventBridge] = [await startAwsProxy(queues.url, guard), await startAwsProxy(bus.url, guard)]
  const shared = await startInstances(seed, {
    AWS_ENDPOINT_URL_SQS: sqs.url,
    AWS_ENDPOINT_URL_EVENTBRIDGE: eventBridge.url,
    JOBS_TABLE: 'chat-gateway-dev-jobs',
    JOBS_QUEUE_URL: urlOf(queues, 'JobsQueue').replace(queues.url, sqs.url),
    EVENT_BUS: BUS,
    ...environment,
  })
  return { shared, queues, bus, sqs, eventBridge, dynamo: await startAwsProxy(shared.tables.url, guard) }
}

async function functionsOf(engines: Engines, folder?: string): Promise<Functions> {
  const http = await coldOf(engines, 'http', undefined, folder)
  const events = await coldOf(engines, 'events', 'EventsDeadLetters', folder)
  return {
    http: async (asked) => readAnswer(await http(httpEvent(asked), invocationContext(asked.ms))),
    event: (event, requestId = randomUUID()) => events(event, { ...invocationContext(), awsRequestId: requestId }),
    work: workWith(await coldOf(engines, 'worker', 'JobsDeadLetters', folder)),
  }
}

/** A cold instance of a function, whose dead letters go to that queue. */
function coldOf(
  { queues, sqs, dynamo }: Engines,
  name: 'http' | 'events' | 'worker',
  letters?: string,
  folder?: string,
): Promise<Handler> {
  process.env.AWS_ENDPOINT_URL_DYNAMODB = dynamo.url
  process.env.DEAD_LETTER_QUEUE_URL = letters === undefined ? '' : urlOf(queues, letters).replace(queues.url, sqs.url)
  return coldHandler(name, folder)
}

async function reset({ shared, queues, dynamo, sqs, eventBridge }: Engines, client: SQSClient): Promise<void> {
  for (const proxy of [dynamo, sqs, eventBridge]) proxy.mend()
  for (const { url } of Object.values(queues.queues)) await client.send(new PurgeQueueCommand({ QueueUrl: url }))
  await fetch(`${shared.chat.url}/_emulator/reset`, { method: 'POST' })
}

async function closeAll({ shared, queues, bus, dynamo, sqs, eventBridge }: Engines): Promise<void> {
  delete process.env.DEAD_LETTER_QUEUE_URL
  await Promise.all([dynamo, sqs, eventBridge].map((proxy) => proxy.close()))
  await Promise.all([shared.close(), queues.close(), bus.close()])
}

async function changeJob(
  { shared }: Engines,
  jobId: string,
  attributes: Readonly<Record<string, AttributeValue>>,
): Promise<void> {
  const { url, jobsName } = shared.tables
  const client = new DynamoDBClient({ endpoint: url, region: 'local-1', credentials: CREDENTIALS })
  const names = Object.keys(attributes)
  await client.send(
    new UpdateItemCommand({
      TableName: jobsName,
      Key: { pk: { S: `job#${jobId}` }, sk: { S: 'job' } },
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, attributes[name]!])),
    }),
  )
  client.destroy()
}

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' }
const urlOf = ({ queues }: Queues, id: string): string => queues[id]!.url

const workWith =
  (handler: Handler): Deployment['work'] =>
  async (records, ms = 55_000) =>
    (await handler({ Records: records }, invocationContext(ms))) as SQSBatchResponse

async function receive(client: SQSClient, QueueUrl: string): Promise<Message[]> {
  const names = { MessageSystemAttributeNames: ['All' as const], MessageAttributeNames: ['All'] }
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0, ...names }),
  )
  return Messages
}

/** A doorbell as Lambda hands it on. */
export const recordOf = ({ MessageId, ReceiptHandle, Body, Attributes = {} }: Message): SQSRecord =>
  ({
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: Attributes,
    messageAttributes: {},
    eventSource: 'aws:sqs',
  }) as unknown as SQSRecord

async function drain(client: SQSClient, QueueUrl: string, work: Deployment['work']): Promise<number> {
  let left = 0
  for (
    let messages = await receive(client, QueueUrl);
    messages.length > 0;
    messages = await receive(client, QueueUrl)
  ) {
    const { batchItemFailures } = await work(messages.map(recordOf))
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
    const done = messages.filter(({ MessageId }) => !failed.has(MessageId!))
    await Promise.all(
      done.map(({ ReceiptHandle }) => client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))),
    )
    left += failed.size
    if (failed.size === messages.length) break
  }
  return left
}

async function takeAll(client: SQSClient, QueueUrl: string): Promise<Message[]> {
  const all: Message[] = []
  for (let some = await receive(client, QueueUrl); some.length > 0; some = await receive(client, QueueUrl)) {
    all.push(...some)
    await Promise.all(
      some.map(({ ReceiptHandle }) => client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))),
    )
  }
  return all
}

async function count(client: SQSClient, QueueUrl: string): Promise<number> {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
  )
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name]), 0)
}
