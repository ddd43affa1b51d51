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
    const answers = await many(300)
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
