import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { updateOf, verdicts } from '../../support/gateway/answer.ts'
import { allOk, entry, listing, page } from '../../support/gateway/chat-replies.ts'
import type { Reply } from '../../support/gateway/chat-server.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1' } })
})
beforeEach(() => {
  gateway.chat.play(allOk)
  gateway.output.clear()
})
afterAll(() => gateway.close())

const ask = async (reply: Reply, friends: readonly string[] = ['a', 'b', 'c']) => {
  gateway.chat.play(() => reply)
  return gateway.update(updateOf('id', friends))
}
const good = (...ids: string[]) => ids.map((id) => entry(id))
const UNPROVED = 'b unknown UPSTREAM_MALFORMED'

describe('an item is never ok without its own ResultCode 0, once', () => {
  const lies: readonly (readonly [string, readonly unknown[]])[] = [
    ['its entry is missing', []],
    ['its entry stands twice', [entry('b'), entry('b')]],
    ['its entry stands twice, once failed', [entry('b', 30003), entry('b')]],
    ['its entry stands twice, once unreadable', [entry('b', 'x'), entry('b')]],
    ['its code is the text "0"', [entry('b', '0')]],
    ['its code is null', [entry('b', null)]],
    ['its code is 0.5', [entry('b', 0.5)]],
    ['its code is false', [entry('b', false)]],
    ['its code is [0]', [entry('b', [0])]],
    ['its code is {}', [entry('b', {})]],
    ['its code is the text "30003"', [entry('b', '30003')]],
    ['its code is left out', [{ To_Account: 'b', ResultInfo: 'OK' }]],
    ['its code is spelt another way', [{ To_Account: 'b', resultCode: 0, Resultcode: 0 }]],
    ['its name is in a list', [{ To_Account: ['b'], ResultCode: 0 }]],
    ['its name has a space', [entry('b ')]],
    ['its name is in capitals', [entry('B')]],
    ['its entry is an array', [['b', 0]]],
    ['its entry is a text', ['b']],
    ['its entry is null', [null]],
  ]
  test.each(lies)('%s', async (_, entries) => {
    const answer = await ask(listing([...good('a'), ...entries, ...good('c')]))
    expect([answer.status, answer.json.outcome]).toEqual([207, 'partial'])
    expect(verdicts(answer.json)).toEqual(['a ok', UNPROVED, 'c ok'])
    expect(answer.json.counts).toEqual({ ok: 2, failed: 0, unknown: 1 })
    expect(answer.json.results?.[1]?.error?.retryable).toBe(true)
    expect(answer.json.retry?.friends.map((friend) => friend.userId)).toEqual(['b'])
  })

  test('its code comes through the entry’s prototype', async () => {
    const sly = '{"ResultItem":[{"To_Account":"b","__proto__":{"ResultCode":0}}],"ActionStatus":"OK","ErrorCode":0}'
    expect(verdicts((await ask(page(200, sly, 'application/json'), ['b'])).json)).toEqual([UNPROVED])
  })

  test('its name is a number', async () => {
    expect(verdicts((await ask(listing([entry(7)]), ['7'])).json)).toEqual(['7 unknown UPSTREAM_MALFORMED'])
  })
})

describe('a list of results that is none proves nothing', () => {
  test.each([
    ['null', null],
    ['an object', { 0: entry('a'), length: 1 }],
    ['a text', 'a'],
    ['an empty list', []],
    ['left out', undefined],
  ])('%s', async (_, results) => {
    const answer = await ask({ ...listing([]), ResultItem: results }, ['a'])
    expect(answer.status).toBe(502)
    expect(verdicts(answer.json)).toEqual(['a unknown UPSTREAM_MALFORMED'])
  })
})

describe('a foreign entry', () => {
  test('is ignored, and spoils no other', async () => {
    const answer = await ask(listing([entry('x'), ...good('a', 'b'), entry('y', 30003), ...good('c')]))
    expect([answer.status, verdicts(answer.json)]).toEqual([200, ['a ok', 'b ok', 'c ok']])
  })
  test('is logged', async () => {
    await ask(listing(good('a', 'b', 'c')))
    expect(gateway.output.warnings()).toEqual([])
    await ask(listing(good('a', 'b', 'c', 'x')))
    expect(gateway.output.warnings().length).toBeGreaterThan(0)
  })
  test('that stands twice spoils no other either', async () => {
    expect((await ask(listing(good('a', 'x', 'x', 'b', 'c')))).status).toBe(200)
  })
})

describe('friends named like what every object has', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'length', '0']
  test('are unknown when Chat leaves them out', async () => {
    const answer = await ask(listing([]), names)
    expect(verdicts(answer.json)).toEqual(names.map((name) => `${name} unknown UPSTREAM_MALFORMED`))
  })
  test('are foreign when nobody asked for them', async () => {
    expect((await ask(listing(good('a', ...names)), ['a'])).json.counts).toEqual({ ok: 1, failed: 0, unknown: 0 })
  })
  test('get their own verdicts', async () => {
    const answer = await ask(listing(names.map((name, i) => entry(name, i % 2 ? 30003 : 0))), names)
    const expected = names.map((name, i) => (i % 2 ? `${name} failed ACCOUNT_NOT_FOUND` : `${name} ok`))
    expect(verdicts(answer.json)).toEqual(expected)
  })
  test('are all ok when Chat says so', async () => {
    expect((await ask(listing(good(...names)), names)).status).toBe(200)
  })
})

describe('what has no part in the verdict', () => {
  test('is the order of the entries', async () => {
    const answer = await ask(listing([entry('c', 30003), entry('b'), entry('a', 30011)]))
    expect(verdicts(answer.json)).toEqual(['a failed FRIEND_LIST_LIMIT', 'b ok', 'c failed ACCOUNT_NOT_FOUND'])
  })
  test('is Fail_Account', async () => {
    const answer = await ask({ ...listing([entry('a'), entry('b', 30003)]), Fail_Account: ['a'] }, ['a', 'b'])
    expect(verdicts(answer.json)).toEqual(['a ok', 'b failed ACCOUNT_NOT_FOUND'])
  })
  test.each([['OK'], ['Err_SNS_FriendUpdate_Unknown'], [''], [7], [null], [{ a: 1 }], [undefined]])(
    'is a ResultInfo of %j',
    async (info) => {
      const entries = [{ To_Account: 'a', ResultCode: 0, ResultInfo: info }]
      expect((await ask(listing(entries), ['a'])).status).toBe(200)
    },
  )
  test.each([['0'], ['x'], [0], [null], [undefined]])('is an ErrorInfo of %j', async (info) => {
    expect((await ask({ ...listing(good('a')), ErrorInfo: info }, ['a'])).status).toBe(200)
  })
  test('is a member nobody documented', async () => {
    expect((await ask({ ...listing(good('a')), Extra: { deep: [1] }, ErrorDisplay: undefined }, ['a'])).status).toBe(
      200,
    )
  })
  test('is the reply’s content type', async () => {
    expect((await ask(page(200, JSON.stringify(listing(good('a'))), 'text/plain'), ['a'])).status).toBe(200)
  })
})
