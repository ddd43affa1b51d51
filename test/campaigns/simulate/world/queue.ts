import type { SQSRecord } from 'aws-lambda'
import type { ConnectQueue } from '../../../../lib/ledger/job-queue.ts'
import { type Client, named, type Service } from './service.ts'
import type { VirtualTime } from './virtual-time.ts'

interface Message {
  readonly id: string
  readonly group: string
  readonly deduplicationId: string
  readonly body: string
  /** Until when nobody else sees it; virtual time. */
  hiddenUntil: number
  received: number
  receipt: string
}

const DEDUPLICATION_MS = 300_000
/** As resources/queues.yml sets it. */
const VISIBILITY_MS = 360_000
const MOST_RECEIVED = 10

/** A FIFO queue in high-throughput mode: order and one receiver at a time in each group, at least once. */
export class FifoQueue {
  readonly #time: VirtualTime
  readonly #groups = new Map<string, Message[]>()
  readonly #known = new Map<string, number>()
  #made = 0

  constructor(time: VirtualTime) {
    this.#time = time
  }

  get size(): number {
    return this.#groups.size
  }

  send(group: string, deduplicationId: string, body: string): void {
    const { now } = this.#time
    const key = `${group} ${deduplicationId}`
    if (now < (this.#known.get(key) ?? 0)) return
    this.#known.set(key, now + DEDUPLICATION_MS)
    const messages = this.#groups.get(group) ?? []
    this.#groups.set(group, messages)
    const id = `m${this.#made++}`
    messages.push({ id, group, deduplicationId, body, hiddenUntil: 0, received: 0, receipt: '' })
  }

  /** Up to ten messages, several of one group among them; of a group with one in flight there is none. */
  receive(): SQSRecord[] {
    const { now } = this.#time
    const received: Message[] = []
    const served = new Map<string, Message[]>()
    for (const [group, messages] of this.#groups) {
      if (received.length === MOST_RECEIVED) break
      if (messages.some(({ hiddenUntil }) => hiddenUntil > now)) continue
      received.push(...messages.slice(0, MOST_RECEIVED - received.length))
      served.set(group, messages)
    }
    // Whoever has been served goes behind the others.
    for (const [group, messages] of served) {
      this.#groups.delete(group)
      this.#groups.set(group, messages)
    }
    return received.map((message) => this.#handOut(message))
  }

  #handOut(message: Message): SQSRecord {
    message.received++
    message.hiddenUntil = this.#time.now + VISIBILITY_MS
    message.receipt = `${message.id}/${message.received}`
    const attributes = {
      MessageGroupId: message.group,
      MessageDeduplicationId: message.deduplicationId,
      ApproximateReceiveCount: String(message.received),
    }
    return { messageId: message.id, receiptHandle: message.receipt, body: message.body, attributes } as SQSRecord
  }

  delete({ receiptHandle, attributes }: SQSRecord): void {
    const { MessageGroupId: group = '' } = attributes
    const messages = this.#groups.get(group)
    const index = messages?.findIndex(({ receipt }) => receipt === receiptHandle) ?? -1
    if (index < 0) return
    messages?.splice(index, 1)
    if (messages?.length === 0) this.#groups.delete(group)
  }

  /** False where the receipt is old, or its message is visible again. */
  hide(receiptHandle: string, ms: number): boolean {
    const { now } = this.#time
    for (const messages of this.#groups.values()) {
      const message = messages.find(({ receipt }) => receipt === receiptHandle)
      if (message && message.hiddenUntil > now) {
        message.hiddenUntil = now + ms
        return true
      }
    }
    return false
  }

  /** Forgets what is too old to tell a repeat by. */
  sweep(): void {
    for (const [key, until] of this.#known) if (until < this.#time.now) this.#known.delete(key)
  }
}

class Send {
  readonly input: { readonly QueueUrl: string; readonly MessageBody: string } & Readonly<Record<string, string>>
  constructor(input: Send['input']) {
    this.input = input
  }
}

interface Visibility {
  readonly ReceiptHandle: string
  readonly VisibilityTimeout: number
}

class ChangeVisibility {
  readonly input: { readonly Entries: readonly Visibility[] }
  constructor(input: ChangeVisibility['input']) {
    this.input = input
  }
}

export interface Queues {
  readonly jobsUrl: string
  readonly jobs: FifoQueue
  /** Told of every dead letter. */
  readonly bury: (letter: LaidDown) => void
}

/** A dead letter; of a queue that keeps no order it has neither group nor id. */
export interface LaidDown {
  readonly group?: string | undefined
  readonly deduplicationId?: string | undefined
  readonly text: string
}

const PATIENCE_MS = 3000
const TRIES = 3

/** A client of the simulated queues. */
export const connectTo = (queues: Queues, service: Service, client: Client): ConnectQueue => {
  const send = (command: Send | ChangeVisibility) => {
    const apply = () => (command instanceof Send ? put(queues, command) : hideAll(queues, command))
    return service.ask({ client, apply, patienceMs: PATIENCE_MS, tries: TRIES })
  }
  const sdk = { SendMessageCommand: Send, ChangeMessageVisibilityBatchCommand: ChangeVisibility }
  return async () => ({ sdk, client: { send } }) as unknown as Awaited<ReturnType<ConnectQueue>>
}

function put({ jobsUrl, jobs, bury }: Queues, { input }: Send): object {
  const { QueueUrl, MessageBody, MessageGroupId, MessageDeduplicationId } = input
  if (QueueUrl !== jobsUrl) bury({ group: MessageGroupId, deduplicationId: MessageDeduplicationId, text: MessageBody })
  else if (MessageGroupId === undefined || MessageDeduplicationId === undefined) throw named('MissingParameter')
  else jobs.send(MessageGroupId, MessageDeduplicationId, MessageBody)
  return {}
}

function hideAll({ jobs }: Queues, { input }: ChangeVisibility): object {
  const refused = input.Entries.filter(({ ReceiptHandle, VisibilityTimeout }) => {
    return !jobs.hide(ReceiptHandle, VisibilityTimeout * 1000)
  })
  return { Failed: refused.map(({ ReceiptHandle }) => ({ Id: ReceiptHandle, Message: 'not in flight' })) }
}
