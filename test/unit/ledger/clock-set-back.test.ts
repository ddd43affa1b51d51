import { afterAll, expect, test } from 'vitest'
import { Outages } from '../../../lib/ledger/outages.ts'
import { StateUnavailable } from '../../../lib/ledger/state-table.ts'
import { farthestOf } from '../../../lib/quota/lane-reach.ts'
import { LocalShare } from '../../../lib/quota/local-share.ts'
import { SparePlaces } from '../../../lib/quota/spare-places.ts'
import { recordedLog } from '../../support/recorded-log.ts'
import { passingClock } from './passing-clock.ts'
import { CALLER, instanceOn, LONG_MS, newLane, waitOf } from './quota-instance.ts'
import { CountedTable, startState } from './state.ts'

const HOUR_MS = 3_600_000
const state = await startState()
afterAll(state.close)

test('the table is looked at again, however far our clock is set back during an outage', async () => {
  const clock = passingClock()
  class FailingTable extends CountedTable {
    isDown = true
    override async update(...asked: Parameters<CountedTable['update']>) {
      if (this.isDown) throw new StateUnavailable(new Error('down'))
      return super.update(...asked)
    }
  }
  await state.table()
  const table = new FailingTable(state.name)
  const { quota } = instanceOn(table, clock)
  await quota.takePlace({ lane: newLane() }, LONG_MS, CALLER)
  clock.advance(-HOUR_MS)
  table.isDown = false
  await quota.takePlace({ lane: newLane() }, LONG_MS, CALLER)
  expect(table.writes).toBeGreaterThan(0)
})

test('an instance’s own share goes on at once', () => {
  const clock = passingClock()
  const share = new LocalShare({ known: 0, number: 3, aheadMs: 0 }, clock, 100_000)
  for (let calls = 0; calls < 3; calls++) share.take(LONG_MS)
  clock.advance(-HOUR_MS)
  // As long as ten instances take for one call each.
  expect(waitOf(share.take(LONG_MS))).toBeLessThanOrEqual(1000)
})

test('its share goes to one call at a time, however long callers could wait', () => {
  const share = new LocalShare({ known: 0, number: 3, aheadMs: 0 }, passingClock(), 1_000_000)
  const waits = Array.from({ length: 20 }, () => waitOf(share.take(HOUR_MS))).filter((ms) => !Number.isNaN(ms))
  expect(new Set(waits).size).toBe(waits.length)
  expect(waits.length).toBeGreaterThanOrEqual(5)
})

test('an outage is told at once', () => {
  const clock = passingClock()
  const log = recordedLog()
  const outages = new Outages(log, clock, 'what goes on')
  outages.note(new StateUnavailable(new Error('down')))
  clock.advance(-HOUR_MS)
  outages.note(new StateUnavailable(new Error('down')))
  expect(log.lines).toHaveLength(2)
})

test('places left over from an hour that has not come are nobody’s', () => {
  const clock = passingClock()
  const spare = new SparePlaces(clock, farthestOf(1000))
  spare.add((clock.now() + 100) * 1000, 2, 1000)
  clock.advance(-HOUR_MS)
  expect(spare.isEmpty).toBe(true)
})
