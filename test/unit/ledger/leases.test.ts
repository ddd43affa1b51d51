import { createHash } from 'node:crypto'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { type Clock, systemClock } from '../../../lib/clock.ts'
import { Leases } from '../../../lib/ledger/leases.ts'
import { closedPort } from '../../support/gateway/start.ts'
import { recordedLog } from '../../support/recorded-log.ts'
import { waitingTime } from '../../support/time-taken.ts'
import { type PassingClock, passingClock } from './passing-clock.ts'
import { forgetfulPort, hangingPort, startState, tableAt } from './state.ts'

/** A lease holds for a second past its taker's deadline. */
const TTL_MS = 3000
const state = await startState()
afterAll(state.close)

async function instance(clock: Clock, given: { random?: () => number; url?: string; patience?: 'real' } = {}) {
  const table = await tableAt(given.url ?? state.url, state.name, given.patience)
  const log = recordedLog()
  return { table, log, leases: new Leases({ table, clock, random: given.random ?? (() => 0.5), log }) }
}

const later = (clock: PassingClock, ms = 2000) => clock.now() + ms

test('a free lease is had at once, with one write and no wait', async () => {
  const clock = passingClock()
  const { leases, table } = await instance(clock)
  expect(await leases.take('free', later(clock))).toBeDefined()
  expect([table.writes, table.reads, clock.sleeps]).toEqual([1, 0, []])
})

test('an account has one holder over all instances; another account is free', async () => {
  const clock = passingClock()
  const [one, two] = [await instance(clock), await instance(clock)]
  expect(await one.leases.take('held', later(clock))).toBeDefined()
  expect(await two.leases.take('other', later(clock))).toBeDefined()
  expect(await two.leases.take('held', later(clock))).toBeUndefined()
})

test('released, it goes to the one who waits', async () => {
  const [one, two] = [await instance(systemClock), await instance(systemClock)]
  const first = await one.leases.take('next', Date.now() + 60_000)
  const waiting = two.leases.take('next', Date.now() + 60_000)
  await expect.poll(() => two.table.writes).toBeGreaterThan(2)
  await first!.release()
  expect(await waiting).toBeDefined()
})

test('it ends by itself, by its own time and not by when DynamoDB deletes it', async () => {
  const clock = passingClock()
  const [one, two] = [await instance(clock), await instance(clock)]
  const takenAt = clock.now()
  await one.leases.take('crashed', later(clock))
  clock.advance(TTL_MS - 400)
  expect(await two.leases.take('crashed', later(clock, 690))).toBeUndefined()
  expect(clock.now()).toBeLessThan(takenAt + TTL_MS)
  expect(await two.leases.take('crashed', later(clock))).toBeDefined()
  expect(clock.now()).toBeGreaterThanOrEqual(takenAt + TTL_MS)
})

describe('a lease of somebody whose clock is ten minutes fast, and who is gone', () => {
  const FAST_MS = 600_000

  async function crashed() {
    const clock = passingClock()
    const [fast, other] = [await instance({ ...clock, now: () => clock.now() + FAST_MS }), await instance(clock)]
    await fast.leases.take('ahead', later(clock) + FAST_MS)
    return { ...other, clock }
  }

  test('holds up nobody who writes the account', async () => {
    const { leases, clock } = await crashed()
    expect(await leases.take('ahead', later(clock))).toBeDefined()
    expect(clock.sleeps).toEqual([])
  })

  test('holds up no worker', async () => {
    const { leases, table, clock } = await crashed()
    expect(await leases.takeIfHeld('ahead', later(clock))).toBeUndefined()
    expect(table.writes).toBe(0)
  })
})

test('one that holds for as long as a function can run is honoured', async () => {
  const clock = passingClock()
  const [one, two] = [await instance(clock), await instance(clock)]
  await one.leases.take('long', later(clock, 60_000))
  expect(await two.leases.take('long', later(clock))).toBeUndefined()
  expect(await two.leases.takeIfHeld('long', later(clock, 70_000))).toBeDefined()
})

test('whoever outlasted their lease does not release their successor’s', async () => {
  const clock = passingClock()
  const [one, two, three] = [await instance(clock), await instance(clock), await instance(clock)]
  const outlasted = await one.leases.take('slow', later(clock))
  clock.advance(TTL_MS)
  await two.leases.take('slow', later(clock))
  await outlasted!.release()
  expect(await three.leases.take('slow', later(clock))).toBeUndefined()
})

test('its release takes a second at most, and of its taker’s time what is left, though a twentieth of a second always', async () => {
  const clock = passingClock()
  const { leases, table } = await instance(clock)
  const bounds = []
  for (const passed of [0, 1600, 2500]) {
    const lease = await leases.take('released', later(clock))
    clock.advance(passed)
    await lease!.release()
    bounds.push(table.bounds.at(-1))
  }
  expect(bounds).toEqual([1000, 400, 50])
})

test('it gives up 300 ms before the deadline, having waited with full jitter of up to 200 ms', async () => {
  const clock = passingClock()
  const [one, two] = [await instance(clock), await instance(clock, { random: () => 0.999 })]
  await one.leases.take('busy', later(clock))
  const deadline = later(clock)
  expect(await two.leases.take('busy', deadline)).toBeUndefined()
  expect(clock.now()).toBe(deadline - 300)
  expect(clock.sleeps.slice(0, 5).map(Math.round)).toEqual([25, 50, 100, 200, 200])
  const none = await instance(clock, { random: () => 0 })
  const before = none.table.writes
  expect(await none.leases.take('busy', clock.now() + 300)).toBeUndefined()
  expect(none.table.writes).toBe(before)
})

test('the table holds no account’s name, and when the lease ends in the form of a time to live', async () => {
  const clock = passingClock()
  const { leases, table } = await instance(clock)
  const account = 'default\0alice'
  await leases.take(account, later(clock))
  const pk = `lease#${createHash('sha256').update(account).digest('hex')}`
  expect(await table.get(pk)).toEqual({
    pk,
    owner: expect.stringMatching(/^[0-9a-f-]{36}$/),
    expiresAtMs: clock.now() + TTL_MS,
    expiresAt: Math.ceil((clock.now() + TTL_MS) / 1000),
  })
})

test('a lease whose reply was lost on the way is still our own when the SDK repeats it', async () => {
  const [port, clock] = [await forgetfulPort(state.url), passingClock()]
  const { leases, table } = await instance(clock, { url: port.url })
  port.loseNext()
  expect(await leases.take('lost', later(clock))).toBeDefined()
  expect([port.lost(), table.writes]).toEqual([1, 1])
  await port.close()
})

describe('whoever asks for it only where somebody holds it', () => {
  test('goes on at once where nobody does, for one read', async () => {
    const clock = passingClock()
    const { leases, table } = await instance(clock)
    expect(await leases.takeIfHeld('nobody’s', later(clock))).toBeUndefined()
    expect([table.writes, table.reads, table.bounds, clock.sleeps]).toEqual([0, 1, [2000], []])
  })

  test('waits for it where somebody does', async () => {
    const clock = passingClock()
    const [one, two] = [await instance(clock), await instance(clock)]
    await one.leases.take('somebody’s', later(clock))
    const endsAt = clock.now() + TTL_MS
    expect(await two.leases.takeIfHeld('somebody’s', later(clock, 5000))).toBeDefined()
    expect(clock.now()).toBeGreaterThanOrEqual(endsAt)
  })

  test('goes on at once where it has ended and DynamoDB has not deleted it yet', async () => {
    const clock = passingClock()
    const [one, two] = [await instance(clock), await instance(clock)]
    await one.leases.take('ended', later(clock))
    clock.advance(TTL_MS)
    expect(await two.leases.takeIfHeld('ended', later(clock))).toBeUndefined()
    expect(two.table.writes).toBe(0)
  })
})

test.each([
  ['take', 350],
  ['takeIfHeld', 50],
] as const)(
  '%s asks for nothing without the time for it, and takes no table for out of reach',
  async (method, leastMs) => {
    const clock = passingClock()
    const { leases, table, log } = await instance(clock)
    for (const ms of [-1, 0, leastMs - 1]) expect(await leases[method]('late', clock.now() + ms)).toBeUndefined()
    expect([table.reads + table.writes, log.lines]).toEqual([0, []])
    await leases[method]('late', clock.now() + leastMs)
    expect(table.reads + table.writes).toBe(1)
  },
)

test.each(['take', 'takeIfHeld'] as const)('%s hides no fault of our own', async (method) => {
  const clock = passingClock()
  const { leases, table } = await instance(clock)
  const fault = new Error('broken')
  table.put = () => Promise.reject(fault)
  table.get = () => Promise.reject(fault)
  await expect(leases[method]('any', later(clock))).rejects.toBe(fault)
})

describe('with the table out of reach', () => {
  const ports: { close: () => Promise<void> }[] = []
  afterEach(() => Promise.all(ports.splice(0).map(({ close }) => close())))

  test('the caller goes on without, and the log says so once a minute, with how often', async () => {
    const clock = passingClock()
    const { leases, log } = await instance(clock, { url: await closedPort() })
    const take = () => leases.take('any', later(clock))
    expect(await take()).toBeUndefined()
    for (let i = 0; i < 4; i++) await take()
    expect(log.lines).toHaveLength(1)
    expect(JSON.parse(log.lines[0]!)).toMatchObject({
      level: 'warn',
      message: 'state table out of reach',
      meaning: 'accounts are written without a lease',
      times: 1,
      error: expect.stringContaining('ECONNREFUSED'),
    })
    clock.advance(60_000)
    await take()
    expect(JSON.parse(log.lines[1]!)).toMatchObject({ times: 5 })
  })

  test('nobody learns whether somebody holds it, and the log says that too', async () => {
    const clock = passingClock()
    const { leases, log, table } = await instance(clock, { url: await closedPort() })
    expect(await leases.takeIfHeld('any', later(clock))).toBeUndefined()
    expect(table.writes).toBe(0)
    expect(log.lines).toEqual([expect.stringContaining('state table out of reach')])
  })

  test('nobody waits for it beyond 300 ms before the deadline', async () => {
    const port = await hangingPort()
    ports.push(port)
    const { leases } = await instance(systemClock, { url: port.url, patience: 'real' })
    const taken = waitingTime()
    expect(await leases.take('any', Date.now() + 600)).toBeUndefined()
    expect(taken()).toBeLessThan(600)
  })

  test('a release that fails is no failure of its caller', async () => {
    const own = await startState()
    const table = await own.table()
    const leases = new Leases({ table, clock: systemClock, random: Math.random, log: recordedLog() })
    const lease = await leases.take('any', Date.now() + 2000)
    await own.close()
    expect(await lease!.release()).toBeUndefined()
  })
})
