import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import { type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { fault } from '../../support/events.ts'
import { type GuardedLocal, startGuardedLocal } from '../../support/roles/guarded-local.ts'
import { strictSeed } from '../../support/strict-seed.ts'
import { sdk, until } from './fixture.ts'

const BODY = { userId: 'alice', friends: [{ userId: 'bob', remark: 'Bob' }] }

let local: GuardedLocal
const lines: string[] = []

beforeAll(async () => {
  local = await startGuardedLocal({ seed: strictSeed, log: (line) => lines.push(line), retryDelaysMs: [1, 1] })
})
afterAll(() => local.close())

/** The project's bus, through the SDK. */
function openBus() {
  const bus = local.bus!
  const client = new EventBridgeClient(sdk(bus.url))
  onTestFinished(() => client.destroy())
  const put = async (entry: Partial<PutEventsRequestEntry> = {}): Promise<string> => {
    const whole = { Source: 'crm', DetailType: 'chat.friends.update', Detail: JSON.stringify(BODY), ...entry }
    const Entries = [{ EventBusName: 'chat-gateway-dev', ...whole }]
    return (await client.send(new PutEventsCommand({ Entries }))).Entries![0]!.EventId!
  }
  const resultsOf = (eventId: string) =>
    bus.events().flatMap(({ event }) => (event.detail.eventId === eventId ? [event] : []))
  const resultOf = async (eventId: string) => {
    await until(() => resultsOf(eventId).length > 0)
    return resultsOf(eventId)[0]!
  }
  return { put, resultOf }
}

test('an event becomes a job, whose result goes out on the bus and starts nothing', async () => {
  const { put, resultOf } = openBus()
  const invoked = vi.spyOn(local.functions.events!, 'invoke')
  const result = await resultOf(await put())
  expect(result).toMatchObject({
    source: 'chat-gateway',
    'detail-type': 'chat.friends.update.completed',
    detail: { operation: 'friends.update', app: 'default', answer: { status: 200, body: { outcome: 'ok' } } },
  })
  await until(() => lines.some((line) => line.startsWith('batch')))
  const { jobId, job } = result.detail
  const shown = async () => (await fetch(`${local.url}${job}`)).json()
  await expect
    .poll(shown)
    .toMatchObject({ jobId, state: 'completed', answer: { status: 200, body: { outcome: 'ok' } } })

  const { source: Source, 'detail-type': DetailType, detail } = result
  await put({ Source, DetailType, Detail: JSON.stringify(detail) })
  await put({ Source, DetailType: 'chat.friends.update', Detail: JSON.stringify(BODY) })
  await put({ DetailType: 'order.created' })
  expect(invoked).toHaveBeenCalledTimes(1)

  const refused = await resultOf(await put({ Detail: '{"userId":"nobody"}' }))
  expect(refused['detail-type']).toBe('chat.friends.update.failed')
  expect(invoked).toHaveBeenCalledTimes(2)
  const { calls } = (await (await fetch(`${local.chat.url}/_emulator/calls`)).json()) as { calls: unknown[] }
  expect(calls).toHaveLength(1)
  const shownLines = () => lines.filter((line) => !line.startsWith('GET'))
  const ok = 'ok  ok 1, failed 0, unknown 0'
  await until(() => shownLines().length === 9)
  expect(shownLines()).toEqual([
    'event  chat.friends.update  crm',
    `event  chat.friends.update.completed  chat-gateway  default  ${ok}`,
    expect.stringMatching(/^batch {2}chat-gateway-dev-worker {2}done 1 {2}\d+ ms$/),
    expect.stringMatching(/^ {4}chat {2}friend_update of default: 0, 1 ok, 0 failed \(\d+ ms\)$/),
    `event  chat.friends.update.completed  chat-gateway  default  ${ok}`,
    'event  chat.friends.update  chat-gateway',
    'event  order.created  crm',
    'event  chat.friends.update  crm',
    'event  chat.friends.update.failed  chat-gateway  INVALID_REQUEST',
  ])
})

test('who waits for a job is answered when it ends, over the socket', async () => {
  await fault(local, { fault: { latencyMs: 400 } })
  const accepted = await fetch(`${local.url}/v1/friends/update`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'respond-async' },
    body: JSON.stringify(BODY),
  })
  expect([accepted.status, accepted.headers.get('retry-after')]).toEqual([202, '1'])
  const ended = await fetch(`${local.url}${accepted.headers.get('location')}?wait=20`)
  expect(ended.headers.get('retry-after')).toBeNull()
  expect(await ended.json()).toMatchObject({ state: 'completed', answer: { status: 200 } })
})

test('an event that can’t become a job, as the tables are down from now on, lies with why in the dead letters', async () => {
  await local.tables!.close()
  const id = await openBus().put()
  const client = new SQSClient(sdk(local.queues!.url))
  onTestFinished(() => client.destroy())
  const { url: QueueUrl } = local.queues!.queues.EventsDeadLetters!
  const letters: Message[] = []
  const receive = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 })
  const about = () => letters.filter(({ Body }) => Body!.includes(id))
  await until(async () => {
    letters.push(...((await client.send(receive)).Messages ?? []))
    return about().length > 0
  })
  expect(JSON.parse(about()[0]!.Body!)).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    requestPayload: { id, source: 'crm' },
  })
})

test.each([
  [{ events: false }, 200],
  [{ tables: false }, 503],
])('with %o there are no events, an Idempotency-Key gets %i, and plain requests go on', async (options, keyed) => {
  const less = await startGuardedLocal(options)
  onTestFinished(() => less.close())
  expect([less.queues, less.bus]).toEqual([undefined, undefined])
  const told = { JOBS_TABLE: '', JOBS_QUEUE_URL: '', EVENT_BUS: '' }
  expect(less.functions.http!.settings.environment).toMatchObject(told)
  const send = async (headers: Record<string, string> = {}) => {
    const response = await fetch(`${less.url}/v1/friends/update`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(BODY),
    })
    return response.status
  }
  expect(await send({ prefer: 'respond-async' })).toBe(503)
  expect(await send({ 'idempotency-key': 'a' })).toBe(keyed)
  expect(await send()).toBe(200)
})
