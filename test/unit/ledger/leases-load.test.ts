import { afterAll, expect, test } from 'vitest'
import { systemClock } from '../../../lib/clock.ts'
import { Leases } from '../../../lib/ledger/leases.ts'
import { recordedLog } from '../../support/recorded-log.ts'
import { startState } from './state.ts'

const state = await startState()
afterAll(state.close)

const instance = async () =>
  new Leases({ table: await state.table(), clock: systemClock, random: Math.random, log: recordedLog() })

test('of 50 who want it at once nobody holds it together with another, and all get it', async () => {
  const instances = await Promise.all(Array.from({ length: 5 }, instance))
  let holders = 0
  let most = 0
  const hold = async (leases: Leases) => {
    const lease = await leases.take('wanted', Date.now() + 60_000)
    most = Math.max(most, ++holders)
    await systemClock.sleep(2)
    holders--
    await lease?.release()
    return lease !== undefined
  }
  const had = await Promise.all(Array.from({ length: 50 }, (_, index) => hold(instances[index % 5]!)))
  expect(had).toEqual(Array(50).fill(true))
  expect(most).toBe(1)
})
