import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { CREDENTIALS, functionArn, REGION } from '../account.ts'
import type { Bus } from '../bus/server.ts'
import type { Queue, Queues } from '../queues.ts'
import { StartError } from '../start-error.ts'
import { AsynchronousInvoker, type FailedAttempt } from './asynchronous.ts'
import { type EventSource, type HandledBatch, startEventSource } from './event-source.ts'
import type { Invocable } from './invoke-server.ts'
import type { Pool } from './pool.ts'

export interface Connected {
  pools: Pool[]
  queues: Queues | undefined
  bus: Bus | undefined
  /** Waits before the second attempt and the third at an event. */
  retryDelaysMs: readonly number[]
  log: ConnectionLog
}

/** Hears what becomes of events and messages. */
export interface ConnectionLog {
  failedAttempt: (attempt: FailedAttempt) => void
  batchArrived: (id: number) => void
  batchHandled: (batch: HandledBatch) => void
}

/**
 * Lets the bus and the queues invoke the functions.
 * Throws a StartError for a function that wants a queue which isn't here.
 * @returns the functions for whoever else invokes them, what drops the events taken so far, and what stops all that
 */
export function connectFunctions({ pools, queues, bus, retryDelaysMs, log }: Connected): {
  functions: Invocable[]
  drop: () => void
  close: () => Promise<void>
} {
  const clients = new Map(pools.map((pool) => [pool, clientOf(pool, queues)]))
  const invoked = pools.map((pool) => {
    const { name } = pool.settings
    const putAway = async (queueArn: string, record: object) => {
      const message = { QueueUrl: queueOf(queues, queueArn).url, MessageBody: JSON.stringify(record) }
      await clients.get(pool)!.send(new SendMessageCommand(message))
    }
    const invoker = new AsynchronousInvoker({ pool, retryDelaysMs, putAway, failed: log.failedAttempt })
    return { name, arn: functionArn(name), pool, invoker }
  })
  const byArn = new Map(invoked.map(({ arn, invoker }) => [arn, invoker]))
  bus?.connect(({ functionArn: arn, input }, { event, traceId }) => byArn.get(arn)?.accept(input ?? event, traceId))
  const sources = queues ? pools.flatMap((pool) => sourcesOf(pool, queues, clients.get(pool)!, log)) : []
  const functions = invoked.map(({ name, pool, invoker }): Invocable => {
    return { name, invoke: (event) => pool.invoke(event), accept: (event) => invoker.accept(event) }
  })
  const drop = () => {
    for (const invoker of byArn.values()) invoker.drop()
  }
  const close = async () => {
    for (const closing of [...byArn.values(), ...sources]) closing.close()
    for (const client of clients.values()) client.destroy()
  }
  return { functions, drop, close }
}

/** What Lambda does with queues for a function goes with the function's role. */
function clientOf(pool: Pool, queues: Queues | undefined): SQSClient {
  const credentials = { ...CREDENTIALS, accessKeyId: pool.settings.name }
  return new SQSClient({ endpoint: queues?.url ?? '', region: REGION, credentials })
}

function sourcesOf(pool: Pool, queues: Queues, client: SQSClient, log: ConnectionLog): EventSource[] {
  const { asynchronous, sources } = pool.settings
  if (asynchronous.onFailure !== undefined) queueOf(queues, asynchronous.onFailure)
  const found = sources.map((source) => ({ source, queueUrl: queueOf(queues, source.queueArn).url }))
  return found.map(({ source, queueUrl }) =>
    startEventSource({ pool, source, client, queueUrl, arrived: log.batchArrived, handled: log.batchHandled }),
  )
}

function queueOf(queues: Queues | undefined, wanted: string): Queue {
  const queue = Object.values(queues?.queues ?? {}).find(({ arn }) => arn === wanted)
  if (queue) return queue
  throw new StartError(`serverless.yml: a function wants the queue ${wanted}, which is none of the resources.`)
}
