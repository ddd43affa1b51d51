import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { expect, onTestFinished, test } from 'vitest'
import type { LocalOptions } from '../../../local/aws/options.ts'
import { startLocal } from '../../../local/aws/start-local.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { sdk, serviceOf, until } from './fixture.ts'

const service = (more = '', source = '') =>
  serviceOf(
    `service: shop
provider: { runtime: nodejs24.x }
functions: { events: { handler: dist/events.handler${more} } }
resources:
  Resources:
    Bus: { Type: AWS::Events::EventBus, Properties: { Name: shop } }
    Letters: { Type: AWS::SQS::Queue, Properties: { QueueName: letters } }
    Orders:
      Type: AWS::Events::Rule
      Properties:
        EventBusName: { Ref: Bus }
        EventPattern: { detail-type: [order] }
        Targets: [{ Id: events, Arn: { 'Fn::GetAtt': [EventsLambdaFunction, Arn] } }]
    Nightly:
      Type: AWS::Events::Rule
      Properties:
        EventBusName: { Ref: Bus }
        EventPattern: { detail-type: [night] }
        Targets: [{ Id: events, Arn: { 'Fn::GetAtt': [EventsLambdaFunction, Arn] }, Input: '{ "operation": "count" }' }]`,
    { events: `export const handler = async (event) => { console.log(JSON.stringify(event)); ${source} }` },
  )

async function start(options: LocalOptions) {
  const lines: string[] = []
  const local = await startLocal({
    seed: strictSeed,
    verbose: true,
    retryDelaysMs: [1, 1],
    log: (line) => lines.push(line),
    ...options,
  })
  onTestFinished(() => local.close())
  const client = new EventBridgeClient(sdk(local.bus!.url))
  onTestFinished(() => client.destroy())
  const put = (DetailType: string, detail: object = {}, EventBusName = 'shop') => {
    const entry = { EventBusName, Source: 'till', DetailType, Detail: JSON.stringify(detail), TraceHeader: 'Root=1-a' }
    return client.send(new PutEventsCommand({ Entries: [entry] }))
  }
  return { local, lines, put }
}

test('a rule’s function gets the event as it is, or the constant of its target', async () => {
  const { lines, put } = await start({ serverless: service() })
  const { Entries } = await put('order', { price: 7 })
  await put('night')
  await put('refund')
  const got = () =>
    lines.filter((line) => line.startsWith('    log   ')).map((line) => JSON.parse(line.slice('    log   '.length)))
  await until(() => got().length === 2)
  expect(got()).toContainEqual(expect.objectContaining({ id: Entries![0]!.EventId, detail: { price: 7 } }))
  expect(got()).toContainEqual({ operation: 'count' })
})

test('an event that fails for good lies in the function’s on-failure queue; every attempt has its line', async () => {
  const failing =
    ", maximumRetryAttempts: 1, destinations: { onFailure: { type: sqs, arn: { 'Fn::GetAtt': [Letters, Arn] } } }"
  const { local, lines, put } = await start({ serverless: service(failing, 'throw new RangeError("no stock")') })
  const client = new SQSClient(sdk(local.queues!.url))
  onTestFinished(() => client.destroy())
  const { Entries } = await put('order', { price: 7 })
  const letters: Message[] = []
  const receive = new ReceiveMessageCommand({ QueueUrl: local.queues!.queues.Letters!.url, WaitTimeSeconds: 20 })
  await until(async () => letters.push(...((await client.send(receive)).Messages ?? [])) > 0)
  expect(JSON.parse(letters[0]!.Body!)).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
    requestPayload: { id: Entries![0]!.EventId, detail: { price: 7 } },
    responsePayload: { errorType: 'RangeError', errorMessage: 'no stock' },
  })
  expect(lines.filter((line) => !line.includes('    log   '))).toEqual([
    'event  order  till',
    '    shop-dev-events  attempt 1  RangeError: no stock  next: retry',
    '    shop-dev-events  attempt 2  RangeError: no stock  next: on-failure queue',
  ])
})

test('an event says in its line what it tells and where it was lost, whatever is in it', async () => {
  const { lines, put } = await start({ serverless: service(), verbose: false })
  await put('refund', { app: 'asia', answer: { body: { outcome: 'partial', counts: { ok: 1, failed: 2 } } } })
  await put('refund', { code: 'NO_STOCK', responses: [null, { status: 200 }] })
  await put('order', {}, 'shpo')
  expect(lines).toEqual([
    'event  refund  till  asia  partial  ok 1, failed 2',
    'event  refund  till  NO_STOCK  responses  200',
    'event  order  till  dropped: there is no bus shpo',
  ])
})

test.each([
  [", events: [{ sqs: 'arn:aws:sqs:local-1:000000000000:gone' }]"],
  [", destinations: { onFailure: 'arn:aws:sqs:local-1:000000000000:gone' }"],
])('a function with%s, a queue that isn’t here, is refused', async (more) => {
  const failing = startLocal({ serverless: service(more), seed: strictSeed })
  const message = expect.stringContaining('wants the queue arn:aws:sqs:local-1:000000000000:gone')
  await expect(failing).rejects.toMatchObject({ name: 'StartError', message })
})

test('once all is closed nothing keeps the process that started it, whatever waited or was under way', async () => {
  const watching = ", events: [{ sqs: { arn: { 'Fn::GetAtt': [Letters, Arn] } } }]"
  const body = 'if (event.Records) await new Promise(() => setInterval(() => {}, 1000)); throw new Error("no")'
  const modules = pathToFileURL(path.join(import.meta.dirname, '../../../local/aws/start-local.ts')).href
  const script = `import { startLocal } from '${modules}'
    const lines = []
    const options = { serverless: '${service(watching, body)}', log: (line) => lines.push(line), retryDelaysMs: [60_000] }
    const { bus, queues, close } = await startLocal(options)
    const call = async (url, type, target, body) => (await fetch(url, {
      method: 'POST',
      headers: { 'content-type': type, 'x-amz-target': target, authorization: 'AWS4-HMAC-SHA256 x' },
      body: JSON.stringify(body),
    })).json()
    const entry = { EventBusName: 'shop', Source: 'till', DetailType: 'order', Detail: '{}' }
    const QueueUrl = queues.queues.Letters.url
    const askQueue = (action, more) => call(queues.url, 'application/x-amz-json-1.0', 'AmazonSQS.' + action, { QueueUrl, ...more })
    await call(bus.url, 'application/x-amz-json-1.1', 'AWSEvents.PutEvents', { Entries: [entry] })
    await askQueue('SendMessage', { MessageBody: 'a' })
    while (!lines.some((line) => line.includes('next: retry'))) await new Promise((resolve) => setTimeout(resolve, 5))
    const wanted = { AttributeNames: ['ApproximateNumberOfMessagesNotVisible'] }
    while (!JSON.stringify(await askQueue('GetQueueAttributes', wanted)).includes('"1"'));
    await close()
    console.log('closed')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script])
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = text(child.stdout)
  expect(await once(child, 'exit')).toEqual([0, null])
  expect(await said).toBe('closed\n')
})
