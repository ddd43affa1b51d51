import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { numbered, updateOf, verdicts } from '../../support/gateway/answer.ts'
import { allOk, asked, endlessDrip, inTurn, refused, silence, turns } from '../../support/gateway/chat-replies.ts'
import type { Call } from '../../support/gateway/chat-server.ts'
import { restoreClock } from '../../support/gateway/moved-clock.ts'
import { letPass, outlasting, watchTimers } from '../../support/gateway/passing-time.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'
import { waitingTime } from '../../support/time-taken.ts'

let gateway: Gateway
watchTimers()
beforeEach(async () => {
  gateway = await startGateway({ env: { UPSTREAM_CALLS_PER_SECOND: '10000', UPSTREAM_TIMEOUT_MS: '28000' } })
})
afterEach(() => {
  gateway.close()
  restoreClock()
})

const INVOCATION_MS = 28_000
const RESERVE_MS = 500
// A timer may be a few milliseconds late.
const LATE_MS = 20
/** What these tests themselves may take before the time that they let pass; a machine would have to stand still to take longer. */
const MARGIN_MS = 10_000

/** The answer to what `ask` asks, once a call has met silence and all but half a second of the invocation has passed. */
async function answerAtTheEnd<T>(ask: () => Promise<T>, isMute: (call: Call) => boolean = () => true): Promise<T> {
  const reached = Promise.withResolvers<void>()
  gateway.chat.play((call) => {
    if (!isMute(call)) return allOk(call)
    reached.resolve()
    return silence()
  })
  let isAnswered = false
  const answer = ask().finally(() => {
    isAnswered = true
  })
  await reached.promise
  letPass(INVOCATION_MS - RESERVE_MS - MARGIN_MS)
  await turns(50)
  expect(isAnswered).toBe(false)
  letPass(MARGIN_MS)
  return answer
}

describe('the answer comes half a second before the invocation ends', () => {
  test('when Chat is silent', async () => {
    const answer = await answerAtTheEnd(() => gateway.update(updateOf('id', ['a'])))
    expect([answer.status, verdicts(answer.json)]).toEqual([504, [expect.stringMatching(/^a unknown /)]])
  })

  test('when Chat refuses for now, again and again', async () => {
    gateway.chat.play(() => {
      letPass((INVOCATION_MS - RESERVE_MS) / 2 - 10)
      return refused(30006)
    })
    const answer = await gateway.update(updateOf('id', ['a']))
    // Whether the second refusal is read in the last hundredths of a second is the machine’s affair; there is no third call.
    expect(['UPSTREAM_INTERNAL', 'UPSTREAM_TIMEOUT']).toContain(answer.json.code)
    expect(gateway.chat.calls).toHaveLength(2)
  })

  test('when Secrets Manager is silent, with a 503', async () => {
    gateway.secrets.fault = silence()
    const taken = waitingTime()
    const answer = await gateway.update(updateOf('id', ['a']), { ms: 1200 })
    expect(taken()).toBeLessThan(1200 - RESERVE_MS + LATE_MS)
    expect(answer.status).toBeGreaterThanOrEqual(503)
    expect(answer.headers['x-request-id']).toBe(answer.json.requestId)
    expect(gateway.chat.calls).toHaveLength(0)
  })

  test('when one entry of a batch is silent and another done', async () => {
    const isMute = ({ body }: Call) => body.From_Account === 'mute'
    const entries = ['quick', 'mute'].map((id) => ({ id, operation: 'friends.update', body: updateOf(id, ['a']) }))
    const answer = await answerAtTheEnd(() => gateway.batch(entries), isMute)
    expect(answer.json.responses?.map((entry) => entry.status)).toEqual([200, 504])
  })

  test('when 10,000 friends wait for a silent Chat', async () => {
    const answer = await answerAtTheEnd(() => gateway.update(updateOf('id', numbered(10_000))))
    expect(answer.json.counts).toEqual({ ok: 0, failed: 9000, unknown: 1000 })
  })
})

describe('an attempt that takes too long', () => {
  test('is given up and repeated while there is time', async () => {
    gateway.close()
    gateway = await startGateway({ env: { UPSTREAM_TIMEOUT_MS: '5000' } })
    gateway.chat.play(inTurn(outlasting(silence(), 5000), outlasting(endlessDrip(), 5000), allOk))
    const answer = await gateway.update(updateOf('id', ['a']))
    expect([answer.status, gateway.chat.calls.length]).toEqual([200, 3])
  })
})

describe('an item whose call was never sent is failed with DEADLINE_EXCEEDED, worth repeating', () => {
  test('when an earlier call used up the time', async () => {
    gateway.chat.play(inTurn(allOk, outlasting(silence(), INVOCATION_MS - RESERVE_MS)))
    const answer = await gateway.update(updateOf('id', numbered(3000)))
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
    gateway.chat.play(() => outlasting(silence(), INVOCATION_MS - RESERVE_MS))
    const entries = ['first', 'second'].map((id) => ({ id, operation: 'friends.update', body: updateOf('id', [id]) }))
    const answer = await gateway.batch(entries)
    const second = answer.json.responses?.[1]
    expect([second?.status, verdicts(second?.body ?? {})]).toEqual([504, ['second failed DEADLINE_EXCEEDED']])
    expect(gateway.chat.calls.flatMap(asked)).toEqual(['first'])
  })
})
