import { afterAll, describe, expect, test } from 'vitest'
import { Backlogs } from '../../../lib/jobs/backlogs.ts'
import { StateUnavailable } from '../../../lib/ledger/state-table.ts'
import { startTables } from '../../support/tables.ts'
import { passingClock } from './passing-clock.ts'
import { tableAt } from './state.ts'

const { url, jobsName, close } = await startTables()
afterAll(close)

const REFUSED = { refusedForMs: 5000 }

let shares = 0
/** Instances that count together, and a queue that is as large as it is said to be. */
async function counting({ most = 100, size = 0 } = {}) {
  const clock = passingClock()
  const table = await tableAt(url, jobsName)
  const queue = {
    looks: 0,
    length: size,
    size: async () => {
      queue.looks++
      return queue.length
    },
  }
  const share = `caller${shares++}`
  const instance = () => new Backlogs({ table, queue, clock, most })
  const admit = async (backlogs: Backlogs, count: number, whose = share) => {
    const all = []
    for (let index = 0; index < count; index++) all.push(await backlogs.admit(whose))
    return all
  }
  let writes = 0
  const { update } = table
  table.update = (...given) => {
    writes++
    return update.apply(table, given)
  }
  return { clock, table, queue, share, instance, admit, writes: () => writes }
}

describe('who has little waiting', () => {
  test('is let in with nothing asked of AWS', async () => {
    const { instance, admit, queue, writes } = await counting()
    expect(await admit(instance(), 9)).toEqual(Array.from({ length: 9 }, (_, behind) => ({ behind, standsFor: 0 })))
    expect([writes(), queue.looks]).toEqual([0, 0])
  })

  test('is let in one by one for ever, as long as some time lies between', async () => {
    const { instance, admit, clock, writes } = await counting()
    const one = instance()
    for (let count = 0; count < 25; count++) {
      await admit(one, 1)
      clock.advance(10_001)
    }
    expect(writes()).toBe(0)
  })

  test('is let in beside somebody who has all that there is room for', async () => {
    const { instance, admit } = await counting({ size: 100 })
    const one = instance()
    expect((await admit(one, 40)).at(-1)).toEqual(REFUSED)
    expect((await admit(one, 10, `another ${shares++}`)).at(-1)).toMatchObject({ standsFor: 10 })
  })
})

describe('who has much waiting', () => {
  test('is counted, one job in ten for all of them, over all instances', async () => {
    const { instance, admit, writes } = await counting({ most: 1000 })
    const [one, other] = [instance(), instance()]
    const counted = (await admit(one, 20)).filter((admitted) => 'standsFor' in admitted && admitted.standsFor > 0)
    expect(counted).toMatchObject([{ standsFor: 10 }, { standsFor: 10 }])
    await admit(other, 10)
    expect(await other.admit('x')).toMatchObject({ behind: 0 })
    expect((await admit(one, 10)).at(-1)).toEqual({ behind: 30, standsFor: 10 })
    expect(writes()).toBe(4)
  })

  test('may have as much as there is room left, and is refused for five seconds with nothing asked', async () => {
    const { instance, admit, clock, queue, writes } = await counting({ most: 100, size: 60 })
    const one = instance()
    const all = await admit(one, 50)
    expect(all.map((admitted) => 'behind' in admitted)).toEqual([...Array(49).fill(true), false])
    const asked = writes()
    clock.advance(1000)
    expect(await admit(one, 20)).toEqual(Array(20).fill({ refusedForMs: 4000 }))
    expect(writes()).toBe(asked)
    queue.length = 20
    clock.advance(4001)
    expect(await one.admit('nobody')).toMatchObject({ behind: 0 })
    expect((await admit(one, 1))[0]).toMatchObject({ standsFor: 10 })
  })

  test('is let in again once enough of it has ended', async () => {
    const { instance, admit, clock, share } = await counting({ most: 100, size: 60 })
    const one = instance()
    await admit(one, 50)
    await one.leave(share, 30)
    clock.advance(5001)
    expect((await admit(one, 1))[0]).toEqual({ behind: 10, standsFor: 10 })
  })
})

describe('a count that is wrong', () => {
  test('is put right by the size of the queue before anybody is refused for it', async () => {
    const { instance, admit, share } = await counting({ most: 2000, size: 100 })
    await instance().leave(share, -5000)
    expect((await admit(instance(), 10)).at(-1)).toEqual({ behind: 90, standsFor: 10 })
    expect((await admit(instance(), 10)).at(-1)).toEqual({ behind: 100, standsFor: 10 })
  })

  test('is never below nothing', async () => {
    const { instance, admit, share } = await counting()
    await instance().leave(share, 500)
    expect((await admit(instance(), 10)).at(-1)).toEqual({ behind: 0, standsFor: 10 })
    expect((await admit(instance(), 10)).at(-1)).toEqual({ behind: 10, standsFor: 10 })
  })

  test('keeps nobody out while the queue can’t be asked', async () => {
    const { instance, admit, queue } = await counting()
    queue.size = () => Promise.reject(new StateUnavailable(new Error('out')))
    expect(await admit(instance(), 12)).toHaveLength(12)
    expect((await admit(instance(), 10)).at(-1)).toEqual({ behind: 9, standsFor: 0 })
  })
})

describe('what waits before somebody is told in calls', () => {
  test('as many as the jobs that were queued here make, of all that wait', async () => {
    const { instance, admit, share } = await counting({ most: 1000 })
    const one = instance()
    await admit(one, 10)
    for (let index = 0; index < 10; index++) one.note(share, index === 0 ? 1 : 0.1)
    expect((await admit(one, 1))[0]).toEqual({ behind: 2, standsFor: 0 })
    await admit(instance(), 90)
    expect((await admit(one, 9)).at(-1)).toEqual({ behind: 19, standsFor: 10 })
  })

  test('going by those of late, where they make more than those before', async () => {
    const { instance, admit, share } = await counting({ most: 1000 })
    const one = instance()
    for (let index = 0; index < 20_000; index++) one.note(share, 0.1)
    for (let index = 0; index < 10_000; index++) one.note(share, 1)
    expect((await admit(one, 10)).at(-1)).toEqual({ behind: 0, standsFor: 10 })
    expect((await admit(one, 1))[0]).toEqual({ behind: 5, standsFor: 0 })
  })
})
