import { afterAll, describe, expect, test } from 'vitest'
import type { Item, Terms } from '../../../lib/ledger/state-table.ts'
import { CallerLine } from '../../../lib/quota/caller-line.ts'
import { attributeOf, CallerShare } from '../../../lib/quota/caller-share.ts'
import { farthestOf } from '../../../lib/quota/lane-reach.ts'
import { SlotCounter } from '../../../lib/quota/slot-counter.ts'
import { SparePlaces } from '../../../lib/quota/spare-places.ts'
import { passingClock } from './passing-clock.ts'
import { CALLER, instanceOn, LONG_MS, newLane, waitOf } from './quota-instance.ts'
import { World } from './quota-world.ts'
import { CountedTable, startState } from './state.ts'

const state = await startState()
afterAll(state.close)

const ENOUGH = 1_000_000_000

/** A lane that is taken for as long as that, of which the caller has had its part. */
async function fullLane(ms: number) {
  const clock = passingClock()
  const writtenAt: number[] = []
  class Watched extends CountedTable {
    override update(pk: string, change: string, terms: Terms) {
      writtenAt.push(clock.now())
      return super.update(pk, change, terms)
    }
  }
  await state.table()
  const lane = newLane()
  const made = instanceOn(new Watched(state.name), clock)
  await made.table.put(`quota#${lane}`, {
    next: (clock.now() + ms) * 1000,
    [attributeOf(CALLER, clock.now())]: ENOUGH,
  })
  return { ...made, clock, lane, writtenAt }
}

describe('a caller who has had its part of a full lane', () => {
  test('has its next place soon after the lane has come near, which is half a second ahead', async () => {
    const { at, clock, lane } = await fullLane(2500)
    const until = clock.now() + 2500
    expect(await at(lane)).toBeGreaterThanOrEqual(until)
    expect(clock.now()).toBeGreaterThanOrEqual(until - 500)
    expect(clock.now()).toBeLessThanOrEqual(until + 2000)
  })

  test.each([100, -1000])('may go on as soon as anybody has opened a round, %i ms ahead', async (ms) => {
    const { at, lane, table, clock } = await fullLane(ms)
    await at(lane, LONG_MS, 'another')
    const item = await table.get(`quota#${lane}`)
    expect(item).toHaveProperty(attributeOf('another', clock.now()))
    expect(item).not.toHaveProperty(attributeOf(CALLER, clock.now()))
  })

  test('is told to stay away for as long as it has waited in vain', async () => {
    const { quota, lane } = await fullLane(20_000)
    const place = await quota.takePlace({ lane }, 1500, CALLER)
    expect('tooLate' in place && place.retryAfterMs).toBeGreaterThanOrEqual(1400)
  })

  test('does not go before those who wait on other instances: it pauses before its first try', async () => {
    const { at, lane, clock, writtenAt } = await fullLane(20_000)
    expect(await at(lane, 1500)).toBeUndefined()
    const before = writtenAt.length
    const askedAt = clock.now()
    await at(lane, 1500)
    // Those who merely wait for company do so for 100 ms.
    expect(writtenAt[before]! - askedAt).toBeGreaterThan(150)
  })
})

test('many instances that wait for one lane ask the less often, the more they are', async () => {
  const world = new World(state, newLane())
  const instances = await world.instances(40, 4)
  for (const instance of instances) void instance.at(world.lane)
  await world.pass(3000)
  const before = world.writes
  await world.pass(2000)
  expect(world.writes - before).toBeLessThan(120)
})

test('a place left over goes to whoever has waited longest as soon as somebody comes', async () => {
  class Hanging extends CountedTable {
    override update(): Promise<Item | undefined> {
      return new Promise(() => undefined)
    }
  }
  const clock = passingClock()
  const spare = new SparePlaces(clock, farthestOf(1000))
  await state.table()
  const counter = new SlotCounter(new Hanging(state.name), clock, newLane(), farthestOf(1000))
  const parts = { counter, clock, spare, interval: () => 1000, ended: () => undefined }
  const line = new CallerLine(parts, new CallerShare('c0'))
  const first = line.take(LONG_MS)
  spare.add((clock.now() + 20) * 1000, 1, 1000)
  void line.take(LONG_MS)
  expect(waitOf(await first)).toBe(20)
})
