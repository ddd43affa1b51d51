import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { ask, done, reply, verdictsOf } from '../../support/gateway/chain.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

/** The time within which a call is sent again that may have taken effect, over the calls of one request. */
const WINDOW_MS = 900

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_CALLS_PER_SECOND: '100000' } })
})
beforeEach(() => gateway.chat.play(done))
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() }))
afterEach(() => void vi.useRealTimers())
afterAll(() => gateway.close())

/** Chat did not say whether it took the message. */
const timeout = { ActionStatus: 'FAIL', ErrorCode: 90992, ErrorInfo: '' }

/** 501 accounts are two calls: the first takes `firstMs`, the second's first attempt `secondMs`, and nobody knows what that did. */
async function sendToMany(firstMs: number, secondMs: number) {
  gateway.chat.play(({ number }) => {
    vi.setSystemTime(Date.now() + (number === 1 ? firstMs : secondMs))
    return number === 2 ? timeout : reply({ MsgKey: `key-${number}` })
  })
  const peerIds = Array.from({ length: 501 }, (_, number) => `u${number}`)
  const { json } = await ask(gateway, 'messages.send-batch', { peerIds, elements: [{ type: 'text', text: 'hi' }] })
  const [first, last] = [verdictsOf(json)[0], verdictsOf(json)[500]]
  return { calls: gateway.chat.calls.length, first, last }
}

test('counts for each call from its own first attempt, however long those before it took', async () => {
  expect(await sendToMany(5000, WINDOW_MS - 1)).toEqual({ calls: 3, first: 'u0 ok', last: 'u500 ok' })
})

test('and is over for a call that took so long itself', async () => {
  const last = 'u500 unknown UPSTREAM_TIMEOUT'
  expect(await sendToMany(0, WINDOW_MS)).toEqual({ calls: 2, first: 'u0 ok', last })
})
