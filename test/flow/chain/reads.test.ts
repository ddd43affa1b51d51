import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, done, play } from '../../support/gateway/chain.ts'
import { cutAtOnce, cutJson, endlessDrip, page, refused, silence } from '../../support/gateway/chat-replies.ts'
import { restoreClock } from '../../support/gateway/moved-clock.ts'
import { outlasting, watchTimers } from '../../support/gateway/passing-time.ts'
import { named, reads } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

const ATTEMPT_MS = 5000
let gateway: Gateway
watchTimers()
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1', UPSTREAM_TIMEOUT_MS: `${ATTEMPT_MS}` } })
})
afterAll(() => {
  gateway.close()
  restoreClock()
})

/** What nobody who only read has to wonder about. */
const WONDER = /t(ook|akes?) effect|may have been done/

describe.each(named(reads))('the read %s has no effect that could be unknown', (name, row) => {
  test.each([30007, 60008, 60013, 60014, 70169, 70202])('refused by %i', async (code) => {
    const { status, json } = await play(gateway, name, row.body, refused(code))
    expect([status >= 500, json.outcome, json.retryable, json.retry]).toEqual([true, 'failed', true, row.body])
    for (const result of json.results ?? []) expect([result.status, result.error?.retryable]).toEqual(['failed', true])
  })

  test.each([
    ['never answered', () => outlasting(silence(), ATTEMPT_MS)],
    ['answered for ever', () => outlasting(endlessDrip(), ATTEMPT_MS)],
  ])('%s', async (_, reply) => {
    const { status, json, text } = await play(gateway, name, row.body, reply())
    expect(text).not.toMatch(WONDER)
    expect([status, json.code, json.outcome, json.retryable]).toEqual([504, 'UPSTREAM_TIMEOUT', 'failed', true])
    expect(json.retry).toEqual(row.body)
  })

  test.each([
    ['refused with a time-out', () => refused(30007)],
    ['refused since a reply could not be parsed', () => refused(60013)],
    ['cut', cutAtOnce],
    ['answered with half a text', () => cutJson({ ErrorCode: 0 })],
    ['answered with nothing', () => ({ ErrorCode: 0 })],
    ['answered with HTTP 403', () => page(403, '')],
    ['answered with HTTP 500', () => page(500, '')],
  ])('so nobody is told to wonder about it: %s', async (_, reply) => {
    const { text } = await play(gateway, name, row.body, reply())
    expect(text).not.toMatch(WONDER)
  })

  test('sends back a retry that is taken as it stands', async () => {
    const { json } = await play(gateway, name, { app: 'default', ...row.body }, cutAtOnce())
    expect(json.retry).toEqual({ app: 'default', ...row.body })
    gateway.chat.play(done)
    expect((await ask(gateway, name, json.retry)).status).toBe(200)
  })
})
