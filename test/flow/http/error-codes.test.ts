import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { updateOf } from '../../support/gateway/answer.ts'
import { allOk, codes, refused } from '../../support/gateway/chat-replies.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1' } })
})
afterAll(() => gateway.close())

const notFriend = 'Err_SNS_FriendUpdate_Friend_Not_Exist'
type Row = readonly [code: number, info: string, internal: string, status: number, retryable: boolean]

/** The design's table, part 3, as a caller meets it. */
const table: readonly Row[] = [
  [30001, 'Err_SNS_FriendUpdate_Something', 'INVALID_REQUEST', 400, false],
  [30001, notFriend, 'NOT_A_FRIEND', 409, false],
  [30001, 'Err_SNS_GroupAdd_Friend_Not_Exist', 'NOT_A_FRIEND', 409, false],
  [30001, 'Err_SNS_Friend_Not_Exist_Parameter', 'INVALID_REQUEST', 400, false],
  [30001, '', 'INVALID_REQUEST', 400, false],
  [30002, 'Err', 'APP_MISMATCH', 502, false],
  [30003, 'Err', 'ACCOUNT_NOT_FOUND', 404, false],
  [30003, notFriend, 'ACCOUNT_NOT_FOUND', 404, false],
  [30004, 'Err', 'ADMIN_REQUIRED', 502, false],
  [30006, 'Err', 'UPSTREAM_INTERNAL', 502, true],
  [30007, 'Err', 'UPSTREAM_TIMEOUT', 504, true],
  [30008, 'Err', 'WRITE_CONFLICT', 409, true],
  [30011, 'Err', 'FRIEND_LIST_LIMIT', 409, false],
  [30539, 'Err', 'AWAITING_CONSENT', 409, false],
  [60007, 'Err', 'RATE_LIMITED', 429, true],
  [60011, 'Err', 'RATE_LIMITED', 429, true],
  [60018, 'Err', 'RATE_LIMITED', 429, true],
  [60019, 'Err', 'RATE_LIMITED', 429, true],
  [60006, 'Err', 'REGION_MISMATCH', 502, false],
  [60026, 'Err', 'REGION_MISMATCH', 502, false],
  [70016, 'Err', 'REGION_MISMATCH', 502, false],
  [70020, 'Err', 'REGION_MISMATCH', 502, false],
  [1004, 'Err', 'ARCHIVE_NOT_READY', 404, true],
  [1005, 'Err', 'ARCHIVE_EXPIRED', 410, false],
  [10018, 'Err', 'ANSWER_TOO_LARGE', 422, false],
  [10056, 'Err', 'WRITE_CONFLICT', 409, true],
  [20004, 'Err', 'UPSTREAM_TIMEOUT', 504, true],
  [23001, 'Err', 'VERSION_CONFLICT', 409, false],
  [23003, 'Err', 'RATE_LIMITED', 429, true],
  [40007, 'Err', 'FIELD_FORBIDDEN', 502, false],
  [50005, 'Err', 'UPSTREAM_TIMEOUT', 504, true],
  [51009, 'Err', 'CONVERSATION_GROUP_NOT_FOUND', 404, false],
  [90024, 'Err', 'RATE_LIMITED', 429, true],
  [90992, 'Err', 'UPSTREAM_TIMEOUT', 504, true],
  [110003, 'Err', 'TOPIC_NOT_FOUND', 404, false],
  [120001, 'Err', 'REFUSED_BY_WEBHOOK', 409, false],
  [130003, 'Err', 'ACCOUNT_NOT_FOUND', 404, false],
  [39999, 'Err', 'UPSTREAM_REJECTED', 502, false],
  [-1, 'Err', 'UPSTREAM_REJECTED', 502, false],
  [2147483648, 'Err', 'UPSTREAM_REJECTED', 502, false],
]
const proveNothing = [20004, 50005, 90992, 30007, 60008, 60013, 60014, 70169, 70202]
const title = 'code %i %j is %s, HTTP %i, retryable %s'

describe('a call refused as a whole', () => {
  test.each(table)(title, async (code, info, internal, status, retryable) => {
    gateway.chat.play(() => refused(code, info))
    const answer = await gateway.update(updateOf('id', ['a', 'b']))
    expect(answer.status).toBe(status)
    expect(answer.json).toMatchObject({ code: internal, status, retryable, upstream: { code } })
    const state = proveNothing.includes(code) ? 'unknown' : 'failed'
    expect(answer.json.results).toMatchObject([
      { userId: 'a', status: state, error: { code: internal, retryable, upstream: { code } } },
      { userId: 'b', status: state, error: { code: internal, retryable, upstream: { code } } },
    ])
    expect(answer.json.retry?.friends.length).toBe(retryable ? 2 : undefined)
  })
})

describe('an item refused on its own', () => {
  test.each(table)(title, async (code, info, internal, status, retryable) => {
    gateway.chat.play(codes({ a: [code, info] }))
    const alone = await gateway.update(updateOf('id', ['a']))
    expect(alone.status).toBe(status)
    expect(alone.json).toMatchObject({ code: internal, status, retryable, upstream: { code } })
    const beside = await gateway.update(updateOf('id', ['a', 'b']))
    expect(beside.status).toBe(207)
    const state = proveNothing.includes(code) ? 'unknown' : 'failed'
    expect(beside.json.results).toMatchObject([
      { userId: 'a', status: state, error: { code: internal, retryable, upstream: { code, info } } },
      { userId: 'b', status: 'ok' },
    ])
  })
})

describe('a code that proves nothing', () => {
  test.each(proveNothing)('%i leaves the effect unknown, worth repeating', async (code) => {
    for (const script of [codes({ a: code }), () => refused(code)]) {
      gateway.chat.play(script)
      const answer = await gateway.update(updateOf('id', ['a']))
      expect(answer.json.results?.[0]).toMatchObject({ userId: 'a', status: 'unknown', error: { retryable: true } })
      expect(answer.json.results?.[0]?.error?.upstream?.code).toBe(code)
      expect(answer.json.retry?.friends).toHaveLength(1)
    }
  })
})

describe('an answer worth waiting for', () => {
  test('says when: 429 carries Retry-After', async () => {
    gateway.chat.play(() => refused(60007))
    const answer = await gateway.update(updateOf('id', ['a']))
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, expect.stringMatching(/^[1-9]\d*$/)])
  })
  test('while a 200 and a 207 say nothing of it', async () => {
    gateway.chat.play(allOk)
    expect((await gateway.update(updateOf('id', ['a']))).headers['retry-after']).toBeUndefined()
    gateway.chat.play(codes({ a: 30003 }))
    expect((await gateway.update(updateOf('id', ['a', 'b']))).headers['retry-after']).toBeUndefined()
  })
})
