import { expect, test, vi } from 'vitest'
import { systemClock } from '../../../lib/clock.ts'
import { Idempotency } from '../../../lib/ledger/idempotency.ts'
import { Leases } from '../../../lib/ledger/leases.ts'
import { StateTable } from '../../../lib/ledger/state-table.ts'
import { SharedQuota } from '../../../lib/quota/quota.ts'
import { recordedLog } from '../../support/recorded-log.ts'

const sdk = vi.hoisted(() => ({ loads: 0 }))
vi.mock('@aws-sdk/client-dynamodb', async (importOriginal) => {
  sdk.loads += 1
  return importOriginal()
})

test('the SDK, large and slow to load, is loaded for the first use and not before', async () => {
  const table = new StateTable('state')
  const parts = { table, clock: systemClock, log: recordedLog() }
  new SharedQuota({ ...parts, callsPerSecond: 200 })
  new Leases({ ...parts, random: Math.random })
  new Idempotency(parts)
  expect(sdk.loads).toBe(0)
  await table.prepare()
  expect(sdk.loads).toBe(1)
})
