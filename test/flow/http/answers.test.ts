import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type UpdateRequest, updateOf, verdicts } from '../../support/gateway/answer.ts'
import { allOk, codes, inTurn, page, refused } from '../../support/gateway/chat-replies.ts'
import type { Reply, Script } from '../../support/gateway/chat-server.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({
    env: { UPSTREAM_ATTEMPTS: '1' },
    secrets: (secret) => ({ 'chat-gateway/other': { ...secret, sdkAppId: 1400000001 } }),
  })
})
beforeEach(() => gateway.chat.play(allOk))
afterAll(() => gateway.close())

const ask = (friends: readonly string[], script: Script | Reply) => {
  gateway.chat.play(inTurn(script))
  return gateway.update(updateOf('id', friends))
}

describe('when no item is ok, the answer is a problem', () => {
  test('with every member RFC 9457 and the contract name, and the items beside them', async () => {
    const { status, headers, json } = await ask(['a'], refused(30003, 'Err_SNS_Account', 'Gone'))
    expect([status, headers['content-type']?.split(';')[0]]).toEqual([404, 'application/problem+json'])
    expect(json).toEqual({
      type: expect.stringContaining('ACCOUNT_NOT_FOUND'),
      title: expect.stringMatching(/\S/),
      status: 404,
      detail: expect.stringMatching(/\S/),
      code: 'ACCOUNT_NOT_FOUND',
      subject: 'account',
      retryable: false,
      requestId: headers['x-request-id'],
      upstream: { code: 30003, info: 'Err_SNS_Account', display: 'Gone' },
      outcome: 'failed',
      counts: { ok: 0, failed: 1, unknown: 0 },
      results: [
        {
          userId: 'a',
          status: 'failed',
          error: {
            code: 'ACCOUNT_NOT_FOUND',
            subject: 'account',
            message: expect.stringMatching(/\S/),
            retryable: false,
            upstream: { code: 30003, info: 'Err_SNS_Account', display: 'Gone' },
          },
        },
      ],
    })
    expect(URL.canParse(json.type ?? '')).toBe(true)
  })

  test.each([
    ['the error most items share leads', { a: 30011, b: 30003, c: 30003 }, 404, 'ACCOUNT_NOT_FOUND'],
    ['wherever those stand', { a: 30003, b: 30003, c: 30011 }, 404, 'ACCOUNT_NOT_FOUND'],
    [
      'of as many, the first in input order leads',
      { a: 30011, b: 30003, c: 30003, d: 30011 },
      409,
      'FRIEND_LIST_LIMIT',
    ],
    ['codes are counted, not upstream numbers', { a: 30003, b: 60007, c: 60018 }, 429, 'RATE_LIMITED'],
    ['unknown items count as well', { a: 30003, b: 30007, c: 30007 }, 504, 'UPSTREAM_TIMEOUT'],
  ])('%s', async (_, byFriend, status, code) => {
    const answer = await ask(Object.keys(byFriend), codes(byFriend as unknown as Record<string, number>))
    expect([answer.status, answer.json.status, answer.json.code]).toEqual([status, status, code])
    expect(answer.json.results).toHaveLength(Object.keys(byFriend).length)
  })

  test('that names no upstream where none was asked', async () => {
    const { json } = await gateway.update({ app: 'nowhere', ...updateOf('id', ['a']) })
    expect([json.code, json.upstream]).toEqual(['UNKNOWN_APP', undefined])
  })
})

describe('when some items are ok, the answer is 207', () => {
  test('with outcome partial, counts, and an error for each that is not', async () => {
    const { status, headers, json } = await ask(['a', 'b', 'c', 'd'], codes({ b: 30003, c: 30007, d: 30006 }))
    expect([status, headers['content-type']?.split(';')[0]]).toEqual([207, 'application/json'])
    expect([json.outcome, json.counts]).toEqual(['partial', { ok: 1, failed: 2, unknown: 1 }])
    expect(json.requestId).toBe(headers['x-request-id'])
    expect(verdicts(json)).toEqual([
      'a ok',
      'b failed ACCOUNT_NOT_FOUND',
      'c unknown UPSTREAM_TIMEOUT',
      'd failed UPSTREAM_INTERNAL',
    ])
    expect(json.results?.[0]).toEqual({ userId: 'a', status: 'ok' })
    for (const item of json.results?.slice(1) ?? []) expect(item.error?.message).toMatch(/\S/)
  })
})

describe('when every item is ok, the answer is 200', () => {
  test('and says nothing else', async () => {
    const { status, headers, json } = await ask(['a', 'b'], allOk)
    expect([status, headers['content-type']?.split(';')[0]]).toEqual([200, 'application/json'])
    expect(json).toEqual({
      outcome: 'ok',
      requestId: headers['x-request-id'],
      counts: { ok: 2, failed: 0, unknown: 0 },
      results: [
        { userId: 'a', status: 'ok' },
        { userId: 'b', status: 'ok' },
      ],
    })
  })
})

describe('retry', () => {
  const body: UpdateRequest = {
    app: 'other',
    userId: '用户',
    friends: [
      { userId: 'a', remark: '' },
      { userId: '__proto__', remark: 'r', lists: ['l2', 'l1'], custom: { Zed: 'z', Alpha: 'a' } },
      { userId: 'c', lists: [] },
      { userId: 'd', remark: 'x' },
    ],
  }

  test('is not there when nothing is worth repeating', async () => {
    expect((await ask(['a', 'b'], codes({ a: 30003 }))).json).not.toHaveProperty('retry')
    expect((await ask(['a', 'b'], refused(30002))).json).not.toHaveProperty('retry')
  })

  test('sends just the items worth it, to the same app, as they were', async () => {
    gateway.chat.play(codes({ ['__proto__' as string]: 30006, c: 30007, d: 30003 }))
    const first = await gateway.update(body)
    expect(first.json.retry).toEqual({ ...body, friends: body.friends.slice(1, 3) })

    gateway.chat.play(allOk)
    const second = await gateway.update(first.json.retry)
    expect([second.status, verdicts(second.json)]).toEqual([200, ['__proto__ ok', 'c ok']])
    expect(gateway.chat.calls[0]?.query.get('sdkappid')).toBe('1400000001')
    expect(gateway.chat.calls[0]?.body).toEqual({
      From_Account: '用户',
      UpdateItem: [
        {
          To_Account: '__proto__',
          SnsItem: [
            { Tag: 'Tag_SNS_IM_Remark', Value: 'r' },
            { Tag: 'Tag_SNS_IM_Group', Value: ['l2', 'l1'] },
            { Tag: 'Tag_SNS_Custom_Zed', Value: 'z' },
            { Tag: 'Tag_SNS_Custom_Alpha', Value: 'a' },
          ],
        },
        { To_Account: 'c', SnsItem: [{ Tag: 'Tag_SNS_IM_Group', Value: [] }] },
      ],
    })
  })

  test('is there in a problem too, and names no app where the caller named none', async () => {
    const answer = await ask(['a', 'b'], page(502, ''))
    expect([answer.status >= 500, answer.json.retry]).toEqual([true, updateOf('id', ['a', 'b'])])
  })
})
