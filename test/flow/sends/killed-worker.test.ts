import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { SQSEvent } from 'aws-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callsOf, fault } from '../../support/events.ts'
import { type Result, resultsOn } from '../../support/results.ts'
import { type GuardedLocal, startGuardedLocal } from '../../support/roles/guarded-local.ts'
import { strictSeed } from '../../support/strict-seed.ts'

/**
 * The whole gateway, whose worker is a process that is killed with a message of which it did not get to hear that it was sent. The queue is
 * told to hand its job out again at once, which AWS does after minutes.
 */
let local: GuardedLocal
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
let queue: SQSClient
/** Of the messages that a worker was handed last. */
let handles: readonly string[] = []
/** Is called once Chat has taken a message. */
let taken: () => void = () => undefined
beforeAll(async () => {
  const environment = { LOG_LEVEL: 'ERROR' }
  const heard = ({ command }: { readonly command: string }) => void (command === 'sendmsg' && taken())
  local = await startGuardedLocal({ seed: strictSeed, instances: 3, environment, heard })
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
})

/**
 * A machine that has much to do starts the other worker after the 0.9 s of a message, however often it is tried: then each is in doubt. That
 * a message goes again within them is shown by a clock: broken-off.test.ts.
 */
const MOST_DEATHS = 4

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

/** The texts of all messages of this test between two accounts. */
async function textsFrom(userId: string, peerId: string): Promise<unknown[]> {
  const body = JSON.stringify({ userId, peerId, since: '2026-01-01T00:00:00Z' })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${local.url}/v1/messages/list`, { method: 'POST', body, headers })
  const { messages } = (await answer.json()) as { messages: { elements: { text?: string }[] }[] }
  const texts = messages.flatMap(({ elements }) => elements.map(({ text = '' }) => text))
  return texts.filter((text) => /^(first|death-)/.test(text))
}

/** Sends a message whose worker is killed once Chat has taken it; answers how often it went out, and what is told of it. */
async function sendAndKill(clientMessageId: string) {
  await fault(local, { command: 'sendmsg', fault: { kind: 'silence', after: true } })
  const elements = [{ type: 'text', text: clientMessageId }]
  const isTaken = new Promise<void>((resolve) => {
    taken = resolve
  })
  await put('messages.send', { userId: 'alice', peerId: 'bob', elements, clientMessageId })
  await isTaken
  await Promise.all([local.functions.worker!.killBusy(), handOutAgain()])
  await expect.poll(() => resultsOf(clientMessageId).length).toBeGreaterThan(0)
  const numbers = (await callsWith(clientMessageId)).map(({ body: { MsgSeq, MsgRandom } }) => `${MsgSeq} ${MsgRandom}`)
  return {
    sent: numbers.length,
    differ: new Set(numbers).size,
    outcome: resultsOf(clientMessageId)[0]!.detail.answer.body.outcome,
  }
}

test('a message is sent again by another worker as the same one, or told to be in doubt; either way it came once', async () => {
  // Both have done work before, so that none has to load anything when it counts.
  await Promise.all(
    ['bob', 'carol', 'dave'].map((peerId) =>
      put('messages.send', { userId: 'alice', peerId, elements: [{ type: 'text', text: 'first' }] }),
    ),
  )
  await expect
    .poll(() => resultsOn(local.bus!).filter(({ type }) => type === 'chat.messages.send.completed'))
    .toHaveLength(3)
  const deaths: Awaited<ReturnType<typeof sendAndKill>>[] = []
  while (!deaths.some(({ sent }) => sent > 1) && deaths.length < MOST_DEATHS)
    deaths.push(await sendAndKill(`death-${deaths.length}`))
  for (const one of deaths) {
    expect(one.differ).toBe(1)
    expect(one.outcome).toBe(one.sent > 1 ? 'ok' : 'unknown')
  }
  const texts = await textsFrom('alice', 'bob')
  expect(texts.toSorted()).toEqual(['first', ...deaths.map((_, index) => `death-${index}`)].toSorted())
})
