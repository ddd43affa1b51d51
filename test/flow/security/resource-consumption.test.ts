import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { verdicts } from '../../support/gateway/answer.ts'
import { allOk } from '../../support/gateway/chat-replies.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'
import { workingTime } from '../../support/time-taken.ts'

/** OWASP API4:2023, unrestricted resource consumption: bodies made to cost more than they should. */

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ chat: allOk })
})
beforeEach(() => gateway.chat.play(allOk))
afterAll(() => gateway.close())

const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth)
const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 1]))
const friend = { userId: 'f', remark: 'r' }
/** A thousand places, of which a name may be long. */
const MOST_ANSWER_BYTES = 200_000

/** Each close to the body's limit of 2 MiB. */
const hostile: readonly (readonly [string, string])[] = [
  ['arrays in arrays', nested('[', ']', 1_000_000)],
  ['objects in objects', `{"userId":${nested('{"a":', '}', 300_000).replace('}', '1}')}}`],
  ['an app as deep', `{"app":${nested('[', ']', 900_000)},"userId":"id","friends":[]}`],
  ['a custom value as deep', `{"userId":"id","friends":[{"userId":"f","custom":{"a":${nested('[', ']', 900_000)}}}]}`],
  ['unknown members by the hundred thousand', JSON.stringify({ userId: 'id', friends: [friend], ...keys(120_000) })],
  ['a friend with as many', JSON.stringify({ userId: 'id', friends: [{ ...friend, ...keys(120_000) }] })],
  ['as many custom fields', JSON.stringify({ userId: 'id', friends: [{ userId: 'f', custom: keys(120_000) }] })],
  ['10,000 faulty friends', JSON.stringify({ userId: 'id', friends: Array(10_000).fill({ userId: '', x: 1 }) })],
  ['a member whose name is the body', JSON.stringify({ userId: 'id', friends: [friend], ['x'.repeat(2_000_000)]: 1 })],
  ['a userId that is the body', JSON.stringify({ userId: 'x'.repeat(2_000_000), friends: [friend] })],
  ['a number of a million digits', `{"userId":${'9'.repeat(1_000_000)}}`],
]

test.each(hostile)('%s: refused at the price of an ordinary body, with a small answer', async (_, body) => {
  expect(Buffer.byteLength(body)).toBeLessThan(2_097_152)
  const taken = workingTime()
  const { status, json, text } = await gateway.request({ body })
  expect([status, json.code]).toEqual([400, 'INVALID_REQUEST'])
  expect(Buffer.byteLength(text)).toBeLessThan(MOST_ANSWER_BYTES)
  // Far from a good body’s hundred milliseconds: what grows with the square of the body takes minutes.
  expect(taken()).toBeLessThan(10_000)
  expect(gateway.chat.calls).toHaveLength(0)
})

test.each(hostile)('%s as an entry of a batch: refused alone, and its neighbour is done', async (_, body) => {
  const entries = `[{"id":"bad","operation":"friends.update","body":${body}},{"id":"good","operation":"friends.update","body":{"userId":"id","friends":[{"userId":"f","remark":"r"}]}}]`
  const { status, json, text } = await gateway.request({ path: '/v1/batch', body: `{"requests":${entries}}` })
  expect([status, json.responses?.map((one) => one.status)]).toEqual([207, [400, 200]])
  expect(Buffer.byteLength(text)).toBeLessThan(MOST_ANSWER_BYTES)
})

describe('names that objects have of their own', () => {
  const names = ['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'then']

  test('are accounts like any other', async () => {
    const friends = names.map((userId) => `{"userId":"${userId}","remark":"r"}`).join(',')
    const { status, json } = await gateway.request({ body: `{"userId":"__proto__","friends":[${friends}]}` })
    expect([status, verdicts(json)]).toEqual([200, names.map((name) => `${name} ok`)])
    expect(gateway.chat.calls[0]!.body.UpdateItem.map((item) => item.To_Account)).toEqual(names)
  })

  test.each(['__proto__', 'constructor', 'toString'])('are no members: %s', async (name) => {
    const inBody = `{"userId":"id","friends":[{"userId":"f","remark":"r"}],"${name}":{"app":"other"}}`
    const inFriend = `{"userId":"id","friends":[{"userId":"f","remark":"r","${name}":{"lists":[]}}]}`
    for (const body of [inBody, inFriend]) expect((await gateway.request({ body })).json.code).toBe('INVALID_REQUEST')
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  test('are custom fields where they have eight letters at most, and no operation, app or job', async () => {
    const body = '{"userId":"id","friends":[{"userId":"f","custom":{"toString":"x","valueOf":"y"}}]}'
    expect((await gateway.request({ body })).status).toBe(200)
    const tags = JSON.stringify(gateway.chat.calls[0]!.body)
    expect(tags).toMatch(/Tag_SNS_Custom_toString.*Tag_SNS_Custom_valueOf/)
    for (const operation of names) {
      const requests = [{ id: 'a', operation, body: {} }]
      expect((await gateway.batch(requests)).json.responses![0]!.status).toBe(404)
    }
    expect((await gateway.update({ app: 'constructor', userId: 'id', friends: [friend] })).json.code).toBe(
      'UNKNOWN_APP',
    )
  })
})
