import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { updateOf } from '../../support/gateway/answer.ts'
import { allOk } from '../../support/gateway/chat-replies.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'
import { workingTime } from '../../support/time-taken.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { MAX_BODY_BYTES: '' } })
})
beforeEach(() => gateway.chat.play(allOk))
afterAll(() => gateway.close())

const LIMIT = 2_097_152
const body = JSON.stringify(updateOf('id', ['f']))
const padded = (bytes: number, text = body) => text + ' '.repeat(bytes - Buffer.byteLength(text))
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

async function expectProblem(asked: Parameters<Gateway['request']>[0], status: number, code: string) {
  const answer = await gateway.request(asked)
  expect([answer.status, answer.json.status, answer.json.code]).toEqual([status, status, code])
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(answer.headers['x-request-id']).toBe(answer.json.requestId)
  expect(answer.text.length).toBeLessThan(100_000)
  expect(gateway.chat.calls).toHaveLength(0)
}

describe('a body that is not JSON is a 400', () => {
  test.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['a cut object', '{"userId":'],
    ['a trailing comma', '{"userId":"id",}'],
    ['single quotes', "{'userId':'id'}"],
    ['two values', `${body}${body}`],
    ['NaN', '{"userId":NaN}'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['a remark whose bytes are not UTF-8', Buffer.from(body.replace('remark of f', '\xff\xfe'), 'latin1')],
    ['a letter cut in half', Buffer.from(body.replace('remark of f', '\xe5\xa5'), 'latin1')],
    ['base64 of nothing', Buffer.alloc(0)],
  ])('%s', (_, text) => expectProblem({ body: text }, 400, 'INVALID_REQUEST'))
})

describe('a body meant to exhaust is refused quickly', () => {
  const friends = (value: string) => `{"userId":"id","friends":${value}}`
  test.each([
    ['100,000 levels of nesting', nested(100_000)],
    ['100,000 levels in place of the friends', friends(nested(100_000))],
    ['100,000 levels in place of a remark', friends(`[{"userId":"f","remark":${nested(100_000)}}]`)],
    ['100,000 levels under a key nobody asked for', body.replace('{', `{"x":${nested(100_000)},`)],
    ['a million levels', nested(1_000_000)],
    ['a million friends', friends(`[${'0,'.repeat(999_999)}0]`)],
    ['a million lists', friends(`[{"userId":"f","lists":[${'1,'.repeat(999_999)}1]}]`)],
    ['a hundred thousand unknown keys', `{${Array.from({ length: 100_000 }, (_, i) => `"k${i}":0`).join()}}`],
    [
      'a hundred thousand custom fields',
      friends(`[{"userId":"f","custom":{${Array.from({ length: 100_000 }, (_, i) => `"${i}":""`).join()}}}]`),
    ],
  ])('%s', async (_, text) => {
    const taken = workingTime()
    await expectProblem({ body: text }, 400, 'INVALID_REQUEST')
    expect(taken()).toBeLessThan(2000)
  })
})

describe('a body over the limit is a 413', () => {
  test('one byte over', () => expectProblem({ body: padded(LIMIT + 1) }, 413, 'PAYLOAD_TOO_LARGE'))
  test('6 MB', () => expectProblem({ body: padded(6_000_000) }, 413, 'PAYLOAD_TOO_LARGE'))
  test('6 MB that are not JSON', () => expectProblem({ body: 'x'.repeat(6_000_000) }, 413, 'PAYLOAD_TOO_LARGE'))
  test('one byte over, sent as base64', () =>
    expectProblem({ body: Buffer.from(padded(LIMIT + 1)) }, 413, 'PAYLOAD_TOO_LARGE'))
  test('fewer letters than the limit but more bytes', () =>
    expectProblem({ body: `"${'好'.repeat(LIMIT / 3 + 1)}"` }, 413, 'PAYLOAD_TOO_LARGE'))
  test('a batch over the limit', () =>
    expectProblem({ path: '/v1/batch', body: padded(LIMIT + 1) }, 413, 'PAYLOAD_TOO_LARGE'))

  test('while exactly the limit is taken', async () => {
    expect((await gateway.request({ body: padded(LIMIT) })).status).toBe(200)
  })
  test('and base64 longer than the limit is taken when its bytes are not', async () => {
    expect((await gateway.request({ body: Buffer.from(padded(LIMIT)) })).status).toBe(200)
  })
})

describe('a body sent as base64 is the same body', () => {
  test('with letters of several bytes', async () => {
    const change = { userId: '用户', friends: [{ userId: 'ж', remark: '好😀' }] }
    const answer = await gateway.request({ body: Buffer.from(JSON.stringify(change)) })
    expect(answer.json.results).toEqual([{ userId: 'ж', status: 'ok' }])
    expect(gateway.chat.calls[0]?.body).toMatchObject({
      From_Account: '用户',
      UpdateItem: [{ To_Account: 'ж', SnsItem: [{ Value: '好😀' }] }],
    })
  })
})

describe('a content type other than JSON is a 415', () => {
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'text/json5',
    'json',
    'application',
  ]
  test.each(types)('%s', (type) =>
    expectProblem({ body, headers: { 'content-type': type } }, 415, 'UNSUPPORTED_MEDIA_TYPE'),
  )
  test('none at all', () => expectProblem({ body, onlyHeaders: {} }, 415, 'UNSUPPORTED_MEDIA_TYPE'))
  test('none on a batch', () =>
    expectProblem({ path: '/v1/batch', body: '{}', onlyHeaders: {} }, 415, 'UNSUPPORTED_MEDIA_TYPE'))

  const taken = [
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'application/json;charset="UTF-8"',
    'application/json ; charset=utf-8',
  ]
  test.each(taken)('while "%s" is JSON', async (type) => {
    expect((await gateway.request({ body, headers: { 'content-type': type } })).status).toBe(200)
  })
})
