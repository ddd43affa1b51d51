import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { ACCOUNT_ID, CREDENTIALS, REGION } from '../../../local/aws/account.ts'
import type { Local } from '../../../local/aws/start-local.ts'
import { main as redrive } from '../../../scripts/redrive/main.ts'
import { until } from './drive.ts'
import { kindOf, type LetterFault } from './faults.ts'
import { type Forged, forgedEvent, forgedLetter, type KnownJob } from './forgeries.ts'

/** Longer than a doorbell stays away whose worker was killed, and than a job's waits. */
const PATIENCE_MS = 150_000

type Queue = 'JobsQueue' | 'JobsDeadLetters' | 'EventsDeadLetters'

/** What operators and strangers do with dead letters. */
export class LetterSide {
  /** The kind of each fault that has met a letter, or was one. */
  readonly strikes: string[] = []
  /** Letters of each job, by its id, that came back to the worker and may have let the job begin anew. */
  readonly movedBack = new Map<string, number>()
  /** Whether the queue of jobs was empty each time in the end. */
  isQuiet = true
  /** What each letter says that nobody may do anything for. */
  readonly forged: string[] = []
  /** Of all that a stranger has written: one that bore another's name, and with it its deduplication id, would never arrive. */
  #names = 0
  readonly #local: Local
  /** Jobs that callers have heard of. */
  readonly #jobs: () => readonly KnownJob[]
  readonly #trusts: boolean
  readonly #client: SQSClient
  /** What found no letter to strike, and waits for some. */
  readonly #kept: LetterFault[] = []
  #last: Promise<void> = Promise.resolve()

  /** @param trusts whether the operator takes a stranger's letters for the gateway's, which must be found out */
  constructor(local: Local, jobs: () => readonly KnownJob[], trusts: boolean) {
    this.#local = local
    this.#jobs = jobs
    this.#trusts = trusts
    this.#client = new SQSClient({ endpoint: local.queues!.url, region: REGION, credentials: CREDENTIALS })
  }

  /** One after the other, while calls go on. */
  loose(fault: LetterFault): void {
    this.#last = this.#last.then(() => this.#do(fault))
  }

  /** Once more what has met nobody, now that there are letters; and everything is moved back once, so that all comes to an end. */
  async finish(): Promise<void> {
    await this.#last
    for (const fault of this.#kept.splice(0)) {
      await this.#do(fault)
      await this.#becomeQuiet()
    }
    await this.#moveBack(1)
    await this.#becomeQuiet()
  }

  /** Until the worker has nothing left to do. */
  async #becomeQuiet(): Promise<void> {
    this.isQuiet &&= await until(() => this.#isEmpty(), PATIENCE_MS)
  }

  async #isEmpty(): Promise<boolean> {
    const { Attributes = {} } = await this.#client.send(
      new GetQueueAttributesCommand({ QueueUrl: this.#urlOf('JobsQueue'), AttributeNames: ['All'] }),
    )
    return (
      Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible) === 0
    )
  }

  close(): void {
    this.#client.destroy()
  }

  async #do(fault: LetterFault): Promise<void> {
    const strikes = await this.#struck(fault)
    if (strikes === 0) this.#kept.push(fault)
    this.strikes.push(...Array<string>(strikes).fill(kindOf(fault)))
  }

  #struck(fault: LetterFault): Promise<number> {
    switch (fault.how) {
      case 'moved back':
        return this.#moveBack(1)
      case 'doubled':
        return this.#moveBack(2)
      case 'redriven':
        return this.#redrive()
      case 'forged job':
        return this.#forgeJob(fault)
      case 'forged event':
        return this.#forgeEvent(fault)
    }
  }

  /** As SQS's own redrive does, or somebody who copies what it moves. @returns how many there were */
  async #moveBack(copies: number): Promise<number> {
    const from = { QueueUrl: this.#urlOf('JobsDeadLetters') }
    let moved = 0
    for (;;) {
      const messages = await this.#receive('JobsDeadLetters')
      if (messages.length === 0) return moved
      for (const { Body = '', Attributes, ReceiptHandle } of messages) {
        const { MessageGroupId = '', MessageDeduplicationId = '' } = Attributes ?? {}
        this.#noteMoved(Body, copies)
        for (let copy = 1; copy <= copies; copy++) {
          const id = copy === 1 ? MessageDeduplicationId : `copy${copy}-${MessageDeduplicationId.slice(0, 100)}`
          await this.#send('JobsQueue', { body: Body, group: MessageGroupId, deduplicationId: id })
        }
        await this.#client.send(new DeleteMessageCommand({ ...from, ReceiptHandle }))
        moved++
      }
    }
  }

  #noteMoved(text: string, count: number): void {
    const { jobId } = Object(JSON.parse(text)) as { readonly jobId?: string }
    if (jobId !== undefined) this.movedBack.set(jobId, (this.movedBack.get(jobId) ?? 0) + count)
  }

  /** The operator's command, as it is. @returns how many letters it has redriven */
  async #redrive(): Promise<number> {
    const { queues, tables, lambda } = this.#local
    const portOf = ({ url }: { readonly url: string }) => new URL(url).port
    const ports = ['--queues-port', portOf(queues!), '--tables-port', portOf(tables!), '--lambda-port', portOf(lambda)]
    const foreign = this.#trusts ? ['--foreign', ACCOUNT_ID] : []
    const printed: string[] = []
    const complaints: string[] = []
    const terminal = {
      print: (text: string) => void printed.push(text),
      complain: (text: string) => void complaints.push(text),
    }
    await redrive(['--local', ...ports, '--run', '--json', ...foreign], {
      ...terminal,
      signal: new AbortController().signal,
    })
    if (printed.length === 0) throw new Error(`the redrive says nothing but ${complaints.join()}`)
    const { letters } = JSON.parse(printed.join('')) as { letters: readonly { jobId?: string; result: string }[] }
    const redriven = letters.filter(({ result }) => result === 'redriven')
    for (const { jobId } of redriven)
      if (jobId !== undefined) this.movedBack.set(jobId, (this.movedBack.get(jobId) ?? 0) + 1)
    return redriven.length
  }

  async #forgeJob({ into, draw }: LetterFault): Promise<number> {
    const jobs = this.#jobs()
    const job = jobs[Math.floor(draw * jobs.length)]
    if (!job) return 0
    const forged = forgedLetter(job, draw, `forged-${this.#names++}`)
    if (forged.fits) this.#noteMoved(forged.body, 1)
    else this.forged.push(forged.name)
    await this.#send(into, forged)
    return 1
  }

  async #forgeEvent({ draw }: LetterFault): Promise<number> {
    const name = `forged-${this.#names++}`
    this.forged.push(name)
    await this.#send('EventsDeadLetters', { body: JSON.stringify(forgedEvent(name, draw)) })
    return 1
  }

  async #send(queue: Queue, { body, group, deduplicationId }: Pick<Forged, 'body'> & Partial<Forged>): Promise<void> {
    const fifo = group !== undefined && { MessageGroupId: group, MessageDeduplicationId: deduplicationId }
    await this.#client.send(new SendMessageCommand({ QueueUrl: this.#urlOf(queue), MessageBody: body, ...fifo }))
  }

  async #receive(queue: Queue): Promise<Message[]> {
    const asked = { QueueUrl: this.#urlOf(queue), MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }
    const received = await this.#client.send(
      new ReceiveMessageCommand({ ...asked, MessageSystemAttributeNames: ['All'] }),
    )
    return received.Messages ?? []
  }

  #urlOf = (queue: Queue): string => this.#local.queues!.queues[queue]!.url
}
