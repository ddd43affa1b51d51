import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, done, play } from '../../support/gateway/chain.ts'
import { named, reads } from '../../support/gateway/chain-operations.ts'
import { cutAtOnce, endlessDrip, refused, silence } from '../../support/gateway/chat-replies.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1', UPSTREAM_TIMEOUT_MS: '150' } })
})
afterAll(() => gateway.close())

describe.each(named(reads))('the read %s has no effect that could be unknown', (name, row) => {
  test.each([30007, 60008, 60013, 60014, 70169, 70202])('refused by %i', async (code) => {
    const { status, json } = await play(gateway, name, row.body, refused(code))
    expect([status >= 500, json.outcome, json.retryable, json.retry]).toEqual([true, 'failed', true, row.body])
    for (const result of json.results ?? []) expect([result.status, result.error?.retryable]).toEqual(['failed', true])
  })

  test.each([
    ['never answered', silence],
    ['answered for ever', endlessDrip],
  ])('%s', async (_, reply) => {
    const { status, json } = await play(gateway, name, row.body, reply())
    expect([status, json.code, json.outcome, json.retryable]).toEqual([504, 'UPSTREAM_TIMEOUT', 'failed', true])
    expect(json.retry).toEqual(row.body)
  })

  test('sends back a retry that is taken as it stands', async () => {
    const { json } = await play(gateway, name, { app: 'default', ...row.body }, cutAtOnce())
    expect(json.retry).toEqual({ app: 'default', ...row.body })
    gateway.chat.play(done)
    expect((await ask(gateway, name, json.retry)).status).toBe(200)
  })
})
