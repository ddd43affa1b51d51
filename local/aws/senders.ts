import { ACCOUNT_ID, arnOf, roleIdOf } from './account.ts'
import type { Template } from './template.ts'

/** What SQS calls the sender of a message, by the access key's id that it was signed with. */
export type SenderIds = ReadonlyMap<string, string>

/** Each function sends as its role, in a session of its own name; whoever else signs here is the account itself. */
export function readSenderIds(template: Template): SenderIds {
  const functions = Object.entries(Object(template.section('functions'))) as [string, { readonly role?: unknown }][]
  return new Map(
    functions.flatMap(([key, { role }]) => {
      const name = `${template.prefix}-${key}`
      return typeof role === 'string' ? [[name, `${roleIdOf(role)}:${name}`] as const] : []
    }),
  )
}

interface Asked {
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: unknown
}

interface Sent {
  readonly senderId: string
  readonly queue: string
}

/** Messages that are remembered; a machine on which `npm start` runs for days forgets the oldest. */
const MOST = 100_000

/**
 * Who sent a message, and which queue it was put away from: SQS tells both, the engine knows neither.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export class Senders {
  readonly #ids: SenderIds
  readonly #sent = new Map<string, Sent>()

  constructor(ids: SenderIds = new Map()) {
    this.#ids = ids
  }

  /** The engine's answer, with what it doesn't know. */
  told(asked: Asked, payload: unknown): unknown {
    const action = String(asked.headers['x-amz-target']).split('.').at(-1)!
    if (typeof payload !== 'string' || !/^(SendMessage(Batch)?|ReceiveMessage)$/.test(action)) return payload
    const queue = String(Object(asked.body).QueueUrl).split('/').at(-1)!
    const answer = JSON.parse(payload)
    if (action === 'ReceiveMessage') return JSON.stringify(this.#complete(answer, queue))
    const [, key = ''] = /Credential=([^/]+)\//.exec(String(asked.headers.authorization)) ?? []
    const sent = { queue, senderId: this.#ids.get(key) ?? ACCOUNT_ID }
    for (const { MessageId } of [answer, ...(answer.Successful ?? [])]) if (MessageId) this.#remember(MessageId, sent)
    return payload
  }

  #remember(messageId: string, sent: Sent): void {
    this.#sent.set(messageId, sent)
    if (this.#sent.size <= MOST) return
    const [oldest] = this.#sent.keys()
    this.#sent.delete(oldest!)
  }

  #complete({ Messages, ...more }: { readonly Messages?: readonly Received[] }, queue: string): object {
    const complete = (message: Received): Received => {
      const sent = this.#sent.get(message.MessageId)
      if (!message.Attributes || !sent) return message
      const from = sent.queue !== queue && { DeadLetterQueueSourceArn: arnOf('sqs', sent.queue) }
      const isAsked = 'SenderId' in message.Attributes
      return { ...message, Attributes: { ...message.Attributes, ...(isAsked && { SenderId: sent.senderId }), ...from } }
    }
    return { ...more, ...(Messages && { Messages: Messages.map(complete) }) }
  }
}

interface Received {
  readonly MessageId: string
  readonly Attributes?: Readonly<Record<string, string>>
}
