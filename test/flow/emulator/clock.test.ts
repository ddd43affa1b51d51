import { expect, test } from 'vitest'
import { Emulator, updateOf } from './client.ts'

const DAY_MS = 86_400_000
const code = async (emulator: Emulator) =>
  (await emulator.call('friend_update', updateOf('alice', { bob: { IM_Remark: 'x' } }))).ErrorCode
const dateOf = async (emulator: Emulator) =>
  Date.parse((await fetch(`${emulator.chat.url}/`)).headers.get('date') ?? '')

test('a clock set ahead finds UserSigs expired, and dates replies by its own time', async () => {
  const emulator = await Emulator.start({ now: Date.now })
  expect(await code(emulator)).toBe(0)
  const [status, answer] = await emulator.control<{ aheadMs: number; now: string }>('POST', 'clock', {
    aheadMs: DAY_MS,
  })
  expect([status, answer.aheadMs]).toEqual([200, DAY_MS])
  expect(Math.abs(Date.parse(answer.now) - Date.now() - DAY_MS)).toBeLessThan(60_000)
  expect(Math.abs((await dateOf(emulator)) - Date.now() - DAY_MS)).toBeLessThan(60_000)
  expect(await code(emulator)).toBe(70001)
})

test('a clock set behind takes them, and a quota counted before it was set back does not last', async () => {
  const emulator = await Emulator.start()
  await emulator.control('POST', 'clock', { aheadMs: DAY_MS })
  for (let failure = 0; failure < 12; failure++) await code(emulator)
  expect(await code(emulator)).toBe(70050)
  await emulator.control('POST', 'clock', { aheadMs: -DAY_MS })
  expect(await code(emulator)).toBe(0)
})

test('a reset goes back to the machine’s clock', async () => {
  const emulator = await Emulator.start()
  await emulator.control('POST', 'clock', { aheadMs: DAY_MS })
  await emulator.control('POST', 'reset')
  expect(await code(emulator)).toBe(0)
})

test.each([
  [{}, 'aheadMs must be an integer'],
  [{ aheadMs: '5' }, 'aheadMs must be an integer'],
  [{ aheadMs: 1e15 }, 'aheadMs must be an integer'],
  [{ behindMs: 5 }, 'behindMs is unknown'],
])('400 for %j', async (body, message) => {
  const emulator = await Emulator.start()
  const [status, answer] = await emulator.control<{ error: string }>('POST', 'clock', body)
  expect([status, answer.error]).toEqual([400, expect.stringContaining(message)])
})
