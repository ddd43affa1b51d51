import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { numbered, updateOf, verdicts } from '../../support/gateway/answer.ts'
import { allOk, asked, endlessDrip, inTurn, refused, silence } from '../../support/gateway/chat-replies.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeEach(async () => {
  gateway = await startGateway({ env: { UPSTREAM_CALLS_PER_SECOND: '10000' } })
})
afterEach(() => gateway.close())

/** Milliseconds the invocation still had when the answer came. */
const left = async <T>(ms: number, work: () => Promise<T>) => {
  const start = performance.now()
  const answer = await work()
  return { answer, left: ms - (performance.now() - start) }
}
// A timer may be a few milliseconds late; the promise is half a second.
const HALF_A_SECOND = 480

describe('the answer comes half a second before the invocation ends', () => {
  test('when Chat is silent', async () => {
    gateway.chat.play(silence)
    const { answer, left: rest } = await left(1200, () => gateway.update(updateOf('id', ['a']), { ms: 1200 }))
    expect([answer.status, verdicts(answer.json)]).toEqual([504, [expect.stringMatching(/^a unknown /)]])
    expect(rest).toBeGreaterThan(HALF_A_SECOND)
    expect(rest).toBeLessThan(900)
  })

  test('when Chat refuses for now, again and again', async () => {
    gateway.chat.play(() => refused(30006))
    const { answer, left: rest } = await left(900, () => gateway.update(updateOf('id', ['a']), { ms: 900 }))
    expect(answer.json.code).toBe('UPSTREAM_INTERNAL')
    expect(rest).toBeGreaterThan(HALF_A_SECOND)
  })

  test('when Secrets Manager is silent, with a 503', async () => {
    gateway.secrets.fault = silence()
    const { answer, left: rest } = await left(1200, () => gateway.update(updateOf('id', ['a']), { ms: 1200 }))
    expect(answer.status).toBeGreaterThanOrEqual(503)
    expect(answer.headers['x-request-id']).toBe(answer.json.requestId)
    expect(rest).toBeGreaterThan(HALF_A_SECOND)
    expect(gateway.chat.calls).toHaveLength(0)
  })

  test('when one entry of a batch is silent and another done', async () => {
    await gateway.update(updateOf('warm', ['a']))
    gateway.chat.play((call) => (call.body.From_Account === 'mute' ? silence() : allOk(call)))
    const entries = ['mute', 'quick'].map((id) => ({ id, operation: 'friends.update', body: updateOf(id, ['a']) }))
    const { answer, left: rest } = await left(1200, () => gateway.batch(entries, { ms: 1200 }))
    expect(answer.json.responses?.map((entry) => entry.status)).toEqual([504, 200])
    expect(rest).toBeGreaterThan(HALF_A_SECOND)
  })

  test('when 10,000 friends wait for a silent Chat', async () => {
    gateway.chat.play(silence)
    const { answer, left: rest } = await left(1500, () =>
      gateway.update(updateOf('id', numbered(10_000)), { ms: 1500 }),
    )
    expect(answer.json.counts).toEqual({ ok: 0, failed: 9000, unknown: 1000 })
    expect(rest).toBeGreaterThan(HALF_A_SECOND)
  })
})

describe('an attempt that takes too long', () => {
  test('is given up and repeated while there is time', async () => {
    gateway.close()
    gateway = await startGateway({ env: { UPSTREAM_TIMEOUT_MS: '150' } })
    gateway.chat.play(inTurn(silence(), endlessDrip(), allOk))
    const { answer, left: rest } = await left(6000, () => gateway.update(updateOf('id', ['a']), { ms: 6000 }))
    expect([answer.status, gateway.chat.calls.length]).toEqual([200, 3])
    expect(rest).toBeGreaterThan(4000)
  })
})

describe('an item whose call was never sent is failed with DEADLINE_EXCEEDED, worth repeating', () => {
  test('when an earlier call used up the time', async () => {
    gateway.chat.play(inTurn(allOk, silence()))
    const answer = await gateway.update(updateOf('id', numbered(3000)), { ms: 1200 })
    expect(answer.status).toBe(207)
    expect(answer.json.counts).toEqual({ ok: 1000, failed: 1000, unknown: 1000 })
    const never = answer.json.results?.slice(2000) ?? []
    expect(never.every((item) => item.status === 'failed' && item.error?.code === 'DEADLINE_EXCEEDED')).toBe(true)
    expect(never.every((item) => item.error?.retryable)).toBe(true)
    expect(answer.json.retry?.friends.map((friend) => friend.userId)).toEqual(numbered(3000).slice(1000))
    expect(gateway.chat.calls.flatMap(asked)).toEqual(numbered(2000))
  })

  test('when there was no time from the start', async () => {
    const answer = await gateway.update(updateOf('id', ['a']), { ms: 450 })
    expect([answer.status, verdicts(answer.json)]).toEqual([504, ['a failed DEADLINE_EXCEEDED']])
    expect(answer.json.retry).toEqual(updateOf('id', ['a']))
    expect(gateway.chat.calls).toHaveLength(0)
  })

  test('when the entry before it in its batch used up the time', async () => {
    gateway.chat.play(silence)
    const entries = ['first', 'second'].map((id) => ({ id, operation: 'friends.update', body: updateOf('id', [id]) }))
    const answer = await gateway.batch(entries, { ms: 1200 })
    const second = answer.json.responses?.[1]
    expect([second?.status, verdicts(second?.body ?? {})]).toEqual([504, ['second failed DEADLINE_EXCEEDED']])
    expect(gateway.chat.calls.flatMap(asked)).toEqual(['first'])
  })
})
