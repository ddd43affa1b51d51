import type { SQSBatchResponse } from 'aws-lambda'
import type { Random } from '../random.ts'
import type { Checker } from './check/checker.ts'
import type { Desk } from './desk.ts'
import type { Fleet } from './fleet.ts'
import type { Invocation } from './invocation.ts'
import type { DoorPlant } from './letter-plants.ts'
import type { FifoQueue } from './world/queue.ts'
import type { VirtualTime } from './world/virtual-time.ts'

export interface WorkersParts {
  readonly time: VirtualTime
  readonly random: Random
  readonly fleet: Fleet
  readonly checker: Checker
  readonly desk: Desk
  readonly queue: FifoQueue
  /** Puts a known fault in, to see whether the checks find it. */
  readonly plant: DoorPlant
}

const POLL_MS = [10, 60] as const

/** What AWS does between the queue and the worker: hands out batches, and deletes what was done. */
export class Workers {
  /** Batches that are being worked on. */
  running = 0
  readonly #parts: WorkersParts

  constructor(parts: WorkersParts) {
    this.#parts = parts
    this.#poll()
  }

  #poll(): void {
    const { time, random } = this.#parts
    time.after(random.whole(...POLL_MS), () => {
      this.#handOut()
      this.#poll()
    })
  }

  #handOut(): void {
    const { fleet, queue, checker, desk, plant } = this.#parts
    const instance = queue.size > 0 ? fleet.free('worker') : undefined
    const records = instance ? queue.receive() : []
    if (!instance || records.length === 0) return
    const invocation: Invocation = { instance: instance.id, role: 'worker', asked: [], attempts: [], isUnstored: false }
    const requestId = desk.requestId()
    checker.note(instance.id, `${requestId} takes ${records.map(({ receiptHandle }) => receiptHandle).join()}`)
    this.running++
    for (const record of records) checker.letters.handedOut(record)
    const Records = records.map((record) => plant(record, checker.letters))
    fleet.invoke(instance, invocation, { Records }, requestId, (ended) => {
      this.running--
      if (ended.kind === 'threw') checker.break('the worker answers', String(ended.error))
      if (ended.kind !== 'answered') return
      const { batchItemFailures } = ended.value as SQSBatchResponse
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
      checker.note(instance.id, `${requestId} hands back ${[...failed].join()}`)
      for (const record of records.filter(({ messageId }) => !failed.has(messageId))) {
        queue.delete(record)
        checker.letters.deleted(record)
      }
    })
  }
}
