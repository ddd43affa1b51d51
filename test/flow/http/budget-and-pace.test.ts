import { afterEach, describe, expect, test } from 'vitest'
import { updateOf } from '../../support/gateway/answer.ts'
import { allOk, codes, refused } from '../../support/gateway/chat-replies.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
const start = async (env: Record<string, string>) => {
  gateway = await startGateway({ env, secrets: (secret) => ({ 'chat-gateway/other': secret }) })
}
afterEach(() => gateway.close())

const many = (count: number, app?: string) =>
  Promise.all(
    Array.from({ length: count }, (_, i) => gateway.update({ ...(app && { app }), ...updateOf(`id${i}`, ['f']) })),
  )
const spent = async (work: () => Promise<unknown>) => {
  gateway.chat.calls.length = 0
  await work()
  return gateway.chat.calls.length
}

describe('the budget of repeats of an app', () => {
  test('starts at 100, limits repeats only, is an app’s own, and is refilled by successes', async () => {
    await start({ UPSTREAM_CALLS_PER_SECOND: '100000', UPSTREAM_ATTEMPTS: '2' })
    gateway.chat.play(() => refused(30006))
    expect(await spent(() => many(60))).toBe(120)
    expect(await spent(() => many(100))).toBe(140)
    expect(await spent(() => many(20))).toBe(20)
    expect(await spent(() => many(5, 'other'))).toBe(10)

    gateway.chat.play(allOk)
    const answers = await many(1500)
    expect(answers.every((answer) => answer.status === 200)).toBe(true)
    gateway.chat.play(() => refused(30006))
    const afterwards = await spent(() => many(110))
    expect(afterwards).toBeGreaterThan(110)
    expect(afterwards).toBeLessThanOrEqual(210)
  })

  test('is spent by items that fail inside a reply that says OK, too', async () => {
    await start({ UPSTREAM_CALLS_PER_SECOND: '100000', UPSTREAM_ATTEMPTS: '2' })
    gateway.chat.play(codes({ f: 30006 }))
    expect(await spent(() => many(150))).toBe(250)
  })
})

describe('the pace of an app and command', () => {
  const RATE = 100
  const SLOW_MS = 2000

  test('is halved for two seconds after a 60007, but never stops', async () => {
    await start({ UPSTREAM_CALLS_PER_SECOND: String(RATE) })
    let refusedAt = Number.POSITIVE_INFINITY
    gateway.chat.play((call) => {
      if (call.number > 1) return allOk(call)
      refusedAt = call.at
      return refused(60007)
    })
    const answers = await many(300)
    expect(answers.every((answer) => answer.status === 200)).toBe(true)
    const slow = gateway.chat.calls.filter((call) => call.at > refusedAt && call.at < refusedAt + SLOW_MS - 100)
    const gaps = slow.slice(1).map((call, i) => call.at - slow[i]!.at)
    const half = (RATE / 2) * ((SLOW_MS - 100) / 1000)
    expect(slow.length).toBeLessThanOrEqual(half * 1.2)
    expect(slow.length).toBeGreaterThan(half * 0.6)
    expect(Math.max(...gaps)).toBeLessThan(500)
    expect((gateway.chat.calls.at(-1)?.at ?? 0) - refusedAt).toBeLessThan(SLOW_MS + 3000)
  })
})
