import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { updateOf } from '../../support/gateway/answer.ts'
import { allOk, silence } from '../../support/gateway/chat-replies.ts'
import { type Chat, type Script, startChat } from '../../support/gateway/chat-server.ts'
import { advance, restoreClock } from '../../support/gateway/moved-clock.ts'
import { DEFAULT_SECRET, type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
let primary: Chat
afterEach(() => {
  gateway.close()
  primary.close()
  restoreClock()
})

const update = async () => expect((await gateway.update(updateOf('id', ['a']))).status).toBe(200)
/** What an attempt may take where a test sits it out; calls that are answered must be done in it too. */
const SHORT_MS = 2000
const heard = () => [primary.calls.length, gateway.chat.calls.length]

/** A gateway with `primary` before its own Chat server. */
async function start(script: Script, attemptMs = 5000): Promise<void> {
  primary = await startChat(script)
  const { url } = primary
  gateway = await startGateway({
    secrets: (secret) => ({ [DEFAULT_SECRET]: { ...secret, endpoint: [url, String(secret.endpoint)] } }),
    env: { LOG_LEVEL: 'INFO', UPSTREAM_TIMEOUT_MS: `${attemptMs}` },
  })
}

/** The same with a primary that has just been found gone; tells the port where it will come back. */
async function startWithPrimaryGone(attemptMs?: number): Promise<number> {
  await start(allOk, attemptMs)
  primary.close()
  await update()
  return Number(new URL(primary.url).port)
}

test('a primary that is back is found by a connection beside the calls, and used from then on', async () => {
  const port = await startWithPrimaryGone()
  primary = await startChat(allOk, port)
  await update()
  expect(heard()).toEqual([0, 2])
  advance(10_000)
  await update()
  expect(heard()).toEqual([0, 3])
  await vi.waitFor(async () => {
    await update()
    expect(primary.calls.length).toBeGreaterThan(0)
  }, 60_000)
  gateway.chat.calls.length = 0
  await Promise.all(Array.from({ length: 20 }, update))
  expect(gateway.chat.calls).toHaveLength(0)
  const lines = gateway.output.text().split('\n')
  expect(lines.filter((line) => line.includes('"host failover"'))).toHaveLength(1)
  expect(lines.filter((line) => line.includes('"host is back"'))).toHaveLength(1)
})

test('a primary that takes connections and answers nothing costs one call its attempt, and no other', async () => {
  const port = await startWithPrimaryGone(SHORT_MS)
  primary = await startChat(silence, port)
  advance(10_000)
  await vi.waitFor(async () => {
    await Promise.all(Array.from({ length: 20 }, update))
    expect(primary.calls.length).toBeGreaterThan(0)
  }, 60_000)
  await Promise.all(Array.from({ length: 20 }, update))
  expect(primary.calls).toHaveLength(1)
})

test('calls that nobody answers on connections made before lead to a look, and from there to the backup', async () => {
  let isFrozen = false
  await start((call) => (isFrozen ? silence() : allOk(call)), SHORT_MS)
  await Promise.all(Array.from({ length: 10 }, update))
  isFrozen = true
  primary.stopListening()
  await update()
  expect(gateway.chat.calls.length).toBeGreaterThan(0)
})

test('a backup that was gone for a moment, long ago, takes all calls that a dying primary leaves', async () => {
  const port = await startWithPrimaryGone()
  const backupPort = Number(new URL(gateway.chat.url).port)
  gateway.chat.close()
  const ask = async (account: string) => (await gateway.update(updateOf(account, ['a']))).status
  expect(await ask('id')).toBe(503)
  primary = await startChat(allOk, port)
  advance(10_000)
  await vi.waitFor(async () => expect(await ask('id')).toBe(200), 60_000)
  const backup = await startChat(allOk, backupPort)
  onTestFinished(backup.close)
  advance(10_000)
  await update()
  primary.close()
  const statuses = await Promise.all(Array.from({ length: 250 }, (_, i) => ask(`id${i}`)))
  expect(new Set(statuses)).toEqual(new Set([200]))
})
