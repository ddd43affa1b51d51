import { randomUUID } from 'node:crypto'

interface Message {
  readonly messageId: string
  readonly sequenceNumber?: string
  readonly body: string
  readonly md5OfBody: string
  readonly messageAttributes: object
  readonly md5OfMessageAttributes?: string
  approximateReceiveCount: number
  approximateFirstReceiveTimestamp?: number
}

/** The engine's queue, as far as it hands out messages of a FIFO queue. */
interface EngineQueue {
  readonly attributes: Readonly<Record<string, string>>
  /** What may be handed out, by group. */
  readonly fifoMessages: Map<string, Message[]>
  /** How many of a group are in somebody's hands; the others wait for them. */
  readonly fifoLockedGroups: Map<string, number>
  readonly inflightMessages: Map<string, object>
  readonly processTimers: () => void
  readonly enqueue: (message: Message) => void
}

type QueueByArn = (arn: string) => EngineQueue | undefined

/**
 * Has all queues of this process hand out as many messages of one group as there is room for, before the next, as SQS does. By itself
 * the engine hands out one of each group: then each batch has the doorbells of ten accounts, and nine of these wait until the tenth has its
 * place in the quota.
 * @returns has them hand out as they did before, since whoever comes later in this process may count on that
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export async function handOutWholeGroups(): Promise<() => void> {
  // The engine has no setting for it, and exports neither its queue nor its store.
  const { SqsQueue } = await import(new URL('sqs/sqsStore.js', import.meta.resolve('fauxqs')).href)
  const before = SqsQueue.prototype.dequeueFifo
  SqsQueue.prototype.dequeueFifo = receive
  return () => {
    SqsQueue.prototype.dequeueFifo = before
  }
}

function receive(this: EngineQueue, most: number, visibilitySeconds: number | undefined, queueByArn?: QueueByArn) {
  this.processTimers()
  const seconds = visibilitySeconds ?? Number(this.attributes.VisibilityTimeout)
  const received: object[] = []
  for (const [group, waiting] of this.fifoMessages) {
    if (received.length === most) break
    if (this.fifoLockedGroups.has(group)) continue
    // Several that came back together stand in the wrong order.
    waiting.sort(bySequence)
    const some = waiting.splice(0, most - received.length).filter((message) => !isPutAway(message, this, queueByArn))
    if (waiting.length === 0) this.fifoMessages.delete(group)
    if (some.length > 0) this.fifoLockedGroups.set(group, some.length)
    received.push(...some.map((message) => handOut(message, this, seconds)))
  }
  return received
}

const bySequence = (one: Message, other: Message): number =>
  Number(one.sequenceNumber ?? 0) - Number(other.sequenceNumber ?? 0)

/** Counts a receive; one too many moves the message to the queue of dead letters. */
function isPutAway(message: Message, { attributes }: EngineQueue, queueByArn: QueueByArn | undefined): boolean {
  message.approximateReceiveCount++
  const { maxReceiveCount, deadLetterTargetArn } = JSON.parse(attributes.RedrivePolicy ?? '{}')
  const isWorn = message.approximateReceiveCount > Number(maxReceiveCount ?? Number.POSITIVE_INFINITY)
  const deadLetters = isWorn ? queueByArn?.(deadLetterTargetArn) : undefined
  deadLetters?.enqueue(message)
  return deadLetters !== undefined
}

function handOut(message: Message, { inflightMessages }: EngineQueue, seconds: number): object {
  const receiptHandle = randomUUID()
  const { messageId, body, md5OfBody, messageAttributes, md5OfMessageAttributes } = message
  message.approximateFirstReceiveTimestamp ??= Date.now()
  inflightMessages.set(receiptHandle, { message, receiptHandle, visibilityDeadline: Date.now() + seconds * 1000 })
  return {
    MessageId: messageId,
    ReceiptHandle: receiptHandle,
    MD5OfBody: md5OfBody,
    Body: body,
    ...(md5OfMessageAttributes !== undefined && { MD5OfMessageAttributes: md5OfMessageAttributes }),
    ...(Object.keys(messageAttributes).length > 0 && { MessageAttributes: messageAttributes }),
  }
}
