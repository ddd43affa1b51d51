import { afterAll, describe, expect, test } from 'vitest'
import { newLane, numbers, waitOf } from './quota-instance.ts'
import { worstSecond } from './quota-load.ts'
import { type Call, callersApart, World } from './quota-world.ts'
import { startState } from './state.ts'

const state = await startState()
afterAll(state.close)

/** The setting; the lanes here belong to rows that say less. */
const SETTING = 200
const INSTANCES = 10
/** So long after an outage has begun or ended, all instances know of it, and what they had taken before has gone by. */
const BEGUN_MS = 2500
const ENDED_MS = 6500

const between = (calls: readonly Call[], from: number, until = Number.POSITIVE_INFINITY) =>
  numbers(calls.map(({ at }) => at)).filter((at) => at >= from && at < until)

async function instancesAt(rate: number) {
  const world = new World(state, newLane())
  return { world, instances: await world.instances(INSTANCES, SETTING, rate) }
}

describe.each([
  // Through an outage for four rounds of ten calls, which costs no write.
  [1, 20_000, 42_000],
  [10, 4000, 6000],
  [100, 1500, 3000],
])('%i calls a second of a command, over ten instances', (rate, forMs, outMs) => {
  /** All ask for twice what there is. */
  async function crowded(offeredMs: number) {
    const { world, instances } = await instancesAt(rate)
    for (const instance of instances) void world.ask(instance, 'caller', 20_000)
    await world.pass(2000 + 15_000 / rate)
    expect(between(world.calls, 0)).toHaveLength(INSTANCES)
    world.offer({ caller: 'caller', instances, perSecond: 2 * rate, forMs: offeredMs, latestMs: 20_000 })
    return world
  }

  const expectTheRate = (calls: readonly Call[], from: number, until: number) => {
    const times = between(calls, from, until)
    expect(worstSecond(times)).toBeLessThanOrEqual(rate)
    expect(times.length).toBeGreaterThanOrEqual(Math.floor((0.9 * rate * (until - from)) / 1000))
  }

  test('hold with the table', async () => {
    const world = await crowded(forMs)
    const from = world.now
    await world.pass(forMs)
    expectTheRate(world.calls, from, world.now)
  })

  test('hold through an outage of the table, and behind it', async () => {
    const world = await crowded(BEGUN_MS + outMs + ENDED_MS + forMs)
    world.isOut = true
    const out = world.now
    await world.pass(BEGUN_MS + outMs)
    expectTheRate(world.calls, out + BEGUN_MS, world.now)
    world.isOut = false
    const back = world.now
    await world.pass(ENDED_MS + forMs)
    expectTheRate(world.calls, back + ENDED_MS, world.now)
    expect(worstSecond(between(world.calls, out))).toBeLessThanOrEqual(2 * rate)
  })
})

describe('where the table was never there', () => {
  test('ten instances keep a call a second on average, though two of them may meet', async () => {
    const { world, instances } = await instancesAt(1)
    world.isOut = true
    const from = world.now
    for (const instance of instances) void world.ask(instance, 'caller', 20_000)
    world.offer({ caller: 'caller', instances, perSecond: 2, forMs: 42_000, latestMs: 20_000 })
    await world.pass(42_000)
    const times = between(world.calls, from, world.now)
    expect(times.length).toBeLessThanOrEqual(42)
    expect(times.length).toBeGreaterThanOrEqual(0.9 * 40)
  })

  test('two that met and were refused for it part again', async () => {
    const { world, instances } = await instancesAt(1)
    world.isOut = true
    const [instance] = instances
    const slots = new Set<number>()
    for (let tries = 0; tries < 40; tries++) {
      instance!.quota.slowDown({ lane: world.lane, rate: 1 })
      const place = instance!.quota.takePlace({ lane: world.lane, rate: 1 }, 20_000, 'caller')
      await world.pass(11_000)
      slots.add(Math.round(((world.now - 11_000 + waitOf(await place)) % 10_530) / 1053))
    }
    expect(slots.size).toBeGreaterThanOrEqual(5)
  })
})

describe('at a call a second', () => {
  test('a lone caller has its place at once, whenever it comes and on whichever instance', async () => {
    const { world, instances } = await instancesAt(1)
    for (const instance of instances) {
      void world.ask(instance, 'caller', 5000)
      await world.pass(1100)
    }
    expect(world.calls.map(({ askedAt, at }) => Number(at) - askedAt <= 12)).toEqual(Array(INSTANCES).fill(true))
  })

  test('a burst is spread, and nobody is refused who could wait', async () => {
    const { world, instances } = await instancesAt(1)
    for (const instance of instances) void world.ask(instance, 'caller', 20_000)
    await world.pass(20_000)
    const times = between(world.calls, 0)
    expect(times).toHaveLength(INSTANCES)
    expect(worstSecond(times)).toBe(1)
  })

  test('a caller who asks for little has its place beside one who asks for five times what there is', async () => {
    const { world, instances } = await instancesAt(1)
    const [greedy = '', modest = ''] = callersApart(2, world.now)
    world.offer({ caller: greedy, instances, perSecond: 5, forMs: 16_000, latestMs: 20_000 })
    await world.pass(4000)
    world.offer({ caller: modest, instances, perSecond: 0.25, forMs: 12_000, latestMs: 5000 })
    await world.pass(12_000)
    const waits = world.calls.filter(({ caller }) => caller === modest).map(({ askedAt, at }) => Number(at) - askedAt)
    expect(waits).toHaveLength(3)
    // Half a second is open to all, and then the greedy one has a turn and the modest one another.
    expect(Math.max(...waits)).toBeLessThanOrEqual(500 + 2 * 1053)
  })

  test('those in a hurry use the lane as well', async () => {
    const { world, instances } = await instancesAt(1)
    const from = world.now
    const granted: number[] = []
    for (let turn = 0; turn < 150; turn++) {
      const { quota } = instances[turn % INSTANCES]!
      const limit = { lane: world.lane, rate: 1 }
      if (!quota.isFull(limit, 250, true))
        void Promise.resolve(quota.takePlace(limit, 250, 'caller', true)).then(
          (place) => 'tooLate' in place || granted.push(world.now + place.waitMs),
        )
      await world.pass(100)
    }
    expect(granted.length).toBeGreaterThanOrEqual((0.85 * (world.now - from)) / 1000)
    expect(worstSecond(granted)).toBe(1)
  })

  test('a command that is crowded holds up no other of the same app', async () => {
    const { world, instances } = await instancesAt(1)
    world.offer({ caller: 'caller', instances, perSecond: 5, forMs: 3000, latestMs: 20_000 })
    await world.pass(2000)
    for (const { quota } of instances) {
      const place = quota.takePlace({ lane: `${world.lane} other` }, 1000, 'caller')
      await world.pass(20)
      expect(waitOf(await place)).toBeLessThanOrEqual(12)
    }
  })
})

test('the setting bounds what a row says, and a row what the setting says', async () => {
  const world = new World(state, newLane())
  const few = await world.instances(1, 10, 100)
  const many = await world.instances(1, SETTING, 10)
  for (const [instance] of [few, many]) {
    const places = instance!.many(newLane(), 20, 20_000)
    await world.pass(2500)
    const times = numbers(await places)
    expect(times).toHaveLength(20)
    expect(worstSecond(times)).toBe(10)
  }
})
