import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { checkBroken, type Failure } from '../../campaigns/chaos/broken.ts'
import { callsOf, fault } from '../../support/events.ts'
import { type Result, resultsOn } from '../../support/results.ts'
import { type GuardedLocal, startGuardedLocal } from '../../support/roles/guarded-local.ts'
import { strictSeed } from '../../support/strict-seed.ts'

/** The whole gateway, whose worker is a process that can be killed; a message whose worker died comes back after three seconds. */
let local: GuardedLocal
/** As the functions wrote them, and as Lambda saw them fail: what the fault campaign's rule about a broken gateway goes by. */
const written: string[] = []
const failures: Failure[] = []
beforeAll(async () => {
  local = await startGuardedLocal({
    seed: strictSeed,
    instances: 2,
    visibilityTimeoutSeconds: 3,
    // No worker gives up by itself before it is killed, however slow the machine: its next attempt would be one more call.
    environment: { LOG_LEVEL: 'ERROR', UPSTREAM_TIMEOUT_MS: '28000' },
    wrote: (line) => void written.push(line),
    failed: (name, { type, message }) => void failures.push({ function: name as Failure['function'], type, message }),
  })
})
afterAll(() => local.close())

async function put(operation: string, body: object): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = new EventBridgeClient({ endpoint: local.bus!.url, region: 'local-1', credentials })
  const entry = { EventBusName: 'chat-gateway-dev', Source: 'crm', DetailType: `chat.${operation}` }
  await client.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(body) }] }))
  client.destroy()
}

const results = (operation: string) =>
  resultsOn(local.bus!).filter(({ source, type }) => source === 'chat-gateway' && type.startsWith(`chat.${operation}.`))

const commands = async (command: string) => (await callsOf(local)).filter((call) => call.command === command)

/** Chat does the work of both and never answers; then their workers are gone, and the messages come back. */
beforeAll(async () => {
  for (const command of ['friend_update', 'friend_add'])
    await fault(local, { command, fault: { kind: 'silence', after: true } })
  await put('friends.update', { userId: 'alice', friends: [{ userId: 'bob', remark: 'the same' }] })
  await put('friends.add', { userId: 'bob', friends: [{ userId: 'frank', source: 'Web' }] })
  const carriedOut = async () => (await callsOf(local)).map((call) => call.carriedOut)
  await vi.waitFor(async () => expect(await carriedOut()).toEqual([true, true]), { timeout: 60_000 })
  await local.functions.worker!.killAll()
})

test('a worker killed between the call and its acknowledgement: the repeat ends in the same state, and is told of once', async () => {
  await expect.poll(() => results('friends.update')).toHaveLength(1)
  expect(results('friends.update')[0]!.type).toBe('chat.friends.update.completed')
  expect(await commands('friend_update')).toHaveLength(2)
  const killed = { function: 'worker', type: 'Runtime.ExitError', message: 'Runtime exited: SIGKILL' }
  expect(new Set(failures.map((failure) => JSON.stringify(failure)))).toEqual(new Set([JSON.stringify(killed)]))
  const messages = written.map((line) => (JSON.parse(line) as { readonly message: string }).message)
  expect(messages).toContain('job')
  expect(checkBroken(written, failures, [])).toEqual([])
})

test('what the killed worker had done already is no failure of the repeat', async () => {
  await expect.poll(() => results('friends.add')).toHaveLength(1)
  expect(results('friends.add')[0]!.detail.answer).toMatchObject({ status: 200, body: { outcome: 'ok' } })
  expect((await commands('friend_add')).map(({ answer }) => answer?.items)).toEqual([{ frank: 0 }, { frank: 30001 }])
})

test('what the killed worker may have sent to everyone is never sent again, and ends as unknown', async () => {
  await fault(local, { command: 'im_push', fault: { kind: 'silence', after: true } })
  await put('push.send', { audience: { everyone: true }, elements: [{ type: 'text', text: 'once' }] })
  const carriedOut = async () => (await commands('im_push')).map((call) => call.carriedOut)
  await vi.waitFor(async () => expect(await carriedOut()).toEqual([true]), { timeout: 60_000 })
  await local.functions.worker!.killAll()
  await expect.poll(() => results('push.send')).toHaveLength(1)
  const [{ type, detail }] = results('push.send') as [Result]
  expect([type, detail.answer]).toMatchObject([
    'chat.push.send.failed',
    { status: 504, body: { code: 'INTERRUPTED', outcome: 'unknown', retryable: false } },
  ])
  expect(detail.answer.body.clientMessageId).toMatch(/^[\w-]{22}$/)
  expect(await commands('im_push')).toHaveLength(1)
})
