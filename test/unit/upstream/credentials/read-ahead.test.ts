import { expect, test } from 'vitest'
import { type AppSecret, parseSecret } from '../../../../lib/upstream/credentials/app-secret.ts'
import { SecretCache } from '../../../../lib/upstream/credentials/secret-cache.ts'
import { manualClock } from '../../../support/manual-clock.ts'
import { recordedLog } from '../../../support/recorded-log.ts'

const secretWith = (secretKey: string): AppSecret =>
  parseSecret(JSON.stringify({ sdkAppId: 1, adminUserId: 'administrator', secretKey, region: 'seoul' }))

const asked = { app: 'default', share: 'caller' }

/** Reads are answered by the test, in whatever order. */
function setUp() {
  const clock = manualClock()
  const log = recordedLog()
  const reads: PromiseWithResolvers<AppSecret | undefined>[] = []
  const read = () => {
    const answer = Promise.withResolvers<AppSecret | undefined>()
    reads.push(answer)
    return answer.promise
  }
  return { clock, log, reads, cache: new SecretCache({ read, ttlMs: 300_000, now: clock.now, log }) }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('what a frozen sandbox reads when it wakes up is as old as the question', async () => {
  const { cache, clock, reads } = setUp()
  cache.readAhead('default')
  clock.advance(240_000)
  reads[0]?.resolve(secretWith('old'))
  await settled()
  expect(cache.fresh('default')).toBeUndefined()
  // Not past its age: it serves, and is read again beside the request.
  expect((await cache.get(asked)).secretKey).toBe('old')
  expect(reads).toHaveLength(2)
})

test('an answer that comes late puts nothing in the place of what was read since', async () => {
  const { cache, clock, reads } = setUp()
  cache.readAhead('default')
  clock.advance(2000)
  const getting = cache.get(asked)
  await settled()
  reads[1]?.resolve(secretWith('new'))
  expect((await getting).secretKey).toBe('new')
  reads[0]?.resolve(secretWith('old'))
  await settled()
  expect((await cache.get(asked)).secretKey).toBe('new')
})

test('nor brings back an app that was found to have no secret since', async () => {
  const { cache, clock, reads } = setUp()
  cache.readAhead('default')
  clock.advance(2000)
  const getting = cache.get(asked)
  await settled()
  reads[1]?.resolve(undefined)
  await expect(getting).rejects.toMatchObject({ code: 'UNKNOWN_APP' })
  reads[0]?.resolve(secretWith('old'))
  await settled()
  await expect(cache.get(asked)).rejects.toMatchObject({ code: 'UNKNOWN_APP' })
})

test('a clock that is set back makes nobody wait longer', async () => {
  const { cache, clock, reads } = setUp()
  cache.readAhead('default')
  clock.advance(-60_000)
  const getting = cache.get(asked)
  await settled()
  expect(reads).toHaveLength(2)
  reads[1]?.resolve(secretWith('new'))
  expect((await getting).secretKey).toBe('new')
})
