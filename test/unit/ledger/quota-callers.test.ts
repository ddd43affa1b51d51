import { afterAll, describe, expect, test } from 'vitest'
import { shareOf } from '../../../lib/callers.ts'
import { attributeOf } from '../../../lib/quota/caller-share.ts'
import { passingClock } from './passing-clock.ts'
import { instanceOn, LONG_MS, newLane, numbers } from './quota-instance.ts'
import { type Call, callersApart, World } from './quota-world.ts'
import { startState } from './state.ts'

const state = await startState()
afterAll(state.close)

const PER_SECOND = 100
/** How far ahead a lane is open to all, and what a caller may take beyond that at once. */
const HORIZON_MS = 500
const QUANTUM_MS = 132
const [greedy = '', modest = '', other = ''] = callersApart(3, new World(state, '').now)

const waits = (calls: readonly Call[], caller: string) =>
  numbers(calls.filter((call) => call.caller === caller).map(({ askedAt, at }) => at && at - askedAt))
const refused = (calls: readonly Call[], caller: string) =>
  calls.filter((call) => call.caller === caller && call.at === undefined).length

describe('on one instance', () => {
  test('a caller with a hundred waiting calls does not hold up another’s one', async () => {
    const clock = passingClock()
    const { at, many } = instanceOn(await state.table(), clock)
    const lane = newLane()
    const [batch, single] = await Promise.all([many(lane, 100, LONG_MS, greedy), at(lane, LONG_MS, modest)])
    expect(numbers(batch)).toHaveLength(100)
    expect(numbers(batch).filter((time) => time < single!).length).toBeLessThanOrEqual(10)
  })

  test('each caller’s own calls keep their order', async () => {
    const { many } = instanceOn(await state.table(), passingClock())
    const lane = newLane()
    for (const times of await Promise.all([greedy, modest].map((caller) => many(lane, 20, LONG_MS, caller))))
      expect(times).toEqual(times.toSorted((a, b) => a! - b!))
  })
})

describe('a caller who asks for more than there is', () => {
  test('takes the lane no further than half a second ahead, and uses all of it', async () => {
    const world = new World(state, newLane())
    const instances = await world.instances(4, PER_SECOND)
    for (const instance of instances) void instance.many(world.lane, 200, LONG_MS, greedy)
    await world.pass(500)
    const ahead: number[] = []
    const before = world.writes
    await world.pass(2000, async () => void ahead.push(await world.ahead()))
    expect(Math.max(...ahead)).toBeLessThanOrEqual(HORIZON_MS + QUANTUM_MS)
    expect(Math.min(...ahead)).toBeGreaterThan(0)
    expect(world.writes - before).toBeLessThan(PER_SECOND)
  })

  test('is refused what it can’t wait for, and told to stay away for about as long', async () => {
    const world = new World(state, newLane())
    const [instance] = await world.instances(1, PER_SECOND)
    const places = Promise.all(
      Array.from({ length: 400 }, () => instance!.quota.takePlace({ lane: world.lane }, 2000, greedy)),
    )
    await world.pass(3000)
    const late = (await places).filter((place) => 'tooLate' in place)
    expect(late.length).toBeGreaterThan(400 - 2 * PER_SECOND)
    expect(late.length).toBeLessThan(400 - 2 * PER_SECOND * 0.9)
    expect(Math.max(...late.map(({ retryAfterMs }) => retryAfterMs))).toBeGreaterThanOrEqual(1900)
  })
})

describe('beside a caller who asks for five times what there is, from eight instances', () => {
  async function crowded() {
    const world = new World(state, newLane())
    const instances = await world.instances(8, PER_SECOND)
    const offer = { caller: greedy, instances, perSecond: 5 * PER_SECOND, forMs: 9000, latestMs: 20_000 }
    world.offer(offer)
    await world.pass(1000)
    return { world, instances }
  }

  test.each(['its own', 'the same'])('one who asks for little soon finds a place, on %s instances', async (whose) => {
    const { world, instances } = await crowded()
    const before = world.writes
    world.offer({
      caller: modest,
      instances: whose === 'the same' ? instances : await world.instances(2, PER_SECOND),
      perSecond: PER_SECOND / 20,
      forMs: 4000,
      latestMs: 2000,
    })
    await world.pass(5000)
    expect(refused(world.calls, modest)).toBe(0)
    expect(waits(world.calls, modest)).toHaveLength(20)
    expect(Math.max(...waits(world.calls, modest))).toBeLessThanOrEqual(HORIZON_MS + 2 * QUANTUM_MS + 100)
    expect(world.writes - before).toBeLessThan(5 * PER_SECOND * 0.5)
  })

  test('and under 64 names of one’s own choice makes nobody wait longer', async () => {
    const world = new World(state, newLane())
    const instances = await world.instances(8, PER_SECOND)
    for (let index = 0; index < 64; index++) {
      const caller = shareOf(`arn:aws:sts::111122223333:federated-user/${index}`, [])
      world.offer({ caller, instances, perSecond: PER_SECOND / 12, forMs: 3500, latestMs: 20_000 })
    }
    await world.pass(1000)
    world.offer({ caller: modest, instances, perSecond: PER_SECOND / 20, forMs: 1600, latestMs: 2000 })
    await world.pass(2600)
    expect(refused(world.calls, modest)).toBe(0)
    expect(waits(world.calls, modest)).toHaveLength(8)
    expect(Math.max(...waits(world.calls, modest))).toBeLessThanOrEqual(HORIZON_MS + 2 * QUANTUM_MS + 100)
  })

  test('one who comes with a hundred calls at once takes its share with each turn, and no more', async () => {
    const { world } = await crowded()
    for (const instance of await world.instances(5, PER_SECOND)) void instance.many(world.lane, 20, LONG_MS, modest)
    const ahead: number[] = []
    await world.pass(1500, async () => void ahead.push(await world.ahead()))
    // Looked at now and then, it is seldom seen at its farthest.
    expect(Math.max(...ahead)).toBeGreaterThan(HORIZON_MS + QUANTUM_MS / 2)
    expect(Math.max(...ahead)).toBeLessThanOrEqual(HORIZON_MS + 3 * QUANTUM_MS)
  })

  test('another such caller, asking for half as much from half as many instances, has about as much', async () => {
    const { world } = await crowded()
    const instances = await world.instances(4, PER_SECOND)
    const startedAt = world.now
    world.offer({ caller: other, instances, perSecond: 2.5 * PER_SECOND, forMs: 8000, latestMs: 20_000 })
    await world.pass(8000)
    const granted = world.calls.filter(({ at }) => at !== undefined && at >= startedAt + 500 && at < world.now)
    expect(granted.length).toBeGreaterThanOrEqual(7.5 * PER_SECOND * 0.9)
    const share = granted.filter(({ caller }) => caller === other).length / granted.length
    expect(share).toBeGreaterThanOrEqual(0.35)
    expect(share).toBeLessThanOrEqual(0.65)
  })
})

describe('what is kept of callers', () => {
  test('stays below one write unit, however many they are', async () => {
    const { at, table } = instanceOn(await state.table(), passingClock(), 200)
    const lane = newLane()
    await Promise.all(Array.from({ length: 150 }, (_, index) => at(lane, LONG_MS, `caller ${index}`)))
    const item = (await table.get(`quota#${lane}`))!
    expect(Object.keys(item).length).toBeLessThanOrEqual(68)
    expect(JSON.stringify(item).length).toBeLessThan(1000)
  })

  test('is deleted once nobody has used the lane for a day', async () => {
    const clock = passingClock()
    const { at, many, table } = instanceOn(await state.table(), clock)
    const lane = newLane()
    const daysKept = async () => (Number((await table.get(`quota#${lane}`))?.expiresAt) - clock.now() / 1000) / 86_400
    await at(lane)
    expect(await daysKept()).toBeCloseTo(1, 3)
    clock.advance(3_600_000)
    await many(lane, 3)
    expect(await daysKept()).toBeCloseTo(1, 3)
  })

  test('two who are counted as one are counted apart ten minutes later', () => {
    const now = 1_700_000_000_000
    const all = Array.from({ length: 65 }, (_, index) => `caller ${index}`)
    const twins = all.flatMap((one, index) => all.slice(index + 1).map((two) => [one, two] as const))
    const met = twins.filter(([one, two]) => attributeOf(one, now) === attributeOf(two, now))
    expect(met.length).toBeGreaterThan(0)
    const still = met.filter(([one, two]) => attributeOf(one, now + 600_000) === attributeOf(two, now + 600_000))
    expect(still.length).toBeLessThan(met.length)
  })

  test('may be missing, as older versions write the lane', async () => {
    const clock = passingClock()
    const { at, table } = instanceOn(await state.table(), clock)
    const lane = newLane()
    const next = (clock.now() + 2000) * 1000
    await table.put(`quota#${lane}`, { next })
    expect(await at(lane)).toBe(next / 1000)
  })
})
