import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'

import { readTrust, type Trust } from './trust.ts'

export interface LetterQueueParts {
  readonly client: SQSClient
  readonly url: string
  readonly waitSeconds: number
}

/** A letter that is looked at stays away from others for so long, unless it is released before. */
const HELD_SECONDS = 900
/** What SQS takes in one request. */
const MOST = 10
/** Requests that go out together where thousands of letters are released: whoever pressed Ctrl-C waits. */
const AT_ONCE = 10

/**
 * A dead-letter queue, gone through letter by letter. What was received is held, or it would come again and again: until it is
 * removed, or all is released at the end.
 */
export class LetterQueue {
  readonly #parts: LetterQueueParts
  readonly #isFifo: boolean
  /** Receipt handles by message id. */
  readonly #held = new Map<string, string>()
  readonly #seen = new Set<string>()

  constructor(parts: LetterQueueParts) {
    this.#parts = parts
    this.#isFifo = parts.url.endsWith('.fifo')
  }

  /**
   * Every letter once, ten at most at a time. Of an account's letters a FIFO queue hands out the first few only, until those are
   * removed: so all is released and asked for again while that brings new ones.
   */
  async *batches(signal: AbortSignal): AsyncGenerator<Message[]> {
    let isNew = true
    while (isNew) {
      isNew = false
      for (;;) {
        const messages = await this.#receive(signal)
        if (messages.length === 0) break
        isNew = true
        yield messages
      }
      if (!isNew || signal.aborted || (await this.countBehind()) === 0) return
      await this.release()
    }
  }

  /** From whom it takes letters. */
  async trust(): Promise<Trust> {
    const { client, url } = this.#parts
    const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['Policy', 'RedriveAllowPolicy'] })
    return readTrust((await client.send(asked)).Attributes ?? {})
  }

  /** Takes one that is held out of the queue, for good. */
  async remove(messageId: string): Promise<void> {
    const { client, url } = this.#parts
    await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: this.#held.get(messageId) }))
    this.#held.delete(messageId)
  }

  /** Makes all that is held visible again. */
  async release(): Promise<void> {
    const { client, url } = this.#parts
    const handles = [...this.#held.values()]
    this.#held.clear()
    const show = async (some: readonly string[]): Promise<void> => {
      const entries = some.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }))
      // One that can't be released is held no more, or will not be soon.
      await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries: entries }))
    }
    for (let at = 0; at < handles.length; at += MOST * AT_ONCE) {
      const starts = Array.from({ length: AT_ONCE }, (_, index) => at + index * MOST)
      await Promise.all(
        starts.filter((start) => start < handles.length).map((start) => show(handles.slice(start, start + MOST))),
      )
    }
  }

  /** About how many letters rest behind those that are held, in their accounts. */
  async countBehind(): Promise<number> {
    if (!this.#isFifo || this.#held.size === 0) return 0
    const { client, url } = this.#parts
    const name = 'ApproximateNumberOfMessages'
    const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [name] })
    return Number((await client.send(asked)).Attributes?.[name] ?? 0)
  }

  /** The next letters that were not there before; none at the end. */
  async #receive(signal: AbortSignal): Promise<Message[]> {
    const { client, url, waitSeconds } = this.#parts
    const asked = new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: MOST,
      VisibilityTimeout: HELD_SECONDS,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    })
    while (!signal.aborted) {
      const { Messages = [] } = await client.send(asked)
      if (Messages.length === 0) return []
      for (const { MessageId, ReceiptHandle } of Messages) this.#held.set(MessageId!, ReceiptHandle!)
      const fresh = Messages.filter(({ MessageId }) => !this.#seen.has(MessageId!))
      for (const { MessageId } of fresh) this.#seen.add(MessageId!)
      if (fresh.length > 0) return fresh
    }
    return []
  }
}
