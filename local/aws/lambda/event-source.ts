import { setTimeout } from 'node:timers/promises'
import {
  DeleteMessageBatchCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import { REGION } from '../account.ts'
import { InvocationError } from './invocation-error.ts'
import type { Pool } from './pool.ts'
import type { QueueSource } from './triggers.ts'

/** What became of a batch. */
export interface HandledBatch {
  id: number
  functionName: string
  messages: number
  /** Those that failed; they come back when their visibility timeout ends. */
  failed: number
  ms: number
  /** Why the whole batch failed, where it did. */
  error?: string | undefined
}

export interface EventSourceOptions {
  pool: Pool
  source: QueueSource
  client: SQSClient
  queueUrl: string
  arrived?: (batchId: number) => void
  handled?: (batch: HandledBatch) => void
}

export interface EventSource {
  /** Takes no further messages. Invocations under way end with their pool. */
  close(): void
}

const WAIT_SECONDS = 20
const LONGEST_PAUSE_MS = 5000
let batches = 0

/**
 * Empties a queue into a function as Lambda's event source mapping does: batches, so many at once, what succeeded deleted and
 * what failed left to its visibility timeout, which the function may have changed.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function startEventSource(options: EventSourceOptions): EventSource {
  const closing = new AbortController()
  void poll(options, closing.signal)
  return { close: () => closing.abort() }
}

async function poll(options: EventSourceOptions, closing: AbortSignal): Promise<void> {
  const underWay = new Set<Promise<void>>()
  let pauseMs = 100
  while (!closing.aborted) {
    if (underWay.size >= options.source.maximumConcurrency) {
      await Promise.race(underWay)
      continue
    }
    const messages = await receive(options, closing)
    if (messages === undefined) {
      await setTimeout(pauseMs, undefined, { signal: closing }).catch(() => undefined)
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      continue
    }
    pauseMs = 100
    if (messages.length === 0 || closing.aborted) continue
    const batch: Promise<void> = handle(options, messages, closing).finally(() => underWay.delete(batch))
    underWay.add(batch)
  }
}

/** Nothing where the queue can't be asked: the engine is down, and so may all of it be for a moment. */
async function receive({ source, client, queueUrl }: EventSourceOptions, closing: AbortSignal) {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: source.batchSize,
    WaitTimeSeconds: WAIT_SECONDS,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  })
  try {
    return (await client.send(command, { abortSignal: closing })).Messages ?? []
  } catch {
    return undefined
  }
}

async function handle(options: EventSourceOptions, messages: Message[], closing: AbortSignal): Promise<void> {
  const { pool, source, arrived, handled } = options
  const id = ++batches
  const startedAt = Date.now()
  arrived?.(id)
  const { failed, error } = await run(pool, source, messages)
  if (closing.aborted) return
  const succeeded = messages.filter(({ MessageId }) => !failed.has(MessageId!))
  const deleted = await remove(options, succeeded)
  handled?.({
    id,
    functionName: pool.settings.name,
    messages: messages.length,
    failed: failed.size,
    ms: Date.now() - startedAt,
    error: error ?? deleted,
  })
}

/** Ids of the messages that failed, and why all did where the batch failed whole. */
async function run(
  pool: Pool,
  source: QueueSource,
  messages: Message[],
): Promise<{ failed: Set<string>; error?: string }> {
  const ids = messages.map(({ MessageId }) => MessageId!)
  try {
    const answer = await pool.invoke({ Records: messages.map((message) => recordOf(message, source.queueArn)) })
    if (!source.reportsFailures) return { failed: new Set() }
    const failed = failuresIn(answer, ids)
    return failed ? { failed } : { failed: new Set(ids), error: 'its answer names no messages of the batch' }
  } catch (error) {
    if (!(error instanceof InvocationError)) throw error
    return { failed: new Set(ids), error: `${error.type}: ${error.message}` }
  }
}

/**
 * The failed messages that an answer names: none where it says nothing, undefined where it can't be understood.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
function failuresIn(answer: unknown, ids: string[]): Set<string> | undefined {
  if (answer === null) return new Set()
  if (typeof answer !== 'object' || Array.isArray(answer)) return undefined
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures ?? []
  if (!Array.isArray(failures)) return undefined
  const named = failures.map((failure) => Object(failure).itemIdentifier)
  return named.every((id) => ids.includes(id)) ? new Set(named) : undefined
}

/** What went wrong, where it did: the messages then come back, as they may on AWS too. */
async function remove({ client, queueUrl }: EventSourceOptions, messages: Message[]): Promise<string | undefined> {
  if (messages.length === 0) return undefined
  const entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }))
  try {
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }))
    return undefined
  } catch (error) {
    return `its messages could not be deleted: ${(error as Error).message}`
  }
}

/** A record of the function's event, whose names begin small where SQS begins them large. */
function recordOf(message: Message, queueArn: string): object {
  const attributes = Object.entries(message.MessageAttributes ?? {})
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(attributes.map(([name, value]) => [name, attributeOf(value)])),
    ...(message.MD5OfMessageAttributes && { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: REGION,
  }
}

function attributeOf({ StringValue, BinaryValue, DataType }: MessageAttributeValue): object {
  return {
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue !== undefined && { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
    stringListValues: [],
    binaryListValues: [],
    dataType: DataType,
  }
}
