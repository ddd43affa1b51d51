import type { SQSClient } from '@aws-sdk/client-sqs'
import { StateUnavailable } from '../ledger/state-table.ts'
import { AwsRequests, sending } from '../sockets/aws-requests.ts'
import type { Job } from './job.ts'
import { type Letter, writeLetter } from './letters.ts'

export interface JobQueueParts {
  /** The FIFO queue of doorbells, and where this function's dead letters go; empty where there is none. */
  readonly url: string
  readonly lettersUrl: string
  readonly connect?: ConnectQueue
}

type Sdk = typeof import('@aws-sdk/client-sqs')
interface Loaded {
  readonly sdk: Pick<Sdk, 'SendMessageCommand' | 'ChangeMessageVisibilityBatchCommand' | 'GetQueueAttributesCommand'>
  readonly client: Pick<SQSClient, 'send'>
}

/** Loads the SDK, and makes its client. */
export type ConnectQueue = () => Promise<Loaded>

/** What a doorbell says: which job it is for, and enough of it for the bell to be handed back unread. */
export interface Ring extends Pick<Job, 'jobId' | 'group' | 'app' | 'operation'> {
  /** About how many calls at the same caller's expense waited before it; jobs, in a bell of an earlier version. */
  readonly behind?: number
  /** Whether another job of its account waited, with which it has most likely gone out before the bell is heard. */
  readonly joins?: boolean
  /** When it was first rung for, where this bell takes the place of another; Unix milliseconds. */
  readonly since?: number | undefined
}

/** Of a message, how long until it comes back. */
export interface Delay {
  readonly receiptHandle: string
  readonly seconds: number
}

/** Of an attribute: enough for any name, and room for the letter itself. */
const MOST_CHARACTERS = 256

/** The queue that rings for the worker, and the one for dead letters. The SDK is loaded for the first use. */
export class JobQueue {
  readonly #parts: JobQueueParts
  #loading: Promise<Loaded> | undefined

  constructor(parts: JobQueueParts) {
    this.#parts = parts
  }

  /**
   * Rings for a job: the message names it, and its group is the account.
   * @param again what tells this ring from an earlier one; without it, a second ring within five minutes is none
   * @throws StateUnavailable
   */
  async ring({ jobId, group, app, operation, behind, joins, since }: Ring, again = ''): Promise<void> {
    await this.#send(({ sdk, client }) =>
      client.send(
        new sdk.SendMessageCommand({
          QueueUrl: this.#parts.url,
          MessageBody: JSON.stringify({ jobId, app, operation, behind, joins: joins || undefined, since }),
          MessageGroupId: group,
          MessageDeduplicationId: `${jobId}${again}`,
        }),
        sending('harmless'),
      ),
    )
  }

  /** About how many doorbells there are, those in somebody's hands included. @throws StateUnavailable */
  async size(): Promise<number> {
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const
    const input = { QueueUrl: this.#parts.url, AttributeNames: [...names] }
    const { Attributes = {} } = await this.#send(({ sdk, client }) =>
      client.send(new sdk.GetQueueAttributesCommand(input), sending('harmless')),
    )
    return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0)
  }

  /** Has messages, ten at most, come back, and their groups wait for them meanwhile. @throws StateUnavailable */
  async delay(delays: readonly Delay[]): Promise<void> {
    const entries = delays.map(({ receiptHandle, seconds }, index) => ({
      Id: String(index),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: Math.ceil(seconds),
    }))
    const input = { QueueUrl: this.#parts.url, Entries: entries }
    await this.#send(async ({ sdk, client }) => {
      const { Failed = [] } = await client.send(new sdk.ChangeMessageVisibilityBatchCommand(input), sending('harmless'))
      if (Failed.length > 0) throw new Error(`${Failed.length} of ${entries.length}: ${Failed[0]?.Message}`)
    })
  }

  /** Puts a letter away. Without a queue for letters there is nowhere to put it, and that is no fault. @throws StateUnavailable */
  async bury(letter: Letter): Promise<void> {
    const { reason, operation, app, fifo } = letter
    const { lettersUrl } = this.#parts
    if (lettersUrl === '') return
    await this.#send(({ sdk, client }) =>
      client.send(
        new sdk.SendMessageCommand({
          QueueUrl: lettersUrl,
          MessageBody: writeLetter(letter),
          MessageAttributes: {
            reason: attribute(reason),
            operation: attribute(operation),
            app: attribute(app),
          },
          ...(fifo && { MessageGroupId: fifo.group, MessageDeduplicationId: fifo.deduplicationId }),
        }),
        sending(fifo ? 'harmless' : 'doubled'),
      ),
    )
  }

  async #send<T>(send: (loaded: Loaded) => Promise<T>): Promise<T> {
    try {
      return await send(await this.#load())
    } catch (error) {
      throw new StateUnavailable(error)
    }
  }

  #load(): Promise<Loaded> {
    const { connect = connectQueue } = this.#parts
    this.#loading ??= connect()
    return this.#loading
  }
}

/** Names in attributes are for whoever looks at the queue. Empty ones SQS refuses, and some characters; a letter moved back may hold any. */
const attribute = (value: string) => ({
  DataType: 'String',
  StringValue: value.slice(0, MOST_CHARACTERS).replaceAll(/[^ -~]/g, '?') || '-',
})

export const connectQueue: ConnectQueue = async () => {
  const sdk = await import('@aws-sdk/client-sqs')
  return {
    sdk,
    client: new sdk.SQSClient({ requestHandler: new AwsRequests({ connectionTimeout: 1000, requestTimeout: 3000 }) }),
  }
}
