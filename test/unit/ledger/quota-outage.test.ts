import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../../lib/clock.ts'
import { Outages } from '../../../lib/ledger/outages.ts'
import { type Item, StateUnavailable, type Terms } from '../../../lib/ledger/state-table.ts'
import { closedPort } from '../../support/gateway/start.ts'
import { recordedLog } from '../../support/recorded-log.ts'
import { waitingTime } from '../../support/time-taken.ts'
import { type PassingClock, passingClock } from './passing-clock.ts'
import { CALLER, gaps, instanceOn, LEAST_GAP_MS, LONG_MS, newLane, numbers, waitOf } from './quota-instance.ts'
import { CountedTable, hangingPort, startState, tableAt } from './state.ts'

const state = await startState()
afterAll(state.close)
afterEach(() => void vi.useRealTimers())

/** Where the engine answers, nobody gives it up: the quarter of a second that a look at the table may take is real, and short. */
const waitForTheEngine = () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })

/** How long a call may wait for the turn of its instance, which has a tenth of the quota. */
const TURN_MS = 10 * (LEAST_GAP_MS + 1)

/** A table that is out of reach for as long as the test says so. */
class FailingTable extends CountedTable {
  isDown = false
  isSilent = false

  override async update(pk: string, change: string, terms: Terms): Promise<Item | undefined> {
    if (!this.isDown) return super.update(pk, change, terms)
    this.writes++
    if (this.isSilent) return new Promise(() => undefined)
    throw new StateUnavailable(new Error('down'))
  }
}

async function failing(clock: PassingClock, callsPerSecond?: number) {
  await state.table()
  const table = new FailingTable(state.name)
  return { ...instanceOn(table, clock, callsPerSecond), table }
}

test('an instance keeps to a tenth of the quota, evenly spaced, and says so once a minute', async () => {
  const clock = passingClock()
  const { many, log } = instanceOn(await tableAt(await closedPort()), clock, 200)
  const times = await many(newLane(), 10)
  // As are ten instances of 190 calls a second, told in whole milliseconds.
  for (const gap of gaps(times)) expect([52, 53]).toContain(gap)
  expect(log.lines).toHaveLength(1)
  expect(JSON.parse(log.lines[0]!)).toMatchObject({ level: 'warn', message: 'state table out of reach' })
})

test('the line is a metric that counts every time, those in between with the next line', () => {
  const clock = passingClock()
  const log = recordedLog()
  const outages = new Outages(log, clock, 'what goes on')
  const error = new StateUnavailable(new Error('down'))
  for (const ms of [0, 1, 59_998, 1]) {
    clock.advance(ms)
    outages.note(error)
  }
  const lines = log.lines.map((line) => JSON.parse(line))
  expect(lines.map(({ StateTableOutages }) => StateTableOutages)).toEqual([1, 3])
  const [directive] = lines[1]._aws.CloudWatchMetrics
  expect(directive).toMatchObject({ Metrics: [{ Name: 'StateTableOutages', Unit: 'Count' }] })
  for (const name of directive.Dimensions.flat()) expect(lines[1]).toHaveProperty(name)
  expect(lines[1]).toMatchObject({ level: 'warn', meaning: 'what goes on', error: error.message })
})

test('it keeps to less than a call a second where the quota is small', async () => {
  const { at, table } = await failing(passingClock(), 5)
  table.isDown = true
  const lane = newLane()
  for (const gap of gaps([await at(lane), await at(lane), await at(lane)])) expect([2105, 2106]).toContain(gap)
})

test('a call that its share has no time for is too late', async () => {
  const clock = passingClock()
  const { at, quota, table } = await failing(clock, 5)
  table.isDown = true
  const lane = newLane()
  await at(lane)
  const startedAt = clock.now()
  const place = await quota.takePlace({ lane }, 900, CALLER)
  const retryAfterMs = 'tooLate' in place ? place.retryAfterMs : 0
  expect(retryAfterMs).toBeGreaterThan(900)
  expect(await at(lane, retryAfterMs)).toBe(startedAt + retryAfterMs)
})

test('calls that wait long for its share join the others once the table is back', async () => {
  waitForTheEngine()
  const clock = passingClock()
  const { many, table } = await failing(clock)
  const lane = newLane()
  table.isDown = true
  const startedAt = clock.now()
  const waiting = many(lane, 20)
  table.isDown = false
  const times = numbers(await waiting)
  expect(times).toHaveLength(20)
  // At a tenth of 20 a second the last one's turn would come after 9.5 s; the table is looked at after five.
  expect(Math.max(...times) - startedAt).toBeLessThan(7000)
  expect(
    gaps(times)
      .slice(-5)
      .every((gap) => gap <= LEAST_GAP_MS + 2),
  ).toBe(true)
})

test('it goes on with its own lane where it left it, while thousands of others come and go', async () => {
  const clock = passingClock()
  const { quota, at, table } = await failing(clock, 5)
  table.isDown = true
  const lane = newLane()
  const first = await at(lane)
  for (let part = 0; part < 3000; part++) {
    await quota.takePlace({ lane: `${lane} ${part}` }, 1, CALLER)
    if (part % 3 === 0) clock.advance(1)
  }
  expect([2105, 2106]).toContain(Number(await at(lane)) - Number(first))
})

test('it leaves the table alone for five seconds, then looks, and shares again from that call on', async () => {
  waitForTheEngine()
  const clock = passingClock()
  const { at, many, table } = await failing(clock)
  const lane = newLane()
  table.isDown = true
  const lostAt = clock.now()
  await at(lane)
  // Where its share begins is left to chance, and who waits for it looks as soon as the five seconds are over: so this call comes
  // a whole turn of the share before that.
  clock.advance(lostAt + 5000 - TURN_MS - clock.now())
  await at(lane)
  expect(table.writes).toBe(1)
  clock.advance(lostAt + 5000 - clock.now())
  await many(lane, 3)
  expect(table.writes).toBe(2)
  table.isDown = false
  clock.advance(5000)
  for (const gap of gaps(await many(lane, 3))) expect(gap).toBeLessThanOrEqual(LEAST_GAP_MS + 2)
})

test('a table that hangs holds a call no longer than it can wait, and then nobody', async () => {
  const port = await hangingPort()
  const { quota } = instanceOn(await tableAt(port.url, 'state', 'real'), systemClock, 200)
  const lane = newLane()
  const taken = waitingTime()
  const [hurried, patient] = [quota.takePlace({ lane }, 300, CALLER), quota.takePlace({ lane }, LONG_MS, CALLER)]
  expect(await hurried).toMatchObject({ tooLate: true })
  expect(taken()).toBeLessThan(1000)
  expect(waitOf(await patient)).toBeLessThanOrEqual(1000)
  const takenLater = waitingTime()
  await quota.takePlace({ lane }, LONG_MS, CALLER)
  expect(takenLater()).toBeLessThan(200)
  await port.close()
})

test('a look at a table that hangs holds calls up for a quarter of a second, or as long as they can wait', async () => {
  const clock = passingClock()
  const { quota, table } = await failing(clock, 10_000)
  const lane = newLane()
  table.isDown = true
  await quota.takePlace({ lane }, LONG_MS, CALLER)
  table.isSilent = true
  clock.advance(5000)
  const taken = waitingTime()
  const [patient, hurried] = [quota.takePlace({ lane }, LONG_MS, CALLER), quota.takePlace({ lane }, 5, CALLER)]
  expect(waitOf(await hurried)).toBeLessThanOrEqual(2)
  clock.advance(250)
  expect(waitOf(await patient)).toBeLessThanOrEqual(1000)
  expect(waitOf(await quota.takePlace({ lane }, LONG_MS, CALLER))).toBeLessThanOrEqual(1000)
  expect(taken()).toBeLessThan(5000)
  expect(table.writes).toBe(2)
})
