import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { updateOf, verdicts } from '../../support/gateway/answer.ts'
import {
  allOk,
  asked,
  codes,
  cutAtOnce,
  cutMidBody,
  entry,
  inTurn,
  lingering,
  listing,
  page,
  refused,
  silence,
} from '../../support/gateway/chat-replies.ts'
import type { Reply, Script } from '../../support/gateway/chat-server.ts'
import { restoreClock } from '../../support/gateway/moved-clock.ts'
import { outlasting, watchTimers } from '../../support/gateway/passing-time.ts'
import { closedPort, type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
watchTimers()
beforeAll(async () => {
  const endpoint = await closedPort()
  gateway = await startGateway({
    env: { UPSTREAM_CALLS_PER_SECOND: '10000' },
    secrets: (secret) => ({
      'chat-gateway/nobody': { ...secret, endpoint },
    }),
  })
})
afterAll(() => {
  gateway.close()
  restoreClock()
})

let account = 0
/** Each request has an account of its own and is followed by none that waits for it. */
const ask = async (friends: readonly string[], ...scripts: (Script | Reply)[]) => {
  gateway.chat.play(inTurn(...scripts))
  const answer = await gateway.update(updateOf(`id${account++}`, friends))
  return { ...answer, calls: gateway.chat.calls.map(asked) }
}

describe('what is not worth repeating is sent once', () => {
  test.each([30001, 30002, 30003, 30004, 30011, 30539, 60002, 60006, 60010, 60021, 60026, 70016, 70020, 70402, 39999])(
    '%i',
    async (code) => {
      expect((await ask(['a'], refused(code))).calls).toHaveLength(1)
      expect((await ask(['a'], codes({ a: code }))).calls).toHaveLength(1)
    },
  )
})

describe('what goes away by itself is repeated', () => {
  test.each([30006, 30007, 30008, 60007, 60008, 60011, 60014, 60018, 60019, 70169, 70202, 70500])(
    '%i',
    async (code) => {
      const whole = await ask(['a'], refused(code), allOk)
      expect([whole.status, whole.calls.length]).toEqual([200, 2])
      const item = await ask(['a', 'b'], codes({ a: code }), allOk)
      expect([item.status, item.calls]).toEqual([200, [['a', 'b'], ['a']]])
    },
  )

  test.each([
    ['HTTP 502', page(502, '')],
    ['HTML', page(200, '<html>')],
    ['a cut socket', cutAtOnce()],
    ['a cut body', cutMidBody(listing([entry('a')]))],
    ['an item left out', listing([])],
    ['an item that stands twice', listing([entry('a'), entry('a')])],
  ])('%s', async (_, reply) => {
    const { status, calls } = await ask(['a'], reply, allOk)
    expect([status, calls]).toEqual([200, [['a'], ['a']]])
  })
})

describe('a repeat', () => {
  test('is never the fifth attempt', async () => {
    const { status, json, calls } = await ask(['a'], refused(30006))
    expect([status, json.code, calls.length]).toEqual([502, 'UPSTREAM_INTERNAL', 4])
  })

  test('carries only the items still worth it, with the changes they had', async () => {
    const { json, calls } = await ask(
      ['a', 'b', 'c', 'd'],
      codes({ b: 30003, c: 30006, d: 30008 }),
      codes({ c: 30011 }),
    )
    expect(calls).toEqual([
      ['a', 'b', 'c', 'd'],
      ['c', 'd'],
    ])
    expect(gateway.chat.calls[1]?.body.UpdateItem).toEqual(gateway.chat.calls[0]?.body.UpdateItem.slice(2))
    expect(verdicts(json)).toEqual(['a ok', 'b failed ACCOUNT_NOT_FOUND', 'c failed FRIEND_LIST_LIMIT', 'd ok'])
  })

  test('listens to no entry about an item it did not carry', async () => {
    const late = listing([entry('a', 30003), entry('b')])
    const { status, json } = await ask(['a', 'b'], codes({ b: 30006 }), late)
    expect([status, verdicts(json)]).toEqual([200, ['a ok', 'b ok']])
  })

  test('waits for the one before it: an account is never written twice at once', async () => {
    const conflict = codes({ a: 30008, b: 30006 })
    await ask(['a', 'b'], lingering(inTurn(conflict, conflict, conflict, allOk)))
    expect([gateway.chat.calls.length, gateway.chat.most()]).toEqual([4, 1])
  })
})

describe('an effect that was unknown', () => {
  const lost = [page(502, ''), cutAtOnce(), codes({ a: 30007 }), refused(60008)] as const

  test.each(lost)('then ok is ok (%#)', async (first) => {
    expect((await ask(['a'], first, allOk)).status).toBe(200)
  })

  test.each(lost)('then refused for now stays unknown, and carries the later code (%#)', async (first) => {
    const { status, json } = await ask(['a'], first, codes({ a: 30006 }))
    expect([status, verdicts(json)]).toEqual([502, ['a unknown UPSTREAM_INTERNAL']])
    expect(json.results?.[0]?.error).toMatchObject({ retryable: true, upstream: { code: 30006 } })
  })

  test.each(lost)('then refused for good is failed (%#)', async (first) => {
    const { status, json } = await ask(['a'], first, codes({ a: 30003 }))
    expect([status, verdicts(json)]).toEqual([404, ['a failed ACCOUNT_NOT_FOUND']])
  })

  test('stays unknown when the deadline ends the repeats', async () => {
    gateway.chat.play(inTurn(page(502, ''), outlasting(silence(), 27_500)))
    const { json } = await gateway.update(updateOf('deadline', ['a']))
    expect(json.results?.map((item) => item.status)).toEqual(['unknown'])
  })
})

describe('a host where nobody listens', () => {
  test('is a failure that says nothing was done: 503 with Retry-After, ready to repeat', async () => {
    const answer = await gateway.update({ app: 'nobody', ...updateOf('id', ['a', 'b']) })
    expect([answer.status, answer.json.code]).toEqual([503, 'UPSTREAM_UNREACHABLE'])
    expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/)
    expect(verdicts(answer.json)).toEqual(['a failed UPSTREAM_UNREACHABLE', 'b failed UPSTREAM_UNREACHABLE'])
    expect(answer.json.retry).toEqual({ app: 'nobody', ...updateOf('id', ['a', 'b']) })
  })
})
