import { writeFileSync } from 'node:fs'
import path from 'node:path'
import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  type QueueAttributeName,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SQSClient,
} from '@aws-sdk/client-sqs'
import type { SQSEvent, SQSRecord } from 'aws-lambda'
import { onTestFinished } from 'vitest'
import { type HandledBatch, startEventSource } from '../../../local/aws/lambda/event-source.ts'
import type { QueueSource } from '../../../local/aws/lambda/triggers.ts'
import { type Queue, startQueues } from '../../../local/aws/queues.ts'
import { functionOf, poolOf, sdk, temporaryFolder } from './fixture.ts'

/** Queues by name, empty, with a client for them; gone after the test. */
export async function queuesOf(attributes: Record<string, Record<string, string>>, port = 0) {
  const queues = Object.entries(attributes).map(([name, some]) => ({ id: name, place: name, name, attributes: some }))
  const started = await startQueues({ port, queues })
  onTestFinished(() => started.close())
  const client = new SQSClient(sdk(started.url))
  onTestFinished(() => client.destroy())
  return { ...started, client, of: (name: string) => actions(client, started.queues[name]!) }
}

/** What tests do with a queue. */
function actions(client: SQSClient, { url: QueueUrl, arn }: Queue) {
  const count = async (which: '' | 'NotVisible') => {
    const name: QueueAttributeName = `ApproximateNumberOfMessages${which}`
    const wanted = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] })
    return Number((await client.send(wanted)).Attributes![name])
  }
  return {
    url: QueueUrl,
    arn,
    /** Bodies, and groups where the queue has them. */
    send: (...messages: (string | [body: string, group: string])[]) => {
      const Entries = messages.map((message, index): SendMessageBatchRequestEntry => {
        if (typeof message === 'string') return { Id: String(index), MessageBody: message }
        const [MessageBody, MessageGroupId] = message
        return {
          Id: String(index),
          MessageBody,
          MessageGroupId,
          MessageDeduplicationId: `${MessageGroupId}-${MessageBody}`,
        }
      })
      return client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
    },
    comeBackIn: (VisibilityTimeout: number, { receiptHandle: ReceiptHandle }: SQSRecord) =>
      client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout })),
    waiting: () => count(''),
    inFlight: () => count('NotVisible'),
  }
}

/**
 * A function for a queue's messages, `body` the code of its handler (`records`, `bodies` and `answer(…ids)` at hand), and what it got.
 */
export function consumerOf(body: string, instances = 1) {
  const lines: string[] = []
  const settings = functionOf(
    `import { existsSync } from 'node:fs'
    const until = async (file) => { while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 5)) }
    const answer = (...failed) => ({ batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) })
    export const handler = async ({ Records: records }) => {
      const bodies = records.map(({ body }) => body)
      console.log(JSON.stringify({ Records: records }))
      ${body}
    }`,
    { timeoutSeconds: 20 },
  )
  const pool = poolOf(settings, instances, (line) => lines.push(line))
  // Lambda's own line about what failed stands between them.
  const batches = () => lines.map((line) => JSON.parse(line) as SQSEvent).filter(({ Records }) => Records !== undefined)
  const records = () => batches().flatMap(({ Records }) => Records)
  return { pool, batches, records, bodies: () => records().map(({ body }) => body) }
}

/** A file that a function can wait for. */
export function gate() {
  const file = path.join(temporaryFolder(), 'open')
  return { file, open: () => writeFileSync(file, '') }
}

/** Lets a queue invoke a function until the test is over. */
export function connect(
  { client }: { client: SQSClient },
  queue: { url: string; arn: string },
  { pool }: { pool: ReturnType<typeof poolOf> },
  source: Partial<QueueSource> = {},
) {
  const handled: HandledBatch[] = []
  const whole = { queueArn: queue.arn, batchSize: 10, maximumConcurrency: 5, reportsFailures: true, ...source }
  const started = startEventSource({
    pool,
    source: whole,
    client,
    queueUrl: queue.url,
    handled: (batch) => handled.push(batch),
  })
  onTestFinished(() => started.close())
  return { handled, close: started.close }
}
