import { afterEach, expect, test } from 'vitest'
import { updateOf } from '../../support/gateway/answer.ts'
import { allOk, refused } from '../../support/gateway/chat-replies.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

const RATE = 100
const SLOW_MS = 2000

let gateway: Gateway
afterEach(() => gateway.close())

test('an app’s pace of a command is halved for two seconds after a 60007, but never stops', async () => {
  let refusedAt = Number.POSITIVE_INFINITY
  gateway = await startGateway({
    env: { UPSTREAM_CALLS_PER_SECOND: String(RATE) },
    chat: (call) => {
      if (call.number > 1) return allOk(call)
      refusedAt = call.at
      return refused(60007)
    },
  })
  const answers = await Promise.all(Array.from({ length: 300 }, (_, i) => gateway.update(updateOf(`id${i}`, ['f']))))
  expect(answers.every((answer) => answer.status === 200)).toBe(true)
  const slow = gateway.chat.calls.filter((call) => call.at > refusedAt && call.at < refusedAt + SLOW_MS - 100)
  const gaps = slow.slice(1).map((call, i) => call.at - slow[i]!.at)
  const half = (RATE / 2) * ((SLOW_MS - 100) / 1000)
  expect(slow.length).toBeLessThanOrEqual(half * 1.2)
  expect(slow.length).toBeGreaterThan(half * 0.6)
  expect(Math.max(...gaps)).toBeLessThan(500)
  expect((gateway.chat.calls.at(-1)?.at ?? 0) - refusedAt).toBeLessThan(SLOW_MS + 3000)
})
