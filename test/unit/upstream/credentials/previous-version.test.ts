import { describe, expect, test } from 'vitest'
import type { Tried } from '../../../../lib/upstream/credentials/credentials.ts'
import { othersHaveRun, ready, setUp } from './turned-keys.ts'

const rejected = { code: 'CREDENTIALS_REJECTED' }

/** Credentials held since Chat refused the current version, and the one before could not be read. */
async function held(current = 'new', cached = current) {
  const all = setUp({ AWSCURRENT: cached, AWSPREVIOUS: 'down' }, cached === current ? [] : [cached])
  const { call, world, clock } = all
  if (cached !== current) await call()
  world.stored.AWSCURRENT = current
  world.accepted = []
  await expect(call()).resolves.toBe(`refused ${current}`)
  /** The calls that follow a second after AWSPREVIOUS has become this. */
  const aSecondAfter = (previous: string, calls: number) => {
    world.stored.AWSPREVIOUS = previous
    world.tries.length = 0
    clock.advance(1000)
    return Promise.allSettled(Array.from({ length: calls }, () => call()))
  }
  const previousReads = () => world.reads.filter((stage) => stage === 'AWSPREVIOUS').length
  return { ...all, aSecondAfter, previousReads }
}

describe('a previous version that could not be read', () => {
  test('is tried within a second of when it can be, and serves all who wait', async () => {
    const { aSecondAfter, world } = await held()
    world.accepted = ['old']
    const ends = await aSecondAfter('old', 3)
    expect(ends).toEqual(Array(3).fill({ status: 'fulfilled', value: 'ok old' }))
    expect(world.tries).toEqual(['old', 'old', 'old'])
  })

  test('is tried though by then the current one can’t be read', async () => {
    const { aSecondAfter, world } = await held()
    world.stored.AWSCURRENT = 'down'
    world.accepted = ['old']
    await expect(aSecondAfter('old', 1)).resolves.toMatchObject([{ value: 'ok old' }])
  })

  test('and comes when the hold is over does not replace what is then in use', async () => {
    const { call, clock, aSecondAfter, world } = await held()
    const { promise, resolve: come } = Promise.withResolvers<void>()
    world.beforePrevious = promise
    const asked = aSecondAfter('old', 1)
    await othersHaveRun()
    clock.advance(60_000)
    world.accepted = ['new']
    await expect(call()).resolves.toBe('ok new')
    come()
    await expect(asked).resolves.toMatchObject([{ reason: rejected }])
    await expect(call()).resolves.toBe('ok new')
    expect(world.tries).toEqual(['new', 'new'])
  })

  test('is looked at again once a second at most', async () => {
    const { call, clock, previousReads } = await held()
    await expect(call()).rejects.toMatchObject(rejected)
    expect(previousReads()).toBe(1)
    for (let second = 1; second <= 5; second++) {
      clock.advance(1000)
      await expect(Promise.allSettled([call(), call()])).resolves.toMatchObject(Array(2).fill({ reason: rejected }))
      expect(previousReads()).toBe(1 + second)
    }
  })

  test('because its reading hung is looked at again as well', async () => {
    const { call, clock, world } = setUp({ AWSCURRENT: 'new', AWSPREVIOUS: 'silent' }, ['old'])
    await expect(call(20)).resolves.toBe('refused new')
    world.stored.AWSPREVIOUS = 'old'
    clock.advance(1000)
    await expect(call()).resolves.toBe('ok old')
  })

  test('and is refused then ends in a hold, without another try of the current one', async () => {
    const { call, clock, aSecondAfter, world } = await held()
    const [first, second] = await aSecondAfter('old', 2)
    expect(first).toMatchObject({ value: 'refused old' })
    expect(second).toMatchObject({ reason: rejected })
    clock.advance(59_999)
    await expect(call()).rejects.toMatchObject(rejected)
    expect(world.tries).toEqual(['old'])
    clock.advance(1)
    world.accepted = ['new']
    await expect(call()).resolves.toBe('ok new')
  })

  test.each([
    ['the one in use before', 'first', 'first'],
    ['the current one', 'third', 'third'],
  ])('and is %s is not tried, and not looked at any more', async (_, previous, key) => {
    const { call, clock, aSecondAfter, previousReads, world } = await held('third', 'first')
    world.accepted = [key]
    await expect(aSecondAfter(previous, 1)).resolves.toMatchObject([{ reason: rejected }])
    const reads = previousReads()
    clock.advance(1000)
    await expect(call()).rejects.toMatchObject(rejected)
    expect([world.tries, previousReads()]).toEqual([[], reads])
  })

  test('and is a third one is tried', async () => {
    const { aSecondAfter, world } = await held('third', 'first')
    world.accepted = ['second']
    await expect(aSecondAfter('second', 1)).resolves.toMatchObject([{ value: 'ok second' }])
  })
})

describe('the current version', () => {
  test('is tried again once Chat refuses the previous one, which it took after the hold', async () => {
    const { call, aSecondAfter, world } = await held()
    world.accepted = ['old']
    await aSecondAfter('old', 1)
    world.accepted = ['new']
    await expect(call()).resolves.toBe('ok new')
  })

  test('and any change of it are looked at beside the previous one', async () => {
    const { call, clock, world } = await held()
    world.stored.AWSCURRENT = 'mended'
    world.accepted = ['mended']
    clock.advance(1000)
    await expect(call()).resolves.toBe('ok mended')
  })

  test('is not tried again for the sake of an answer to a call from before it was refused', async () => {
    const { credentials, call, clock, world } = setUp({ AWSCURRENT: 'first', AWSPREVIOUS: 'down' }, ['first'])
    await call()
    const { promise: slow, resolve: answer } = Promise.withResolvers<Tried<string>>()
    const under = credentials.use({ app: 'default', share: 'c' }, clock.now() + 60_000, ready, () => slow)
    await othersHaveRun()
    world.stored.AWSCURRENT = 'third'
    world.accepted = []
    await call()
    answer({ value: 'ok first', isAccepted: true })
    await under
    world.stored.AWSPREVIOUS = 'second'
    world.tries.length = 0
    clock.advance(1000)
    await expect(call()).resolves.toBe('refused second')
    expect(world.tries).toEqual(['second'])
  })

  test('is left alone while nobody knows of the previous one, and no longer than the hold was to last', async () => {
    const { credentials, call, clock, world } = await held()
    world.stored.AWSPREVIOUS = 'old'
    clock.advance(1000)
    const lost = credentials.use({ app: 'default', share: 'c' }, clock.now() + 60_000, ready, async () => ({
      value: 'lost',
    }))
    await expect(lost).resolves.toBe('lost')
    world.accepted = ['new']
    clock.advance(59_000)
    await expect(call()).resolves.toBe('ok new')
  })
})

test.each([
  ['there is none', undefined, 'resign'],
  ['Chat says that refusals come too often', 'down', 'hold'],
] as const)('nobody looks for a previous version where %s', async (_, previous, refusal) => {
  const { call, clock, world } = setUp({ AWSCURRENT: 'bad', ...(previous && { AWSPREVIOUS: previous }) }, [])
  world.refusal = refusal
  await call()
  const reads = world.reads.length
  clock.advance(1000)
  await expect(call()).rejects.toMatchObject(rejected)
  expect(world.reads.slice(reads)).toEqual(['AWSCURRENT'])
})
