import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { SQSEvent } from 'aws-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callsOf, fault } from '../../support/events.ts'
import { type Result, resultsOn } from '../../support/results.ts'
import { type GuardedLocal, startGuardedLocal } from '../../support/roles/guarded-local.ts'
import { StandingClock } from '../../support/standing-clock/index.ts'
import { strictSeed } from '../../support/strict-seed.ts'

/**
 * The whole gateway, whose worker is a process that is killed with a message of which it did not get to hear that it was sent. The queue is
 * told to hand its job out again at once, which AWS does after minutes. One clock stands still for all: how long the machine takes to
 * start another worker says nothing of whether the message's time is over.
 */
const WINDOW_MS = 900
let local: GuardedLocal
let clock: StandingClock
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
let queue: SQSClient
/** Of the messages that a worker was handed last. */
let handles: readonly string[] = []
/** Is called once Chat has taken a message. */
let taken: () => void = () => undefined
/** How invocations of the worker ended without an answer. */
const deaths: string[] = []
beforeAll(async () => {
  clock = new StandingClock()
  local = await startGuardedLocal({
    seed: strictSeed,
    instances: 2,
    environment: { LOG_LEVEL: 'ERROR', UPSTREAM_TIMEOUT_MS: '20000', ...clock.environment },
    heard: ({ command }) => void (command === 'sendmsg' && taken()),
    failed: (name, { message }) => void (name === 'worker' && deaths.push(message)),
  })
  queue = new SQSClient({ endpoint: local.queues!.url, region: 'local-1', credentials })
  const worker = local.functions.worker!
  const { invoke } = worker
  worker.invoke = (event, origin) => {
    handles = (event as SQSEvent).Records.map(({ receiptHandle }) => receiptHandle)
    return invoke.call(worker, event, origin)
  }
})
afterAll(async () => {
  queue.destroy()
  await local.close()
  clock.close()
})

/** The queue stops waiting for whoever has its messages. */
async function handOutAgain(): Promise<void> {
  const QueueUrl = local.queues!.queues.JobsQueue!.url
  for (const ReceiptHandle of handles)
    await queue.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }))
}

async function put(operation: string, body: object): Promise<void> {
  const client = new EventBridgeClient({ endpoint: local.bus!.url, region: 'local-1', credentials })
  const entry = { EventBusName: 'chat-gateway-dev', Source: 'crm', DetailType: `chat.${operation}` }
  await client.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(body) }] }))
  client.destroy()
}

const callsWith = async (text: string) =>
  (await callsOf(local)).filter(({ command, body }) => command === 'sendmsg' && JSON.stringify(body).includes(text))
const resultsOf = (clientMessageId: string): Result[] =>
  resultsOn(local.bus!).filter(({ detail }) => detail.answer?.body.clientMessageId === clientMessageId)

/** How often the text stands in the history of these two. */
async function timesThere(userId: string, peerId: string, text: string): Promise<number> {
  const body = JSON.stringify({ userId, peerId, since: '2026-01-01T00:00:00Z' })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${local.url}/v1/messages/list`, { method: 'POST', body, headers })
  const { messages } = (await answer.json()) as { messages: { elements: { text?: string }[] }[] }
  return messages.flatMap(({ elements }) => elements).filter((element) => element.text === text).length
}

/** Sends a message whose worker is killed once Chat has taken it, and lets so long pass before another worker may have it. */
async function sendAndKill(text: string, afterMs: number) {
  const begunAt = Date.now()
  await fault(local, { command: 'sendmsg', fault: { kind: 'silence', after: true } })
  const isTaken = new Promise<void>((resolve) => {
    taken = resolve
  })
  await put('messages.send', {
    userId: 'alice',
    peerId: 'bob',
    elements: [{ type: 'text', text }],
    clientMessageId: text,
  })
  await isTaken
  await local.functions.worker!.killBusy()
  clock.pass(afterMs)
  await handOutAgain()
  await expect.poll(() => resultsOf(text)).toHaveLength(1)
  expect(Date.now()).toBe(begunAt + afterMs)
  const numbers = (await callsWith(text)).map(({ body: { MsgSeq, MsgRandom } }) => `${MsgSeq} ${MsgRandom}`)
  return {
    sent: numbers.length,
    different: new Set(numbers).size,
    outcome: resultsOf(text)[0]!.detail.answer.body.outcome,
    there: await timesThere('alice', 'bob', text),
    died: deaths.splice(0),
  }
}

const died = ['Runtime exited: SIGKILL']

test.each([0, WINDOW_MS - 1])(
  '%i ms later the message is sent again by another worker, as the same one',
  async (ms) => {
    expect(await sendAndKill(`soon-${ms}`, ms)).toEqual({ sent: 2, different: 1, outcome: 'ok', there: 1, died })
  },
)

test('once its time is over it is told to be in doubt, and nothing is sent', async () => {
  expect(await sendAndKill('late', WINDOW_MS)).toEqual({ sent: 1, different: 1, outcome: 'unknown', there: 1, died })
})
