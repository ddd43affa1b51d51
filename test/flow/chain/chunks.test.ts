import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { numbered } from '../../support/gateway/answer.ts'
import {
  accounts,
  accountsOf,
  ask,
  bodies,
  coded,
  done,
  entryOf,
  idIn,
  listed,
  play,
} from '../../support/gateway/chain.ts'
import { cutAtOnce, inTurn, lingering } from '../../support/gateway/chat-replies.ts'
import { bodyFor, itemised, named, operation } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1', UPSTREAM_CALLS_PER_SECOND: '100000' } })
})
afterAll(() => gateway.close())

// Where all items of a body fit into one call, there is nothing to split.
describe.each(named(itemised.filter(({ items }) => items.most > items.limit)))('%s', (name, row) => {
  const { limit, carriedBy } = row.items
  const pending = name === 'friends.add' ? { pending: 0 } : {}

  test('of two and a half calls’ items is three, one after another, answered as one in input order', async () => {
    const ids = numbered(limit * 2.5)
    const backwards = lingering((call) =>
      listed(
        call,
        accountsOf(call)
          .map((id) => entryOf(call, id))
          .toReversed(),
      ),
    )
    const { status, json, calls } = await play(gateway, name, bodyFor(row, ids), backwards)
    expect([status, json.counts]).toEqual([200, { ok: ids.length, failed: 0, unknown: 0, ...pending }])
    expect(calls.map((sent) => sent.length)).toEqual([limit, limit, limit / 2])
    expect([calls.flat(), gateway.chat.most()]).toEqual([ids, 1])
    expect(json.results?.map(idIn)).toEqual(ids)
    const frames = bodies(gateway).map((body) => Object.entries(body).filter(([, value]) => value !== carriedBy(body)))
    expect(frames).toEqual(Array(3).fill(frames[0]))
    if ('userId' in row.body) expect(frames[0]).toContainEqual(['From_Account', 'id'])
  })

  test('of just as many as one call takes is one, of one more two', async () => {
    await play(gateway, name, bodyFor(row, numbered(limit)), done)
    expect(accounts(gateway).map((sent) => sent.length)).toEqual([limit])
    await play(gateway, name, bodyFor(row, numbered(limit + 1)), done)
    expect(accounts(gateway).map((sent) => sent.length)).toEqual([limit, 1])
  })

  test('spoils by a lost call that call’s items alone, and repeats just those', async () => {
    const ids = numbered(limit * 3)
    const { status, json } = await play(gateway, name, bodyFor(row, ids), done, cutAtOnce(), done)
    const middle = ids.slice(limit, limit * 2)
    const lost = row.effect === 'read' ? 'failed' : 'unknown'
    expect([status, json.outcome]).toEqual([207, 'partial'])
    expect(json.results?.flatMap((result) => (result.status === lost ? [idIn(result)] : []))).toEqual(middle)
    expect(json.retry).toEqual({ ...bodyFor(row, middle), ...row.asRepeat })
  })

  test('never sent for want of time is failed and retryable', async () => {
    gateway.chat.play(done)
    const { status, json } = await ask(gateway, name, bodyFor(row, ['a', 'b']), { ms: 560 })
    expect([status, json.code, json.results?.map((result) => result.status)]).toEqual([
      504,
      'DEADLINE_EXCEEDED',
      ['failed', 'failed'],
    ])
    expect([json.retryable, gateway.chat.calls.length]).toEqual([true, 0])
  })
})

describe('what is no list of items is never split', () => {
  test('every call of friend-lists.add names all 32 lists', async () => {
    const lists = numbered(32, 'list number ')
    const body = { userId: 'id', lists, friendIds: numbered(2500) }
    const { status, json } = await play(gateway, 'friend-lists.add', body, done)
    expect([status, json.counts]).toEqual([200, { ok: 2500, failed: 0, unknown: 0 }])
    expect(bodies(gateway).map((sent) => sent.GroupName)).toEqual([lists, lists, lists])
    expect(accounts(gateway).map((sent) => sent.length)).toEqual([1000, 1000, 500])
  })

  test.each(['friend-lists.add', 'friend-lists.delete', 'friend-lists.get'])(
    '%s of 32 lists is one call',
    async (name) => {
      const lists = numbered(32)
      await play(gateway, name, { userId: 'id', lists }, done)
      expect(bodies(gateway).map((sent) => sent.GroupName)).toEqual([lists])
    },
  )
})

describe('10,000 items', () => {
  test('are ten calls, and failures stand in their places', async () => {
    const ids = numbered(10_000)
    const script = coded({ f0: 30003, f999: 30003, f1000: [30001, 'Err_Not_Friend'], f9999: 30003 })
    const { status, json, calls } = await play(
      gateway,
      'friends.delete',
      { userId: 'id', friendIds: ids, mutual: true },
      script,
    )
    expect([status, calls.length, json.counts]).toEqual([207, 10, { ok: 9996, failed: 4, unknown: 0 }])
    expect(json.results?.flatMap((result, index) => (result.status === 'failed' ? [index] : []))).toEqual([
      0, 999, 1000, 9999,
    ])
  })

  test('imported with long texts end each call before 900 kB', async () => {
    const custom = { A: 'x'.repeat(500), B: '好'.repeat(166) }
    const friends = numbered(1000).map((userId) => ({ userId, source: 'Web', custom, wording: 'w'.repeat(256) }))
    const { status, calls } = await play(gateway, 'friends.import', { userId: 'id', friends }, done)
    expect([status, calls.flat()]).toEqual([200, numbered(1000)])
    expect(calls.length).toBeGreaterThan(1)
    for (const call of gateway.chat.calls) expect(Buffer.byteLength(call.text)).toBeLessThanOrEqual(900_000)
  })

  test('read with long values are an answer that Lambda can carry, with every verdict in it', async () => {
    const row = operation('friends.get')
    const SnsProfileItem = ['A', 'B'].map((field) => ({ Tag: `Tag_SNS_Custom_${field}`, Value: 'x'.repeat(500) }))
    const body = { ...bodyFor(row, numbered(10_000)), fields: ['custom.A', 'custom.B'] }
    const { text, json } = await play(gateway, 'friends.get', body, (call) =>
      listed(
        call,
        accountsOf(call).map((id) => ({ ...entryOf(call, id), SnsProfileItem })),
      ),
    )
    expect(json.results?.map(idIn)).toEqual(numbered(10_000))
    expect(Buffer.byteLength(JSON.stringify(text))).toBeLessThan(6 * 2 ** 20)
  })
})

test('one lost call of several leaves every other item its verdict, in either order', async () => {
  const row = operation('friends.get')
  gateway.chat.play(inTurn(cutAtOnce(), done, cutAtOnce()))
  const { json } = await ask(gateway, 'friends.get', bodyFor(row, numbered(300)))
  expect(json.results?.map((result) => result.status).slice(98, 102)).toEqual(['failed', 'failed', 'ok', 'ok'])
  expect(json.counts).toEqual({ ok: 100, failed: 200, unknown: 0 })
})
