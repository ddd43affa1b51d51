import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, bodies, done, play, reply } from '../../support/gateway/chain.ts'
import { cutAtOnce, cutMidBody, page, refused, silence } from '../../support/gateway/chat-replies.ts'
import type { Reply } from '../../support/gateway/chat-server.ts'
import { restoreClock } from '../../support/gateway/moved-clock.ts'
import { outlasting, watchTimers } from '../../support/gateway/passing-time.ts'
import { kinds, named, operation, type Row } from '../../support/gateway/rows.ts'
import { closedPort, type Gateway, startGateway } from '../../support/gateway/start.ts'

const ATTEMPT_MS = 5000
let gateway: Gateway
watchTimers()
beforeAll(async () => {
  const endpoint = await closedPort()
  gateway = await startGateway({
    env: { UPSTREAM_CALLS_PER_SECOND: '10000', UPSTREAM_TIMEOUT_MS: `${ATTEMPT_MS}`, UPSTREAM_ATTEMPTS: '3' },
    secrets: (secret) => ({ 'chat-gateway/nobody': { ...secret, endpoint } }),
  })
})
afterAll(() => {
  gateway.close()
  restoreClock()
})

const bare = ['counts', 'results', 'friends', 'lists', 'blocked']
const all = operation('friends.delete-all')
const lists = { ...operation('friend-lists.add'), body: { userId: 'id', lists: ['l'] } }
const lost: readonly (readonly [string, () => Reply])[] = [
  ['a cut socket', cutAtOnce],
  ['a cut body', () => cutMidBody(reply())],
  ['silence', () => outlasting(silence(), ATTEMPT_MS)],
  ['HTTP 502', () => page(502, '')],
  ['HTML', () => page(200, '<html>')],
  ['FAIL with code 0', () => refused(0)],
  ...[30007, 60008, 60013, 60014, 70169, 70202].map((code) => [String(code), () => refused(code)] as const),
]

describe('friends.delete-all, whose repeat would take friends added meanwhile', () => {
  test.each(lost)('is not sent again by us after %s', async (_, first) => {
    const { status, json } = await play(gateway, all.name, all.body, first(), done)
    expect(bodies(gateway)).toHaveLength(1)
    expect([status >= 500, json.outcome, json.retryable]).toEqual([true, 'unknown', false])
    for (const member of [...bare, 'retry']) expect(json).not.toHaveProperty(member)
  })

  test.each([30006, 30008, 60007, 60011, 70500])(
    'is sent again after %i, which proves nothing was done',
    async (code) => {
      const { status, json } = await play(gateway, all.name, all.body, refused(code), done)
      const [sent] = bodies(gateway)
      expect([status, json.outcome, bodies(gateway)]).toEqual([200, 'ok', [sent, sent]])
    },
  )

  test('is sent again until its effect is unknown, and then no more', async () => {
    const { json } = await play(gateway, all.name, all.body, refused(30006), cutAtOnce(), done)
    expect([bodies(gateway).length, json.outcome]).toEqual([2, 'unknown'])
  })

  test('that failed for good reason is worth the caller’s repeat, which says that it is one', async () => {
    const { status, json } = await play(gateway, all.name, all.body, refused(30006))
    expect([status, json.code, json.outcome, json.retryable]).toEqual([502, 'UPSTREAM_INTERNAL', 'failed', true])
    expect([json.retry, bodies(gateway).length]).toEqual([{ ...all.body, repeated: true }, 3])
    gateway.chat.play(done)
    expect((await ask(gateway, all.name, json.retry)).status).toBe(200)
  })

  test('is taken as a repeat when its caller decides so', async () => {
    const { status, json } = await play(gateway, all.name, { ...all.body, repeated: true }, done)
    expect([status, json.outcome, bodies(gateway)]).toEqual([200, 'ok', [{ ...all.sample.sent, From_Account: 'id' }]])
  })
})

describe.each<readonly [string, Row]>([
  ...named([operation('friend-lists.delete')]),
  ['friend-lists.add without friends', lists],
])('%s', (_, row) => {
  test.each(lost)('is sent again after %s', async (__, first) => {
    const { status, json } = await play(gateway, row.name, row.body, first(), done)
    expect([status, json.outcome, bodies(gateway).length]).toEqual([200, 'ok', 2])
  })

  test('of unknown effect repeats whole, with the word', async () => {
    const { status, json } = await play(gateway, row.name, row.body, cutAtOnce())
    expect([status, json.outcome, json.retryable, bodies(gateway).length]).toEqual([503, 'unknown', true, 3])
    expect(json.retry).toEqual({ ...row.body, repeated: true })
    for (const member of bare) expect(json).not.toHaveProperty(member)
    gateway.chat.play(done)
    expect((await ask(gateway, row.name, json.retry)).status).toBe(200)
  })

  test('stays unknown on a last answer that may be retried, and carries its code', async () => {
    for (const [code, ours] of [
      [30540, 'RATE_LIMITED'],
      [30006, 'UPSTREAM_INTERNAL'],
    ] as const) {
      const { json } = await play(gateway, row.name, row.body, cutAtOnce(), refused(code))
      expect([json.outcome, json.code, json.upstream?.code, json.retryable]).toEqual(['unknown', ours, code, true])
    }
  })

  test('is failed by a final refusal, whatever was before', async () => {
    const { status, json } = await play(gateway, row.name, row.body, cutAtOnce(), refused(30003))
    expect([status, json.outcome, json.retry]).toEqual([404, 'failed', undefined])
  })
})

describe.each<readonly [string, Row]>([
  ...named(kinds.filter((row) => !row.items)),
  ['friend-lists.add without friends', lists],
])('%s', (_, row) => {
  test('that nobody could be reached for has failed, and may be repeated', async () => {
    const { status, json, headers } = await ask(gateway, row.name, { ...row.body, app: 'nobody' })
    expect([status, json.code, json.outcome, json.retryable]).toEqual([503, 'UPSTREAM_UNREACHABLE', 'failed', true])
    expect(json.retry).toMatchObject({ ...row.body, app: 'nobody' })
    expect(headers['retry-after']).toMatch(/^[1-9]\d*$/)
    for (const member of bare) expect(json).not.toHaveProperty(member)
  })

  test('for an app that is not there is a 404 that says so', async () => {
    const { status, json } = await ask(gateway, row.name, { ...row.body, app: 'gone' })
    expect([status, json.code, json.outcome, json.retry]).toEqual([404, 'UNKNOWN_APP', 'failed', undefined])
  })

  test('with no time left is failed, not unknown', async () => {
    gateway.chat.play(done)
    const { status, json } = await ask(gateway, row.name, row.body, { ms: 560 })
    expect([status, json.code, json.outcome, json.retryable]).toEqual([504, 'DEADLINE_EXCEEDED', 'failed', true])
    expect(gateway.chat.calls).toHaveLength(0)
  })
})
