import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { updateOf, verdicts } from '../../support/gateway/answer.ts'
import {
  allOk,
  cutAtOnce,
  cutJson,
  cutMidBody,
  elsewhere,
  endlessBytes,
  endlessDrip,
  entry,
  listing,
  page,
  refused,
  sentTwice,
  silence,
  turns,
} from '../../support/gateway/chat-replies.ts'
import { type Reply, startChat } from '../../support/gateway/chat-server.ts'
import { restoreClock } from '../../support/gateway/moved-clock.ts'
import { outlasting, watchTimers } from '../../support/gateway/passing-time.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

const ATTEMPT_MS = 9000
let gateway: Gateway
watchTimers()
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1', UPSTREAM_TIMEOUT_MS: `${ATTEMPT_MS}` } })
})
beforeEach(() => gateway.chat.play(allOk))
afterAll(() => {
  gateway.close()
  restoreClock()
})

const perfect = listing([entry('a')])
const perfectText = JSON.stringify(perfect)
const ask = async (reply: Reply) => {
  gateway.chat.play(() => reply)
  return gateway.update(updateOf('id', ['a']))
}
async function expectUnproved(reply: Reply, code = 'UPSTREAM_MALFORMED', status = 502) {
  const answer = await ask(reply)
  expect([answer.status, answer.json.code, verdicts(answer.json)]).toEqual([status, code, [`a unknown ${code}`]])
  expect(answer.json.counts).toEqual({ ok: 0, failed: 0, unknown: 1 })
  expect([answer.json.retryable, answer.json.retry?.friends.length]).toEqual([true, 1])
}

describe('an envelope that contradicts itself proves nothing', () => {
  test.each([
    ['FAIL with code 0', { ...perfect, ActionStatus: 'FAIL' }],
    ['FAIL with code 0 and no items', refused(0)],
    ['ErrorCode "0"', { ...perfect, ErrorCode: '0' }],
    ['ErrorCode null', { ...perfect, ErrorCode: null }],
    ['ErrorCode 0.5', { ...perfect, ErrorCode: 0.5 }],
    ['ErrorCode false', { ...perfect, ErrorCode: false }],
    ['ErrorCode left out', { ...perfect, ErrorCode: undefined }],
    ['ErrorCode "30003"', refused('30003')],
    ['ActionStatus "ok"', { ...perfect, ActionStatus: 'ok' }],
    ['ActionStatus true', { ...perfect, ActionStatus: true }],
    ['nothing in it', {}],
    ['an array', [perfect]],
  ])('%s', (_, reply) => expectUnproved(reply))

  test('OK with an ErrorCode is not ok', async () => {
    const answer = await ask({ ...perfect, ErrorCode: 30003 })
    expect(answer.json.counts?.ok).toBe(0)
    expect(answer.status).toBeGreaterThanOrEqual(400)
  })
})

describe('ErrorCode and the item’s own code are the proof', () => {
  test.each([undefined, null, ''])('where ActionStatus is %j', async (ActionStatus) => {
    const answer = await ask({ ...perfect, ActionStatus })
    expect([answer.status, verdicts(answer.json), gateway.chat.calls.length]).toEqual([200, ['a ok'], 1])
  })

  test('so an item without its own is not done', () =>
    expectUnproved({ ErrorCode: 0, ResultItem: [{ To_Account: 'a' }] }))
})

describe('a reply that cannot be read leaves the effect unknown', () => {
  test.each([
    ['HTML', () => page(200, '<html><body>Welcome</body></html>')],
    ['an empty body', () => page(200, '', 'application/json')],
    ['null', () => page(200, 'null', 'application/json')],
    ['a number', () => page(200, '0', 'application/json')],
    ['JSON with something after it', () => page(200, `${perfectText}${perfectText}`, 'application/json')],
    ['JSON with a comment', () => page(200, `${perfectText} // done`, 'application/json')],
    ['100,000 levels of nesting', () => page(200, '['.repeat(100_000), 'application/json')],
    ['cut JSON', () => cutJson(perfect)],
  ])('%s', (_, reply) => expectUnproved(reply()))

  test.each([
    ['the socket cut before a byte', cutAtOnce],
    ['the socket cut within the body', () => cutMidBody(perfect)],
  ])('%s', async (_, reply) => {
    const answer = await ask(reply())
    expect([answer.status >= 500, answer.json.results?.[0]?.status]).toEqual([true, 'unknown'])
    expect(answer.json.results?.[0]?.error?.retryable).toBe(true)
  })
})

describe('an HTTP status other than 200 proves nothing, whatever the body says', () => {
  test.each([201, 202, 204, 400, 401, 403, 404, 429, 500, 502, 503, 504])('%i', async (status) => {
    const answer = await ask(page(status, perfectText, 'application/json'))
    expect(answer.json.results?.map((item) => item.status)).toEqual(['unknown'])
    expect(answer.status).toBeGreaterThanOrEqual(500)
    expect(answer.json.retry?.friends).toHaveLength(1)
  })

  test('302 is not followed, for the UserSig would travel with it', async () => {
    const other = await startChat(allOk)
    try {
      const answer = await ask(elsewhere(`${other.url}/v4/sns/friend_update`))
      expect(answer.json.results?.map((item) => item.status)).toEqual(['unknown'])
      expect([gateway.chat.calls.length, other.calls.length]).toEqual([1, 0])
    } finally {
      other.close()
    }
  })
})

describe('a reply that never ends', () => {
  test('in size is given up long before it fills the memory', async () => {
    const { wire, poured } = endlessBytes()
    const before = process.memoryUsage().rss
    const answer = await ask(wire)
    expect(answer.json.results?.[0]?.status).toBe('unknown')
    expect(poured()).toBeLessThan(100 * 2 ** 20)
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20)
  })

  test.each([
    ['of 8 MiB is read to its end', 8 * 2 ** 20, 'ok'],
    ['of a byte more proves nothing', 8 * 2 ** 20 + 1, 'unknown'],
  ])('while one %s', async (_, bytes, status) => {
    const answer = await ask(page(200, perfectText.padEnd(bytes), 'application/json'))
    expect(answer.json.results?.map((item) => item.status)).toEqual([status])
  })

  test.each([
    ['in time', endlessDrip],
    ['because it never begins', silence],
  ])('%s is given up at the attempt’s timeout', async (_, reply) => {
    const answer = await ask(outlasting(reply(), ATTEMPT_MS))
    expect([answer.status, answer.json.results?.[0]?.status]).toEqual([504, 'unknown'])
  })

  test('does not poison the next call', async () => {
    await ask(outlasting(silence(), ATTEMPT_MS))
    await ask(cutMidBody(perfect))
    expect((await ask(perfect)).status).toBe(200)
  })
})

describe('a reply nobody asked for', () => {
  test('left on a kept socket is no proof for the call that comes next', async () => {
    const { wire, through } = sentTwice(perfect)
    expect((await ask(wire)).status).toBe(200)
    await through
    await turns(50)
    const next = await ask(refused(30003))
    expect([next.status, verdicts(next.json)]).toEqual([404, ['a failed ACCOUNT_NOT_FOUND']])
    expect(gateway.chat.calls).toHaveLength(1)
  })
})

describe('what Chat says about a failure', () => {
  const said = async (info: unknown, display?: unknown) => {
    const reply = { ...refused(30003), ErrorInfo: info, ErrorDisplay: display }
    return (await ask(reply)).json
  }
  test.each([
    ['two bytes a letter', 'é'.repeat(150), 'é'.repeat(100)],
    ['two bytes a letter, one off', `a${'é'.repeat(150)}`, `a${'é'.repeat(99)}`],
    ['four bytes a letter, three off', `abc${'😀'.repeat(60)}`, `abc${'😀'.repeat(49)}`],
    ['a byte a letter', 'x'.repeat(300), 'x'.repeat(200)],
    ['exactly 200 bytes', 'x'.repeat(200), 'x'.repeat(200)],
  ])('is cut at 200 bytes on a letter’s edge: %s', async (_, info, kept) => {
    const body = await said(info)
    expect(body.upstream).toEqual({ code: 30003, info: kept })
    expect(body.results?.[0]?.error?.upstream).toEqual({ code: 30003, info: kept })
  })
  test.each([[7], [null], [{ toString: 'x' }], [['a']]])('is left out or made text when it is %j', async (info) => {
    const body = await said(info)
    expect(body.upstream?.code).toBe(30003)
    expect(['undefined', 'string']).toContain(typeof body.upstream?.info)
  })
  test('is shown with its display text, where there is one', async () => {
    expect((await said('Err_X', 'Try later')).upstream).toEqual({ code: 30003, info: 'Err_X', display: 'Try later' })
    expect((await said('Err_X', '')).upstream).toEqual({ code: 30003, info: 'Err_X' })
  })
  test('is cut for an item as for a call', async () => {
    const answer = await ask(listing([entry('a', 30011, `a${'é'.repeat(150)}`)]))
    expect(answer.json.results?.[0]?.error?.upstream?.info).toBe(`a${'é'.repeat(99)}`)
  })
})
