import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkBroken, type Failure } from '../../campaigns/chaos/broken.ts'
import { callsOf, fault, resultsOn } from '../../support/events.ts'
import { type GuardedLocal, startGuardedLocal } from '../../support/roles/guarded-local.ts'
import { strictSeed } from '../../support/strict-seed.ts'

/** The whole gateway, whose worker is a process that can be killed; a message whose worker died comes back after two seconds. */
let local: GuardedLocal
/** As the functions wrote them, and as Lambda saw them fail: what the fault campaign's rule about a broken gateway goes by. */
const written: string[] = []
const failures: Failure[] = []
beforeAll(async () => {
  local = await startGuardedLocal({
    seed: strictSeed,
    instances: 2,
    visibilityTimeoutSeconds: 2,
    environment: { LOG_LEVEL: 'ERROR' },
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

/** Chat does the work and never answers; then the worker is gone. */
async function killAfterTheCall(operation: string, body: object): Promise<void> {
  await fetch(`${local.chat.url}/_emulator/reset`, { method: 'POST' })
  await fault(local, { fault: { kind: 'silence', after: true } })
  await put(operation, body)
  await expect.poll(() => callsOf(local), { timeout: 10_000 }).toMatchObject([{ carriedOut: true }])
  await local.functions.worker!.killAll()
}

test('a worker killed between the call and its acknowledgement: the repeat ends in the same state, and is told of once', async () => {
  await killAfterTheCall('friends.update', { userId: 'alice', friends: [{ userId: 'bob', remark: 'the same' }] })
  await expect.poll(() => results('friends.update'), { timeout: 15_000 }).toHaveLength(1)
  expect(results('friends.update')[0]!.type).toBe('chat.friends.update.completed')
  expect(await callsOf(local)).toHaveLength(2)
  expect(failures).toEqual([{ function: 'worker', type: 'Runtime.ExitError', message: 'Runtime exited: SIGKILL' }])
  const messages = written.map((line) => (JSON.parse(line) as { readonly message: string }).message)
  expect(messages).toContain('job')
  expect(checkBroken(written, failures, [])).toEqual([])
})

test('what the killed worker had done already is no failure of the repeat', async () => {
  await killAfterTheCall('friends.add', { userId: 'alice', friends: [{ userId: 'frank', source: 'Web' }] })
  await expect.poll(() => results('friends.add'), { timeout: 15_000 }).toHaveLength(1)
  expect(results('friends.add')[0]!.detail.answer).toMatchObject({ status: 200, body: { outcome: 'ok' } })
  expect((await callsOf(local)).at(-1)!.answer?.items).toEqual({ frank: 30001 })
})
