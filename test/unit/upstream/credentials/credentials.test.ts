import { describe, expect, test } from 'vitest'
import type { Tried } from '../../../../lib/upstream/credentials/credentials.ts'
import { waitingTime } from '../../../support/time-taken.ts'
import { never, othersHaveRun, ready, setUp } from './turned-keys.ts'

const rejected = { code: 'CREDENTIALS_REJECTED' }

describe('refused credentials', () => {
  test('cost one fresh read and one more try with a new signature', async () => {
    const { call, world } = setUp({ AWSCURRENT: 'old' }, ['old'])
    await call()
    world.stored = { AWSCURRENT: 'new' }
    world.accepted = ['new']
    await expect(call()).resolves.toBe('ok new')
    expect(world.tries).toEqual(['old', 'old', 'new'])
    expect(world.reads).toEqual(['AWSCURRENT', 'AWSCURRENT'])
  })

  test('are tried once more even where the read brings nothing new, since the signature is', async () => {
    const { call, world } = setUp({ AWSCURRENT: 'same' }, [])
    await expect(call()).resolves.toBe('refused same')
    expect(world.tries).toEqual(['same', 'same'])
    expect(world.reads).toEqual(['AWSCURRENT', 'AWSCURRENT', 'AWSPREVIOUS'])
  })

  test('give way to the previous version while Chat still accepts only that', async () => {
    const { call, world } = setUp({ AWSCURRENT: 'new', AWSPREVIOUS: 'old' }, ['old'])
    await expect(call()).resolves.toBe('ok old')
    expect(world.tries).toEqual(['new', 'new', 'old'])
    await expect(call()).resolves.toBe('ok old')
    expect(world.tries).toEqual(['new', 'new', 'old', 'old'])
    world.accepted = ['new']
    await expect(call()).resolves.toBe('ok new')
    expect(world.tries).toHaveLength(6)
  })

  test('are replaced by the previous version even when a third key is in the cache', async () => {
    const { call, world } = setUp({ AWSCURRENT: 'first' }, ['first'])
    await call()
    world.stored = { AWSCURRENT: 'third', AWSPREVIOUS: 'second' }
    world.accepted = ['second']
    await expect(call()).resolves.toBe('ok second')
  })

  test('are signed anew when Secrets Manager is down', async () => {
    const { call, world } = setUp({ AWSCURRENT: 'only' }, ['only'])
    await call()
    world.stored = { AWSCURRENT: 'down', AWSPREVIOUS: 'down' }
    world.accepted = []
    await expect(call()).resolves.toBe('refused only')
    expect(world.tries).toEqual(['only', 'only', 'only'])
  })

  test('are tried by one call while all others wait for what comes of it', async () => {
    const { call, world } = setUp({ AWSCURRENT: 'new', AWSPREVIOUS: 'old' }, ['old'])
    const answers = await Promise.all(Array.from({ length: 50 }, call))
    expect(new Set(answers)).toEqual(new Set(['ok old']))
    expect(world.tries.filter((key) => key === 'new')).toHaveLength(2)
  })

  test('of calls already under way cost each at most one more', async () => {
    const { call, world } = setUp({ AWSCURRENT: 'old' }, ['old'])
    await call()
    world.stored = { AWSCURRENT: 'new' }
    world.accepted = ['new']
    const answers = await Promise.all(Array.from({ length: 20 }, call))
    expect(new Set(answers)).toEqual(new Set(['ok new']))
    expect(world.tries).toHaveLength(1 + 20 + 20)
  })

  test('are tried by nobody else while what replaces them is read, however long that takes', async () => {
    const { call, clock, world } = setUp({ AWSCURRENT: 'old' }, ['old'])
    await call()
    world.stored = { AWSCURRENT: 'silent' }
    world.accepted = []
    void call()
    await othersHaveRun()
    const late = call(20)
    clock.advance(20)
    await expect(late).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' })
    expect(world.tries).toEqual(['old', 'old'])
  })

  test('are not gone on with where another still waits for an answer from before they were changed', async () => {
    const { credentials, call, clock, world } = setUp({ AWSCURRENT: 'old' }, ['old'])
    const { promise: lost, resolve: lose } = Promise.withResolvers<Tried<string>>()
    const first = credentials.use({ app: 'default', share: 'c' }, clock.now() + 60_000, ready, () => lost)
    const second = call()
    await othersHaveRun()
    clock.advance(1000)
    await expect(second).resolves.toBe('ok old')
    world.stored = { AWSCURRENT: 'new' }
    world.accepted = ['new']
    const others = [call(), call(), call()]
    await othersHaveRun()
    expect(world.tries).toEqual(['old', 'old', 'old', 'old'])
    clock.advance(5000)
    lose({ value: 'lost' })
    await expect(first).resolves.toBe('lost')
    await expect(Promise.all(others)).resolves.toEqual(['ok new', 'ok new', 'ok new'])
    // Three were under way; when they went on, one of them tried, though none had patience left.
    expect(world.tries).toEqual([...Array(5).fill('old'), ...Array(3).fill('new')])
  })

  test('that are accepted after all are gone on with, by many at once', async () => {
    const { call, clock, world } = setUp({ AWSCURRENT: 'key' }, [])
    await call()
    clock.advance(60_000)
    world.accepted = ['key']
    expect(await call()).toBe('ok key')
    const before = world.tries.length
    const many = [call(), call(), call()]
    await othersHaveRun()
    expect(world.tries.length - before).toBe(3)
    await Promise.all(many)
  })

  test('are tried by no more than one other call where the first one to try hears nothing', async () => {
    const { credentials, call, clock, world } = setUp({ AWSCURRENT: 'bad' }, [])
    void credentials.use({ app: 'default', share: 'c' }, clock.now() + 60_000, ready, () => never)
    const others = [call(20), call(40)]
    await othersHaveRun()
    clock.advance(20)
    const ends = await Promise.allSettled(others)
    expect(world.tries).toEqual(['bad'])
    expect(ends).toMatchObject([{ reason: { code: 'DEADLINE_EXCEEDED' } }, { reason: { code: 'DEADLINE_EXCEEDED' } }])
  })
})

describe('the hold', () => {
  test('answers without a call for 60 s, and reads the secret at most once a second', async () => {
    const { call, clock, world } = setUp({ AWSCURRENT: 'bad' }, [])
    await call()
    const { tries, reads } = { tries: world.tries.length, reads: world.reads.length }
    for (let i = 0; i < 59; i++) {
      clock.advance(999)
      await expect(call()).rejects.toMatchObject(rejected)
      await expect(call()).rejects.toMatchObject(rejected)
    }
    expect(world.tries).toHaveLength(tries)
    expect(world.reads.length - reads).toBeGreaterThan(25)
    expect(world.reads.length - reads).toBeLessThan(60)
  })

  test('ends after 60 s with another try', async () => {
    const { call, clock, world } = setUp({ AWSCURRENT: 'key' }, [])
    await call()
    clock.advance(60_000)
    world.accepted = ['key']
    await expect(call()).resolves.toBe('ok key')
  })

  test('lasts no longer because the clock is set back', async () => {
    const { call, clock, world } = setUp({ AWSCURRENT: 'key' }, [])
    await call()
    clock.advance(-3_600_000)
    world.accepted = ['key']
    await expect(call()).resolves.toBe('ok key')
  })

  test('is lifted by a changed secret within a second, for all who wait together', async () => {
    const { call, clock, world } = setUp({ AWSCURRENT: 'bad' }, ['good'])
    await call()
    world.stored = { AWSCURRENT: 'good' }
    await expect(call()).rejects.toMatchObject(rejected)
    clock.advance(1000)
    await expect(Promise.all([call(), call(), call()])).resolves.toEqual(['ok good', 'ok good', 'ok good'])
  })

  test('begins at once when Chat says that the refusals come too often', async () => {
    const { call, world } = setUp({ AWSCURRENT: 'bad', AWSPREVIOUS: 'older' }, [])
    world.refusal = 'hold'
    await expect(call()).resolves.toBe('refused bad')
    await expect(call()).rejects.toMatchObject(rejected)
    expect(world.tries).toEqual(['bad'])
  })

  test('lets no more than three tries through, however many call', async () => {
    const { call, world } = setUp({ AWSCURRENT: 'bad', AWSPREVIOUS: 'older' }, [])
    const ends = await Promise.allSettled(Array.from({ length: 100 }, call))
    expect(world.tries).toEqual(['bad', 'bad', 'older'])
    expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(99)
  })
})

test('a trial that ends in an error lets the next call try', async () => {
  const { credentials, call, clock } = setUp({ AWSCURRENT: 'key' }, ['key'])
  const broken = credentials.use({ app: 'default', share: 'c' }, clock.now() + 60_000, ready, () =>
    Promise.reject(new Error('no time left')),
  )
  const waiting = call()
  await expect(broken).rejects.toThrow('no time left')
  await expect(waiting).resolves.toBe('ok key')
})

test('no key is ever logged', async () => {
  const { call, log } = setUp({ AWSCURRENT: 'the-bad-key', AWSPREVIOUS: 'the-older-key' }, [])
  await call()
  expect(log.lines).toHaveLength(1)
  expect(log.lines.join()).not.toMatch(/the-(bad|older)-key/)
})

test.each([
  ['of the key that was refused last', { AWSCURRENT: 'bad' }, 70013],
  ['of the current key, whatever is said of the one before it', { AWSCURRENT: 'bad', AWSPREVIOUS: 'older' }, 70013],
  ['of a key that came meanwhile', { AWSCURRENT: 'newer' }, 70014],
])('what is held is logged with Chat’s own number: %s', async (_, stored, errorCode) => {
  const { call, log, world } = setUp({ AWSCURRENT: 'bad' }, ['bad'])
  await call()
  world.accepted = []
  world.stored = stored
  world.errorCodes = { bad: 70013, older: 70009, newer: 70014 }
  await call()
  expect(log.lines.map((line) => JSON.parse(line))).toMatchObject([
    { message: 'credentials refused and held', app: 'default', errorCode, CredentialsHeld: 1 },
  ])
})

test('a trial that hangs holds others up for a second at most', async () => {
  const { credentials, call, clock } = setUp({ AWSCURRENT: 'key' }, ['key'])
  void credentials.use({ app: 'default', share: 'c' }, clock.now() + 60_000, ready, () => never)
  const taken = waitingTime()
  const waiting = call()
  await othersHaveRun()
  clock.advance(1000)
  await expect(waiting).resolves.toBe('ok key')
  expect(taken()).toBeLessThan(5000)
})
