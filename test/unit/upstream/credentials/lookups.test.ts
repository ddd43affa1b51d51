import { describe, expect, test } from 'vitest'
import { type AppSecret, parseSecret } from '../../../../lib/upstream/credentials/app-secret.ts'
import { SecretCache } from '../../../../lib/upstream/credentials/secret-cache.ts'
import { manualClock } from '../../../support/manual-clock.ts'
import { recordedLog } from '../../../support/recorded-log.ts'

const secret = parseSecret(JSON.stringify({ sdkAppId: 1, adminUserId: 'a', secretKey: 'k', region: 'seoul' }))

function setUp() {
  const clock = manualClock()
  const store = { answer: async (): Promise<AppSecret | undefined> => secret, reads: 0 }
  const read = () => {
    store.reads++
    return store.answer()
  }
  return { clock, store, cache: new SecretCache({ read, ttlMs: 300_000, now: clock.now, log: recordedLog() }) }
}

describe('names without a secret, for one caller', () => {
  const names = (count: number, first = 0) => Array.from({ length: count }, (_, index) => `name${first + index}`)
  const ask = (cache: SecretCache, all: readonly string[], share = 'guesser') =>
    Promise.all(
      all.map((app) =>
        cache.get({ app, share }).then(
          () => 'there',
          (error: { code: string }) => error.code,
        ),
      ),
    )
  const tally = (ends: readonly string[]) =>
    Object.fromEntries(Object.entries(Object.groupBy(ends, (end) => end)).map(([end, all]) => [end, all?.length]))

  test.each(['at once', 'one after another'])(
    'are looked up twenty times, asked for %s; the rest stays unread',
    async (how) => {
      const { cache, store } = setUp()
      store.answer = async () => undefined
      const ends: string[] = []
      if (how === 'at once') ends.push(...(await ask(cache, names(100))))
      else for (const name of names(100)) ends.push(...(await ask(cache, [name])))
      expect(tally(ends)).toEqual({ UNKNOWN_APP: 20, RATE_LIMITED: 80 })
      expect(store.reads).toBe(20)
      expect(await ask(cache, names(20))).toEqual(Array(20).fill('UNKNOWN_APP'))
      expect(store.reads).toBe(20)
    },
  )

  test('may be one more every 1.5 s, and twenty again after half a minute', async () => {
    const { cache, store, clock } = setUp()
    store.answer = async () => undefined
    await ask(cache, names(30))
    clock.advance(1499)
    expect(tally(await ask(cache, names(3, 100)))).toEqual({ RATE_LIMITED: 3 })
    clock.advance(1)
    expect(tally(await ask(cache, names(3, 200)))).toEqual({ UNKNOWN_APP: 1, RATE_LIMITED: 2 })
    clock.advance(30_000)
    expect(tally(await ask(cache, names(30, 300)))).toEqual({ UNKNOWN_APP: 20, RATE_LIMITED: 10 })
  })

  test('are no longer too many than they should be after the clock was set back', async () => {
    const { cache, store, clock } = setUp()
    store.answer = async () => undefined
    await ask(cache, names(30))
    clock.advance(-3_600_000)
    expect(tally(await ask(cache, names(1, 100)))).toEqual({ UNKNOWN_APP: 1 })
  })

  test('take nothing from another caller, from apps that are known, nor from the default app of a body that names none', async () => {
    const { cache, store } = setUp()
    await cache.get({ app: 'known', share: 'guesser' })
    store.answer = async () => undefined
    await ask(cache, names(30))
    store.answer = async () => secret
    expect(await ask(cache, ['known'])).toEqual(['there'])
    expect(await ask(cache, ['new'])).toEqual(['RATE_LIMITED'])
    expect(await ask(cache, ['new'], 'another')).toEqual(['there'])
    expect(await ask(cache, ['new'])).toEqual(['there'])
    await expect(cache.get({ app: 'default', isUnnamed: true, share: 'guesser' })).resolves.toBeDefined()
  })

  test('push nobody’s names out of the memory', async () => {
    const { cache, store, clock } = setUp()
    store.answer = async () => undefined
    await ask(cache, ['typo'], 'another')
    for (let second = 0; second < 29; second++) {
      clock.advance(1000)
      await ask(cache, names(100, second * 100))
    }
    const { reads } = store
    expect(await ask(cache, ['typo'], 'another')).toEqual(['UNKNOWN_APP'])
    expect(store.reads).toBe(reads)
  })

  test('do not hide among apps that are there: 100 of those cost nothing, however many wait for their reads', async () => {
    const { cache, store } = setUp()
    let under = 0
    let most = 0
    store.answer = async () => {
      most = Math.max(most, ++under)
      await new Promise((resolve) => setImmediate(resolve))
      under--
      return secret
    }
    expect(tally(await ask(cache, names(100)))).toEqual({ there: 100 })
    expect([store.reads, most]).toEqual([100, 20])
    store.answer = async () => undefined
    expect(tally(await ask(cache, names(30, 100)))).toEqual({ UNKNOWN_APP: 20, RATE_LIMITED: 10 })
  })

  test('are not what a read that failed has found', async () => {
    const { cache, store } = setUp()
    store.answer = () => Promise.reject(new Error('down'))
    expect(tally(await ask(cache, names(50)))).toEqual({ SECRET_UNAVAILABLE: 50 })
    store.answer = async () => secret
    expect(tally(await ask(cache, names(50)))).toEqual({ there: 50 })
  })
})
