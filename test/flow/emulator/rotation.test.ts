import { expect, test } from 'vitest'
import type { AppSecret } from '../../../local/chat/index.ts'
import { Emulator } from './client.ts'

async function start() {
  const published: Array<[string, AppSecret | undefined]> = []
  const emulator = await Emulator.start({ publishSecret: (app, secret) => published.push([app, secret]) })
  const old = emulator.query()
  return { emulator, published, old, oldKey: emulator.chat.secrets().default!.secretKey }
}

/** What a call signed with the key of the gateway's side, and one signed with the old key, are answered. */
async function codes(emulator: Emulator, old: ReturnType<Emulator['query']>): Promise<[number, number]> {
  const ask = async (query: typeof old) =>
    (await emulator.call('friend_update', { From_Account: 'nobody' }, query)).ErrorCode
  return [await ask(emulator.query()), await ask(old)]
}
const [taken, refused] = [30003, 70009]

test('together: the new key counts on both sides at once', async () => {
  const { emulator, published, old, oldKey } = await start()
  const [status, answer] = await emulator.control('POST', 'rotate', { app: 'default', order: 'together' })
  expect([status, answer]).toEqual([200, { app: 'default', changed: ['secret', 'chat'], next: null }])
  const secret = emulator.chat.secrets().default!
  expect(secret.secretKey).toMatch(/^[0-9a-f]{64}$/)
  expect(secret.secretKey).not.toBe(oldKey)
  expect(published).toEqual([['default', secret]])
  expect(await codes(emulator, old)).toEqual([taken, refused])
})

test('secret-first: the service goes on with the old key until the rotation is finished', async () => {
  const { emulator, published, old } = await start()
  const answer = await emulator.control('POST', 'rotate', { app: 'default', order: 'secret-first' })
  expect(answer).toEqual([200, { app: 'default', changed: ['secret'], next: { side: 'chat', when: 'on finish' } }])
  expect(published).toHaveLength(1)
  expect(await codes(emulator, old)).toEqual([refused, taken])
  const finished = await emulator.control('POST', 'rotate', { app: 'default', finish: true })
  expect(finished).toEqual([200, { app: 'default', changed: ['chat'], next: null }])
  expect(published).toHaveLength(1)
  expect(await codes(emulator, old)).toEqual([taken, refused])
})

test('chat-first: the gateway learns of the key when the rotation is finished', async () => {
  const { emulator, published, old } = await start()
  const answer = await emulator.control('POST', 'rotate', { app: 'default', order: 'chat-first' })
  expect(answer).toEqual([200, { app: 'default', changed: ['chat'], next: { side: 'secret', when: 'on finish' } }])
  expect(published).toEqual([])
  expect(await codes(emulator, old)).toEqual([refused, refused])
  await emulator.control('POST', 'rotate', { app: 'default', finish: true })
  expect(published).toEqual([['default', emulator.chat.secrets().default]])
  expect(await codes(emulator, old)).toEqual([taken, refused])
})

test('after gapMs the second side follows by itself', async () => {
  const { emulator, published } = await start()
  await emulator.control('POST', 'rotate', { app: 'default', order: 'chat-first', gapMs: 200 })
  await expect.poll(() => published.length).toBe(1)
})

/** Waits until a gap of 250 ms is over: by then, so are all shorter ones that began before. */
async function gapsAreOver(): Promise<void> {
  const { emulator, published } = await start()
  await emulator.control('POST', 'rotate', { app: 'default', order: 'chat-first', gapMs: 250 })
  await expect.poll(() => published.length).toBe(1)
}

test('a gap counts for nothing once its rotation was finished by hand', async () => {
  const { emulator, published } = await start()
  await emulator.control('POST', 'rotate', { app: 'default', order: 'chat-first', gapMs: 200 })
  await emulator.control('POST', 'rotate', { app: 'default', finish: true })
  await emulator.control('POST', 'rotate', { app: 'default', order: 'chat-first' })
  await gapsAreOver()
  expect(published).toHaveLength(1)
})

test.each([
  ['a reset', (emulator: Emulator) => emulator.control('POST', 'reset')],
  ['the end of the emulator', (emulator: Emulator) => emulator.chat.close()],
])('a gap counts for nothing after %s', async (_what, interrupt) => {
  const { emulator, published } = await start()
  await emulator.control('POST', 'rotate', { app: 'default', order: 'chat-first', gapMs: 200 })
  await interrupt(emulator)
  await gapsAreOver()
  expect(published).toEqual([])
})

test('other apps keep their keys', async () => {
  const { emulator, published } = await start()
  await emulator.control('POST', 'rotate', { app: 'europe', order: 'together' })
  expect(published.map(([app]) => app)).toEqual(['europe'])
  expect((await emulator.update('alice', 'bob', {})).ErrorCode).toBe(0)
})

test('one rotation of an app at a time', async () => {
  const { emulator } = await start()
  expect((await emulator.control('POST', 'rotate', { app: 'default', finish: true }))[0]).toBe(409)
  await emulator.control('POST', 'rotate', { app: 'default', order: 'secret-first' })
  expect((await emulator.control('POST', 'rotate', { app: 'default', order: 'together' }))[0]).toBe(409)
})

test.each([
  [{ order: 'together' }, 'app must be one of default, europe'],
  [{ app: 'asia', order: 'together' }, 'app must be one of'],
  [{ app: 'default' }, 'order must be one of together, secret-first, chat-first'],
  [{ app: 'default', order: 'together', gapMs: 5 }, 'gapMs has no meaning'],
  [{ app: 'default', order: 'chat-first', gapMs: '5' }, 'gapMs must be an integer'],
  [{ app: 'default', order: 'chat-first', finish: true }, 'finish goes with app only'],
  [{ app: 'default', key: 'x' }, 'key is unknown'],
])('400 for %j', async (body, message) => {
  const { emulator, published } = await start()
  const [status, answer] = await emulator.control<{ error: string }>('POST', 'rotate', body)
  expect([status, answer.error]).toEqual([400, expect.stringContaining(message)])
  expect(published).toEqual([])
})

test('a reset goes back to the key of the seed, tells so, and forgets an open rotation', async () => {
  const { emulator, published, old, oldKey } = await start()
  await emulator.control('POST', 'rotate', { app: 'default', order: 'secret-first' })
  await emulator.control('POST', 'reset')
  expect(published.at(-1)).toEqual(['default', expect.objectContaining({ secretKey: oldKey })])
  expect(await codes(emulator, old)).toEqual([taken, taken])
  expect((await emulator.control('POST', 'rotate', { app: 'default', finish: true }))[0]).toBe(409)
})
