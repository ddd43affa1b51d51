import { afterEach, describe, expect, test } from 'vitest'
import { numbered, updateOf } from '../../support/gateway/answer.ts'
import { allOk, asked, codes, cutAtOnce, inTurn, lingering, refused } from '../../support/gateway/chat-replies.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
const start = async (env: Record<string, string> = {}) => {
  gateway = await startGateway({ env: { UPSTREAM_CALLS_PER_SECOND: '10000', ...env } })
  return gateway
}
afterEach(() => gateway.close())

const sizes = () => gateway.chat.calls.map((call) => Buffer.byteLength(call.text))
const sent = () => gateway.chat.calls.map((call) => call.body.UpdateItem.length)

describe('a list too long for one call', () => {
  test('of 10,000 friends is ten calls of 1,000, one after another, none overlapping', async () => {
    const friends = numbered(10_000)
    const { update, chat } = await start()
    chat.play(lingering(allOk))
    const answer = await update(updateOf('id', friends))
    expect([answer.status, answer.json.counts]).toEqual([200, { ok: 10_000, failed: 0, unknown: 0 }])
    expect(sent()).toEqual(Array(10).fill(1000))
    expect(chat.calls.flatMap(asked)).toEqual(friends)
    expect(chat.most()).toBe(1)
    expect(answer.json.results?.map((item) => item.userId)).toEqual(friends)
  })

  test('of 1,001 friends is two calls, of 1,000 one', async () => {
    const { update } = await start()
    await update(updateOf('id', numbered(1001)))
    await update(updateOf('id', numbered(1000)))
    expect(sent()).toEqual([1000, 1, 1000])
  })

  test.each([
    ['plain text', 'x'],
    ['text that JSON writes with escapes', '"'],
    ['letters of several bytes', '好'],
  ])('in bytes (%s) ends each call before 900 kB, and not much before', async (_, letter) => {
    const value = letter.repeat(Math.floor(500 / Buffer.byteLength(letter)))
    const custom = { A: value, B: value, C: letter === '"' ? 'short' : value }
    const friends = numbered(800).map((userId) => ({ userId, custom }))
    const { update, chat } = await start()
    const answer = await update({ userId: 'id', friends })
    expect([answer.status, chat.calls.flatMap(asked)]).toEqual([200, friends.map((friend) => friend.userId)])
    expect(sizes().length).toBe(2)
    expect(Math.max(...sizes())).toBeLessThanOrEqual(900_000)
    expect(sizes()[0]).toBeGreaterThan(890_000)
  })
})

describe('one call of several that goes wrong', () => {
  test('spoils only its own items when its effect is unknown', async () => {
    const { update, chat } = await start({ UPSTREAM_ATTEMPTS: '1' })
    chat.play(inTurn(allOk, cutAtOnce(), allOk))
    const answer = await update(updateOf('id', numbered(3000)))
    expect([answer.status, answer.json.outcome]).toEqual([207, 'partial'])
    expect(answer.json.results?.slice(1000, 2000).every((item) => item.status === 'unknown')).toBe(true)
    expect(answer.json.counts).toEqual({ ok: 2000, failed: 0, unknown: 1000 })
    expect(answer.json.retry?.friends.map((friend) => friend.userId)).toEqual(numbered(3000).slice(1000, 2000))
  })

  test('gives every item of a refused call the refusal, in its own place', async () => {
    const { update, chat } = await start()
    chat.play(inTurn(allOk, refused(30001, 'Err_SNS_FriendUpdate_Whatever')))
    const answer = await update(updateOf('id', numbered(1500)))
    expect(answer.json.counts).toEqual({ ok: 1000, failed: 500, unknown: 0 })
    expect(answer.json.results?.[1000]).toMatchObject({ userId: 'f1000', error: { code: 'INVALID_REQUEST' } })
  })

  test('repeats that call alone, with only the items worth it', async () => {
    const { update, chat } = await start()
    chat.play(inTurn(allOk, codes({ f1000: 30006, f1999: 30003 }), allOk))
    const answer = await update(updateOf('id', numbered(2000)))
    expect(chat.calls.slice(2).map(asked)).toEqual([['f1000']])
    expect(answer.json.counts).toEqual({ ok: 1999, failed: 1, unknown: 0 })
  })
})
