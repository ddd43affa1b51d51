import { expect, test } from 'vitest'
import { operations } from '../../../client/src/printed/table.ts'
import { sendRows } from '../../../client/src/rows/send-rows.ts'
import { doneBut, problem, ScriptedGateway } from './scripted-gateway.ts'

test('a gateway that can’t keep up is given less, as one that says 429', async () => {
  const gateway = new ScriptedGateway()
  const time = { now: 1_000_000 }
  gateway.answer = (asked, nth) =>
    nth === 1 ? problem(503, 'STATE_UNAVAILABLE', { retryable: true }, { 'retry-after': '1' }) : doneBut(asked, {})
  const sleep = async (ms: number) => {
    await new Promise((resolve) => setImmediate(resolve))
    time.now += ms
  }
  const rows = Array.from({ length: 200 }, (_, at) => ({ userId: `u${at}`, friends: [{ userId: 'f', remark: 'r' }] }))
  const options = { rate: 50, concurrency: 1, now: () => time.now, sleep, random: () => 0 }
  for await (const { outcome } of sendRows(gateway.exchange, operations['friends.update'], rows, options))
    expect(outcome).toBe('ok')
  // At 50 a second they take 4 s; at 25, of which a twentieth of 50 comes back each second, more than 5.
  expect(time.now - 1_000_000).toBeGreaterThan(5000)
})
