import type { SQSBatchResponse } from 'aws-lambda'
import type { Attempt } from '../simulate/check/attempt.ts'
import { httpEvent } from '../simulate/http-event.ts'
import type { Ended, Instance } from '../simulate/instance.ts'
import type { Invocation } from '../simulate/invocation.ts'
import type { FifoQueue } from '../simulate/world/queue.ts'
import type { VirtualTime } from '../simulate/world/virtual-time.ts'

/** Who has much waiting, who asks for little in the same app, and who for little in an app that is idle. */
export type Caller = 'greedy' | 'modest' | 'idle'

/** When a job was accepted and when its call went out; virtual time. */
interface Times {
  acceptedAt?: number
  begunAt?: number
}

export interface CrowdParts {
  readonly time: VirtualTime
  readonly queue: FifoQueue
  readonly https: readonly Instance[]
  readonly workers: readonly Instance[]
}

const HTTP_LIMIT_MS = 29_000
const WORKER_LIMIT_MS = 60_000
/** What the event source mapping takes between two batches. */
const POLL_MS = 10

/** Callers of jobs, and the workers that do them. */
export class Crowd {
  /** Jobs that were refused, messages that were handed out, and how often one of them was. */
  refused = 0
  receives = 0
  mostReceives = 0
  readonly #parts: CrowdParts
  readonly #times = new Map<string, Times>()
  /** When each call went out for the crowd; virtual time. */
  readonly #calls: number[] = []
  #asked = 0
  #requests = 0

  constructor(parts: CrowdParts) {
    this.#parts = parts
  }

  /** Lets the workers at the queue. */
  letWork(): void {
    for (const worker of this.#parts.workers) this.#poll(worker)
  }

  begun({ account }: Attempt): void {
    const { now } = this.#parts.time
    if (account.startsWith('greedy')) this.#calls.push(now)
    const times = this.#times.get(account)
    if (times) times.begunAt ??= now
  }

  /** Has one batch queue so many jobs, each of the next of so many accounts; of an account of its own where that is left out. */
  ask(caller: Caller, app: string, count: number, accounts = Number.POSITIVE_INFINITY): void {
    const { https, time } = this.#parts
    const requests = Array.from({ length: count }, () => {
      const index = this.#asked++
      const userId = `${caller}${index % accounts}`
      this.#times.set(userId, this.#times.get(userId) ?? {})
      const body = { app, userId, friends: [{ userId: `p${Math.floor(index / accounts)}`, remark: 'x' }] }
      return { id: `${userId}.${index}`, operation: 'friends.update', body }
    })
    const arn = `arn:aws:iam::000000000000:user/${caller}`
    const event = httpEvent('POST', '/v1/batch', arn, JSON.stringify({ requests }), { prefer: 'respond-async' })
    const instance = https[this.#requests++ % https.length] as Instance
    instance.invoke(invocationOf(instance), event, `r${this.#asked}`, HTTP_LIMIT_MS, (ended) => {
      const { responses } = JSON.parse(Object(answerOf(ended)).body) as { responses: { id: string; status: number }[] }
      for (const { id, status } of responses) {
        if (status === 202) Object.assign(this.#times.get(id.replace(/\..*/, '')) ?? {}, { acceptedAt: time.now })
        else this.refused++
      }
    })
  }

  #poll(worker: Instance): void {
    const { queue, time } = this.#parts
    const later = () => time.after(POLL_MS, () => this.#poll(worker))
    const records = queue.receive()
    if (records.length === 0) return void later()
    this.receives += records.length
    const counts = records.map(({ attributes }) => Number(attributes.ApproximateReceiveCount))
    this.mostReceives = Math.max(this.mostReceives, ...counts)
    worker.invoke(invocationOf(worker), { Records: records }, `w${this.receives}`, WORKER_LIMIT_MS, (ended) => {
      const { batchItemFailures } = answerOf(ended) as SQSBatchResponse
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
      for (const record of records) if (!failed.has(record.messageId)) queue.delete(record)
      later()
    })
  }

  /** How many calls went out for the crowd, and their part of so many that could have gone out a second between the first and the last. */
  usedOf(callsPerSecond: number): { calls: number; share: number } {
    const [first = 0, last = 0] = [this.#calls[0], this.#calls.at(-1)]
    const calls = this.#calls.length
    return { calls, share: (calls - 1) / ((last - first) / 1000) / callsPerSecond }
  }

  /** How many of a caller's jobs have begun, and how long they waited for that from their acceptance on, in seconds. */
  waitsOf(caller: Caller): { begun: number; median: number; longest: number } {
    const waits = [...this.#times]
      .filter(([id, { acceptedAt, begunAt }]) => id.startsWith(caller) && acceptedAt && begunAt)
      .map(([, { acceptedAt = 0, begunAt = 0 }]) => Math.max(0, begunAt - acceptedAt) / 1000)
      .toSorted((a, b) => a - b)
    return { begun: waits.length, median: waits[Math.floor(waits.length / 2)] ?? 0, longest: waits.at(-1) ?? 0 }
  }
}

const invocationOf = ({ id, role }: Instance): Invocation => ({
  instance: id,
  role,
  asked: [],
  attempts: [],
  isUnstored: false,
})

function answerOf(ended: Ended): unknown {
  if (ended.kind === 'answered') return ended.value
  throw new Error(`an invocation ${ended.kind}`, { cause: Object(ended).error })
}
