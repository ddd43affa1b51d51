import { describe, expect, test } from 'vitest'
import { type AppSecret, parseSecret } from '../../../../lib/upstream/credentials/app-secret.ts'
import { SecretCache } from '../../../../lib/upstream/credentials/secret-cache.ts'
import { SecretFault } from '../../../../lib/upstream/credentials/secret-fault.ts'
import type { ReadSecret } from '../../../../lib/upstream/credentials/secret-store.ts'
import { manualClock } from '../../../support/manual-clock.ts'
import { recordedLog } from '../../../support/recorded-log.ts'

const secretWith = (secretKey: string): AppSecret =>
  parseSecret(JSON.stringify({ sdkAppId: 1, adminUserId: 'administrator', secretKey, region: 'seoul' }))

const a = { app: 'a', share: 'caller' }
const ghost = { ...a, app: 'ghost' }

function setUp() {
  const clock = manualClock()
  const log = recordedLog()
  const store = { answer: async (): Promise<AppSecret | undefined> => secretWith('first'), reads: 0 }
  const read = () => {
    store.reads++
    return store.answer()
  }
  return { clock, log, store, cache: new SecretCache({ read, ttlMs: 300_000, now: clock.now, log }) }
}

const keyOf = async (secret: Promise<AppSecret>) => (await secret).secretKey

test('all who wait share one read, and later ones the cached secret', async () => {
  const { cache, store } = setUp()
  const all = await Promise.all(Array.from({ length: 20 }, () => keyOf(cache.get(a))))
  expect(all).toEqual(Array(20).fill('first'))
  await cache.get(a)
  expect(store.reads).toBe(1)
})

test('a secret near its age is refreshed beside the request that finds it so', async () => {
  const { cache, store, clock } = setUp()
  await cache.get(a)
  store.answer = async () => secretWith('second')
  clock.advance(250_000)
  expect(await keyOf(cache.get(a))).toBe('first')
  await expect.poll(() => keyOf(cache.get(a))).toBe('second')
  expect(store.reads).toBe(2)
})

test('a secret past its age is read before it is used', async () => {
  const { cache, store, clock } = setUp()
  await cache.get(a)
  store.answer = async () => secretWith('second')
  clock.advance(300_000)
  expect(await keyOf(cache.get(a))).toBe('second')
})

test('a clock that is set back makes neither a secret nor a missing one last longer', async () => {
  const { cache, store, clock } = setUp()
  await cache.get(a)
  store.answer = async () => undefined
  await expect(cache.get({ ...a, app: 'b' })).rejects.toMatchObject({ code: 'UNKNOWN_APP' })
  store.answer = async () => secretWith('second')
  clock.advance(-3_600_000)
  expect(await keyOf(cache.get({ ...a, app: 'b' }))).toBe('second')
  await cache.get(a)
  await expect.poll(() => keyOf(cache.get(a))).toBe('second')
})

test('what is taken in spite of its spelling is told once, not at each refresh', async () => {
  const clock = manualClock()
  const log = recordedLog()
  let amendment = 'secretKey has blanks'
  const read: ReadSecret = async (_app, _stage, note) => {
    note?.(amendment)
    return secretWith('first')
  }
  const cache = new SecretCache({ read, ttlMs: 300_000, now: clock.now, log })
  await cache.reread('a')
  await cache.reread('a')
  expect(log.lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 'warn', app: 'a', fault: amendment }])
  amendment = 'sdkAppId is a text'
  await cache.reread('a')
  expect(log.lines).toHaveLength(2)
})

describe('while secrets cannot be read', () => {
  test('the old one serves on, and is not asked for at every request', async () => {
    const { cache, store, clock, log } = setUp()
    await cache.get(a)
    store.answer = () => Promise.reject(new Error('down'))
    clock.advance(3_000_000)
    for (let i = 0; i < 10; i++) expect(await keyOf(cache.get(a))).toBe('first')
    expect(store.reads).toBe(2)
    expect(log.lines).toHaveLength(1)
    clock.advance(5000)
    store.answer = async () => secretWith('second')
    expect(await keyOf(cache.get(a))).toBe('second')
  })

  test('an answer that is no JSON is not quoted in the log: it may hold the secret', async () => {
    const { cache, store, log } = setUp()
    store.answer = async () => {
      throw new SyntaxError(`Expected ',' in "…the-key…"`)
    }
    await expect(cache.get(a)).rejects.toMatchObject({ code: 'SECRET_UNAVAILABLE' })
    expect(log.lines.join()).toContain('is no JSON')
    expect(log.lines.join()).not.toContain('the-key')
  })

  test('a broken new version does not replace a working one, and the log names its fault', async () => {
    const { cache, store, clock, log } = setUp()
    await cache.get(a)
    store.answer = () => Promise.reject(new SecretFault('region is missing'))
    clock.advance(300_000)
    expect(await keyOf(cache.get(a))).toBe('first')
    expect(log.lines.join()).toContain('region is missing')
  })

  test('an app that was never read is SECRET_UNAVAILABLE, and asked for again next time', async () => {
    const { cache, store } = setUp()
    store.answer = () => Promise.reject(new Error('down'))
    await expect(cache.get(a)).rejects.toMatchObject({ code: 'SECRET_UNAVAILABLE' })
    store.answer = async () => secretWith('first')
    expect(await keyOf(cache.get(a))).toBe('first')
  })
})

describe('the version before', () => {
  test.each([
    ['is there', async () => secretWith('old'), 'old'],
    ['is not there', async () => undefined, undefined],
    ['can’t be used', () => Promise.reject(new SecretFault('region is missing')), undefined],
  ])('that %s is told as such', async (_, answer, key) => {
    const { cache, store } = setUp()
    store.answer = answer
    expect((await cache.previous('a'))?.secretKey).toBe(key)
  })

  test('that can’t be read is not taken for none', async () => {
    const { cache, store } = setUp()
    store.answer = () => Promise.reject(new Error('throttled'))
    await expect(cache.previous('a')).rejects.toThrow('throttled')
  })
})

describe('an app without a secret', () => {
  test('is UNKNOWN_APP, and that is remembered for 30 s', async () => {
    const { cache, store, clock } = setUp()
    store.answer = async () => undefined
    await expect(cache.get(ghost)).rejects.toMatchObject({ code: 'UNKNOWN_APP' })
    clock.advance(29_999)
    await expect(cache.get(ghost)).rejects.toMatchObject({ code: 'UNKNOWN_APP' })
    expect(store.reads).toBe(1)
    clock.advance(1)
    store.answer = async () => secretWith('first')
    expect(await keyOf(cache.get(ghost))).toBe('first')
  })

  test('does not fill the memory: of 1,001 names the oldest is forgotten', async () => {
    const { cache, store } = setUp()
    store.answer = async () => undefined
    for (let i = 0; i <= 1000; i++)
      await cache.get({ app: `ghost${i}`, share: `share ${i % 100}` }).catch(() => undefined)
    await cache.get({ ...a, app: 'ghost1' }).catch(() => undefined)
    expect(store.reads).toBe(1001)
    await cache.get({ ...a, app: 'ghost0' }).catch(() => undefined)
    expect(store.reads).toBe(1002)
  })

  test('that had one loses it at the next refresh', async () => {
    const { cache, store, clock } = setUp()
    await cache.get(a)
    store.answer = async () => undefined
    clock.advance(300_000)
    await expect(cache.get(a)).rejects.toMatchObject({ code: 'UNKNOWN_APP' })
  })
})
