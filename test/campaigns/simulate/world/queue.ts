import type { SQSRecord } from 'aws-lambda'
import type { ConnectQueue } from '../../../../lib/jobs/job-queue.ts'
import { type Client, named, type Service } from './service.ts'
import type { VirtualTime } from './virtual-time.ts'

interface Message {
  readonly id: string
  readonly deduplicationId: string
  /** Rises with every message that comes. */
  readonly order: number
  readonly body: string
  /** Virtual time, as the next. */
  readonly sentAt: number
  /** Until when nobody else sees it. */
  hiddenUntil: number
  received: number
  receipt: string
}

/** What waits of one group, oldest first. */
interface Group {
  readonly name: string
  readonly messages: Message[]
  /** Until when one of them is in somebody's hands, and the others wait for it. Virtual time. */
  lockedUntil: number
  isFree: boolean
}

const DEDUPLICATION_MS = 300_000
/** As resources/queues.yml sets it. */
const VISIBILITY_MS = 360_000
const MOST_RECEIVED = 10
/** Of a FIFO queue SQS looks through so many messages, the oldest, for groups that are free. */
const LOOKED_THROUGH = 120_000

/** A FIFO queue in high-throughput mode: order and one receiver at a time in each group, at least once; the oldest are handed out first. */
export class FifoQueue {
  readonly #time: VirtualTime
  readonly #lookedThrough: number
  readonly #groups = new Map<string, Group>()
  /** Groups that may have something to hand out, in the order of their oldest messages. */
  #free: Group[] = []
  /** All messages, oldest first. */
  readonly #all = new Set<Message>()
  readonly #held = new Map<string, { readonly group: Group; readonly message: Message }>()
  readonly #known = new Map<string, number>()
  #made = 0

  constructor(time: VirtualTime, lookedThrough = LOOKED_THROUGH) {
    this.#time = time
    this.#lookedThrough = lookedThrough
  }

  /** How many messages there are. */
  get size(): number {
    return this.#all.size
  }

  send(groupName: string, deduplicationId: string, body: string): void {
    const { now } = this.#time
    const key = `${groupName} ${deduplicationId}`
    if (now < (this.#known.get(key) ?? 0)) return
    this.#known.set(key, now + DEDUPLICATION_MS)
    const group = this.#groups.get(groupName) ?? { name: groupName, messages: [], lockedUntil: 0, isFree: false }
    this.#groups.set(groupName, group)
    const order = this.#made++
    const sent = { id: `m${order}`, order, deduplicationId, body, sentAt: now }
    const message: Message = { ...sent, hiddenUntil: 0, received: 0, receipt: '' }
    group.messages.push(message)
    this.#all.add(message)
    if (group.messages.length === 1) this.#release(group)
  }

  /** Up to ten messages, several of one group among them; of a group with one in flight there is none. */
  receive(): SQSRecord[] {
    const { now } = this.#time
    const received: SQSRecord[] = []
    const left: Group[] = []
    const last = this.#lastLookedAt()
    for (const [index, group] of this.#free.entries()) {
      const [first] = group.messages
      if (received.length === MOST_RECEIVED || (first && first.order > last)) {
        left.push(...this.#free.slice(index))
        break
      }
      group.isFree = false
      if (!first || group.lockedUntil > now) continue
      for (const message of group.messages.slice(0, MOST_RECEIVED - received.length)) {
        received.push(this.#handOut(group, message))
      }
      this.#lock(group)
    }
    this.#free = left
    return received
  }

  #handOut(group: Group, message: Message): SQSRecord {
    this.#held.delete(message.receipt)
    message.received++
    message.hiddenUntil = this.#time.now + VISIBILITY_MS
    message.receipt = `${message.id}/${message.received}`
    this.#held.set(message.receipt, { group, message })
    const attributes = {
      MessageGroupId: group.name,
      MessageDeduplicationId: message.deduplicationId,
      ApproximateReceiveCount: String(message.received),
      SentTimestamp: String(Math.floor(message.sentAt)),
    }
    return { messageId: message.id, receiptHandle: message.receipt, body: message.body, attributes } as SQSRecord
  }

  /** Keeps the others of its group from being handed out until the last one in somebody's hands is visible again, or gone. */
  #lock(group: Group): void {
    const until = group.messages.reduce((latest, { hiddenUntil }) => Math.max(latest, hiddenUntil), 0)
    group.lockedUntil = until
    if (until <= this.#time.now) this.#release(group)
    else
      this.#time.after(until - this.#time.now, () => {
        if (group.lockedUntil === until) this.#release(group)
      })
  }

  #release(group: Group): void {
    const [first] = group.messages
    if (!first || group.isFree) return
    group.isFree = true
    const index = this.#free.findLastIndex(({ messages: [other] }) => other !== undefined && other.order < first.order)
    this.#free.splice(index + 1, 0, group)
  }

  /** The order of the last message that the queue looks at. */
  #lastLookedAt(): number {
    if (this.#all.size <= this.#lookedThrough) return Number.POSITIVE_INFINITY
    let count = 0
    for (const { order } of this.#all) if (++count === this.#lookedThrough) return order
    return Number.POSITIVE_INFINITY
  }

  delete({ receiptHandle }: SQSRecord): void {
    const { group, message } = this.#held.get(receiptHandle) ?? {}
    if (!group || !message) return
    this.#held.delete(receiptHandle)
    group.messages.splice(group.messages.indexOf(message), 1)
    this.#all.delete(message)
    if (group.messages.length === 0) this.#groups.delete(group.name)
    this.#lock(group)
  }

  /** False where the receipt is old, or its message is visible again. */
  hide(receiptHandle: string, ms: number): boolean {
    const { now } = this.#time
    const { group, message } = this.#held.get(receiptHandle) ?? {}
    if (!group || !message || message.hiddenUntil <= now) return false
    message.hiddenUntil = now + ms
    this.#lock(group)
    return true
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

class GetAttributes {}

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
  const send = (command: Send | ChangeVisibility | GetAttributes) => {
    const apply = () => {
      if (command instanceof Send) return put(queues, command)
      return command instanceof ChangeVisibility ? hideAll(queues, command) : sizeOf(queues)
    }
    return service.ask({ client, apply, patienceMs: PATIENCE_MS, tries: TRIES })
  }
  const sdk = {
    SendMessageCommand: Send,
    ChangeMessageVisibilityBatchCommand: ChangeVisibility,
    GetQueueAttributesCommand: GetAttributes,
  }
  return async () => ({ sdk, client: { send } }) as unknown as Awaited<ReturnType<ConnectQueue>>
}

function put({ jobsUrl, jobs, bury }: Queues, { input }: Send): object {
  const { QueueUrl, MessageBody, MessageGroupId, MessageDeduplicationId } = input
  if (QueueUrl !== jobsUrl) bury({ group: MessageGroupId, deduplicationId: MessageDeduplicationId, text: MessageBody })
  else if (MessageGroupId === undefined || MessageDeduplicationId === undefined) throw named('MissingParameter')
  else jobs.send(MessageGroupId, MessageDeduplicationId, MessageBody)
  return {}
}

const sizeOf = ({ jobs }: Queues) => ({ Attributes: { ApproximateNumberOfMessages: String(jobs.size) } })

function hideAll({ jobs }: Queues, { input }: ChangeVisibility): object {
  const refused = input.Entries.filter(({ ReceiptHandle, VisibilityTimeout }) => {
    return !jobs.hide(ReceiptHandle, VisibilityTimeout * 1000)
  })
  return { Failed: refused.map(({ ReceiptHandle }) => ({ Id: ReceiptHandle, Message: 'not in flight' })) }
}
