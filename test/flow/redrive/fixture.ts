import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { onTestFinished } from 'vitest'
import { main } from '../../../scripts/redrive/main.ts'
import { type GuardedLocal, type GuardedOptions, startGuardedLocal } from '../../support/roles/guarded-local.ts'
import { operatorOf } from '../../support/roles/redrive-docs.ts'
import { keyOf, signingAs } from '../../support/roles/signers.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { sdk, until } from '../local/fixture.ts'

/** A letter as `--json` prints it. */
export interface Told {
  readonly queue: string
  readonly reason: string
  readonly detail: string
  readonly operation: string
  readonly app: string
  readonly jobId?: string
  readonly eventId?: string
  readonly sender: string
  readonly from?: string
  readonly marks: readonly string[]
  readonly result: string
  readonly why?: string
}

export interface Run {
  readonly code: number
  readonly output: string
  readonly complaints: string
}

/** The command, run in this process with no more than the docs say it needs; `stopAt` presses Ctrl-C once it says so much on its progress. */
export async function command(args: readonly string[], stopAt = /^never$/): Promise<Run> {
  const stopped = new AbortController()
  const output: string[] = []
  const complaints: string[] = []
  const terminal = {
    print: (text: string) => void output.push(text),
    complain: (text: string) => {
      complaints.push(text)
      if (stopAt.test(text)) stopped.abort()
    },
    signal: stopped.signal,
  }
  const code = await signingAs(operatorOf(args), () => main([...args], terminal))
  return { code, output: output.join('\n'), complaints: complaints.join('\n') }
}

export const COMPLETED = 'chat.friends.update.completed'

/** Who is no function: AWS's own services, and whoever else may send to the account's queues. */
export const STRANGER = '000000000000'
const LAID_BY: Readonly<Record<string, string>> = {
  JobsQueue: keyOf('http'),
  JobsDeadLetters: keyOf('worker'),
  EventsDeadLetters: keyOf('events'),
}

interface Laying {
  readonly attributes?: Readonly<Record<string, string>> | undefined
  /** In a FIFO queue; a letter's own text serves where none is said. */
  readonly group?: string | undefined
  readonly deduplicationId?: string | undefined
  /** The access key it is signed with. */
  readonly by?: string
}

const signing = (place: ReturnType<typeof sdk>, accessKeyId: string): SQSClient =>
  new SQSClient({ ...place, credentials: { accessKeyId, secretAccessKey: 'local' } })

const portOf = (url: string): string => new URL(url).port

/** All that `npm start` brings up, and the two sides of a redrive: those who put work in, and the operator. */
export class Stage {
  readonly local: GuardedLocal
  readonly #sqs: SQSClient

  constructor(local: GuardedLocal) {
    this.local = local
    this.#sqs = new SQSClient(sdk(local.queues!.url))
  }

  /** What says that the letters are here. */
  get flags(): string[] {
    const { queues, tables, lambda } = this.local.doors
    const ports = { queues: queues.url, tables: tables.url, lambda: lambda.url }
    return ['--local', ...Object.entries(ports).flatMap(([door, url]) => [`--${door}-port`, portOf(url)])]
  }

  /** The operator's command on this stage. */
  redrive(...args: string[]): Promise<Run> {
    return command([...this.flags, ...args])
  }

  /** The letters that a redrive tells of, in no order. */
  async tell(...args: string[]): Promise<Told[]> {
    const { output, complaints } = await this.redrive('--json', ...args)
    if (output === '') throw new Error(complaints)
    return JSON.parse(output).letters
  }

  /** Queues a job over HTTP; its id. */
  async queue(body: object, operation = 'friends/update'): Promise<string> {
    const response = await fetch(`${this.local.url}/v1/${operation}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'respond-async' },
      body: JSON.stringify(body),
    })
    return ((await response.json()) as { jobId: string }).jobId
  }

  async stateOf(jobId: string): Promise<string> {
    const job = await (await fetch(`${this.local.url}/v1/jobs/${jobId}`)).json()
    return (job as { state: string }).state
  }

  /** Puts an event on the gateway's bus; its id. */
  async put(detail: object, operation = 'friends.update'): Promise<string> {
    const client = new EventBridgeClient(sdk(this.local.bus!.url))
    const entry = { EventBusName: 'chat-gateway-dev', Source: 'test', DetailType: `chat.${operation}` }
    const answer = await client.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(detail) }] }))
    client.destroy()
    return answer.Entries![0]!.EventId!
  }

  /** Lays a message into a queue as the function would that lays letters there, or as somebody else. */
  async lay(
    id: string,
    body: unknown,
    {
      attributes = {},
      group = JSON.stringify(body),
      deduplicationId = JSON.stringify(body).slice(0, 128),
      by = LAID_BY[id]!,
    }: Laying = {},
  ): Promise<string> {
    const { url: QueueUrl, name } = this.local.queues!.queues[id]!
    const entries = Object.entries(attributes).map(([key, StringValue]) => [key, { DataType: 'String', StringValue }])
    const fifo = name.endsWith('.fifo') && {
      MessageGroupId: group,
      MessageDeduplicationId: deduplicationId,
    }
    const client = signing(sdk(this.local.queues!.url), by)
    const sent = await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: typeof body === 'string' ? body : JSON.stringify(body),
        MessageAttributes: Object.fromEntries(entries) as Record<string, MessageAttributeValue>,
        ...fifo,
      }),
    )
    client.destroy()
    return sent.MessageId!
  }

  /**
   * Moves the dead letters of jobs back to the jobs queue, as SQS's own redrive does, which the stand-in lacks: group and
   * deduplication id stay. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
   */
  async moveBack(): Promise<void> {
    const { JobsDeadLetters, JobsQueue } = this.local.queues!.queues
    const from = { QueueUrl: JobsDeadLetters!.url }
    const asked = { ...from, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All' as const] }
    const { Messages = [] } = await this.#sqs.send(new ReceiveMessageCommand(asked))
    for (const { Body, Attributes, ReceiptHandle } of Messages) {
      const { MessageGroupId, MessageDeduplicationId } = Attributes!
      const message = { QueueUrl: JobsQueue!.url, MessageBody: Body, MessageGroupId, MessageDeduplicationId }
      await this.#sqs.send(new SendMessageCommand(message))
      await this.#sqs.send(new DeleteMessageCommand({ ...from, ReceiptHandle }))
    }
  }

  /** Messages of a queue that can be received now, and those that somebody holds. */
  async counts(id: string): Promise<{ readonly visible: number; readonly held: number }> {
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const
    const asked = { QueueUrl: this.local.queues!.queues[id]!.url, AttributeNames: [...names] }
    const { Attributes = {} } = await this.#sqs.send(new GetQueueAttributesCommand(asked))
    return { visible: Number(Attributes[names[0]]), held: Number(Attributes[names[1]]) }
  }

  /** Waits until so many letters rest in a queue, with nobody at them. */
  async rest(id: 'JobsDeadLetters' | 'EventsDeadLetters', count: number): Promise<void> {
    await until(async () => (await this.counts(id)).visible === count)
  }

  /** Scripts the emulator's next answers. */
  async fault(fault: object): Promise<void> {
    await fetch(`${this.local.chat.url}/_emulator/faults`, { method: 'POST', body: JSON.stringify(fault) })
  }

  /** Results about a job or an event that have gone out on the bus, by their names. */
  results(id: string): string[] {
    const told = this.local.bus!.events().map(({ event }) => event as unknown as Record<string, unknown>)
    return told
      .filter(({ source, detail }) => source === 'chat-gateway' && JSON.stringify(detail).includes(id))
      .map((event) => String(event['detail-type']))
  }

  /** Waits until the result of a job or an event says that it is done. */
  async completed(id: string): Promise<void> {
    await until(() => this.results(id).includes(COMPLETED))
  }

  /** What the emulator says of itself. */
  async emulator<T>(what: 'state' | 'calls'): Promise<T> {
    return (await fetch(`${this.local.chat.url}/_emulator/${what}`)).json() as Promise<T>
  }

  /** The friends that the emulator was asked to update for an account, call by call. */
  async calls(userId: string): Promise<string[][]> {
    const { calls } = await this.emulator<{ calls: { body: Update }[] }>('calls')
    const own = calls.filter(({ body }) => body.From_Account === userId)
    return own.map(({ body }) => body.UpdateItem.map(({ To_Account }) => To_Account))
  }
}

interface Update {
  readonly From_Account: string
  readonly UpdateItem: readonly { readonly To_Account: string }[]
}

/** Settings with which what fails is a dead letter at once. */
export const impatient = { JOB_ATTEMPTS: '1', UPSTREAM_ATTEMPTS: '1', JOB_RETRY_SECONDS: '0' }

/** An impatient stage that is gone after the test. */
export async function startStage(options: GuardedOptions = {}): Promise<Stage> {
  const environment = { ...impatient, ...options.environment }
  const local = await startGuardedLocal({ seed: strictSeed, retryDelaysMs: [0, 0], ...options, environment })
  onTestFinished(() => local.close())
  return new Stage(local)
}

/** A remark for one of a seeded user's friends. */
export const remark = (text: string, userId = 'alice', friend = 'bob') => {
  return { userId, friends: [{ userId: friend, remark: text }] }
}
