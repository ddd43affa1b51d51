import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { numbered, verdicts } from '../../support/gateway/answer.ts'
import { ask, done } from '../../support/gateway/chain.ts'
import { allOk } from '../../support/gateway/chat-replies.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
beforeEach(() => gateway.chat.play(allOk))
afterAll(() => gateway.close())

const one = (change: object) => ({ userId: 'id', friends: [{ userId: 'f', ...change }] })
const friends = (list: unknown) => ({ userId: 'id', friends: list })
const wide = '好' // three bytes
const letters = (number: number) => [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
const customFields = (count: number, value = '') =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [letters(index), value]))

const over: readonly (readonly [string, unknown, string])[] = [
  ['an empty userId', { ...one({ remark: 'r' }), userId: '' }, '/userId'],
  ['a userId of 33 bytes', { ...one({ remark: 'r' }), userId: 'a'.repeat(33) }, '/userId'],
  ['a userId of 11 letters but 33 bytes', { ...one({ remark: 'r' }), userId: wide.repeat(11) }, '/userId'],
  ['an empty friend', one({ userId: '', remark: 'r' }), '/friends/0/userId'],
  ['a friend of 33 bytes', one({ userId: 'a'.repeat(33), remark: 'r' }), '/friends/0/userId'],
  ['a friend of 9 emoji, 36 bytes', one({ userId: '😀'.repeat(9), remark: 'r' }), '/friends/0/userId'],
  ['a remark of 97 bytes', one({ remark: 'a'.repeat(97) }), '/friends/0/remark'],
  ['a remark of 33 letters but 99 bytes', one({ remark: wide.repeat(33) }), '/friends/0/remark'],
  ['an empty list name', one({ lists: ['l', ''] }), '/friends/0/lists/1'],
  ['a list name of 31 bytes', one({ lists: ['a'.repeat(31)] }), '/friends/0/lists/0'],
  ['a list name of 11 letters but 33 bytes', one({ lists: [wide.repeat(11)] }), '/friends/0/lists/0'],
  ['33 lists', one({ lists: numbered(33, 'l') }), '/friends/0/lists'],
  ['a custom value of 501 bytes', one({ custom: { Test: 'a'.repeat(501) } }), '/friends/0/custom/Test'],
  [
    'a custom value of 167 letters but 501 bytes',
    one({ custom: { Test: wide.repeat(167) } }),
    '/friends/0/custom/Test',
  ],
  ['a custom name of 9 letters', one({ custom: { abcdefghi: 'v' } }), '/friends/0/custom/abcdefghi'],
  ['21 custom fields', one({ custom: customFields(21) }), '/friends/0/custom'],
  ['the most custom fields that a body holds', one({ custom: customFields(180_000) }), '/friends/0/custom'],
  ['an empty custom name', one({ custom: { '': 'v' } }), '/friends/0/custom/'],
  ['a custom name with a digit', one({ custom: { Test1: 'v' } }), '/friends/0/custom/Test1'],
  ['a custom name that is not English', one({ custom: { тест: 'v' } }), '/friends/0/custom/тест'],
  ['a custom name with a line break at its end', one({ custom: { 'Test\n': 'v' } }), '/friends/0/custom/Test\n'],
  ['a custom name whose slash the pointer escapes', one({ custom: { 'a/~b': 'v' } }), '/friends/0/custom/a~1~0b'],
  ['no friends', friends([]), '/friends'],
  ['10,001 friends', friends(numbered(10_001).map((userId) => ({ userId, remark: 'r' }))), '/friends'],
  ['an app of 65 letters', { ...one({ remark: 'r' }), app: 'a'.repeat(65) }, '/app'],
  ['an empty app', { ...one({ remark: 'r' }), app: '' }, '/app'],
  ['an app that climbs out of the prefix', { ...one({ remark: 'r' }), app: '../other' }, '/app'],
  ['an app with a line break at its end', { ...one({ remark: 'r' }), app: 'default\n' }, '/app'],
]

describe('a body one byte past a limit', () => {
  test.each(over)('%s is refused with a pointer, no call spent', async (_, body, pointer) => {
    const answer = await gateway.update(body)
    expect(answer).toMatchObject({ status: 400, json: { code: 'INVALID_REQUEST', retryable: false, status: 400 } })
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(answer.json.errors?.map((fault) => fault.pointer)).toContain(pointer)
    expect(answer.json.errors?.every((fault) => fault.message.length > 0)).toBe(true)
    expect(gateway.chat.calls).toHaveLength(0)
  })
})

const edge: readonly (readonly [string, { friends: readonly { userId: string }[] }])[] = [
  ['a userId of 32 bytes', { ...one({ remark: 'r' }), userId: 'a'.repeat(32) } as never],
  ['a friend of 10 letters and 2 more bytes', one({ userId: `${wide.repeat(10)}ab`, remark: 'r' })],
  ['a friend of 8 emoji', one({ userId: '😀'.repeat(8), remark: 'r' })],
  ['an empty remark, which clears it', one({ remark: '' })],
  ['a remark of 96 bytes', one({ remark: 'a'.repeat(96) })],
  ['a remark of 32 letters and 96 bytes', one({ remark: wide.repeat(32) })],
  ['no lists, which clears them', one({ lists: [] })],
  ['32 lists of 30 bytes', one({ lists: numbered(32).map((name) => name.padEnd(30, 'x')) })],
  ['a list name of 10 letters and 30 bytes', one({ lists: [wide.repeat(10)] })],
  ['a custom value of 500 bytes', one({ custom: { Test: 'a'.repeat(500) } })],
  ['20 custom fields', one({ custom: customFields(20, '\u0001'.repeat(500)) })],
  ['a custom name of 1 letter', one({ custom: { a: 'v' } })],
  ['a custom name of 8 letters', one({ custom: { abcdEFGH: 'v' } })],
  ['a userId that is its own friend', one({ userId: 'id', remark: 'r' })],
]

describe('a body exactly at a limit', () => {
  test.each(edge)('%s is sent', async (_, body) => {
    const answer = await gateway.update(body)
    expect([answer.status, verdicts(answer.json)]).toEqual([200, [`${body.friends[0]?.userId} ok`]])
    expect(gateway.chat.calls).toHaveLength(1)
  })
})

describe('where MAX_CUSTOM_FIELDS lets an item have more than fit into a call', () => {
  let wide: Gateway
  beforeAll(async () => {
    wide = await startGateway({ env: { MAX_CUSTOM_FIELDS: '1000' } })
    wide.chat.play(done)
  })
  afterAll(() => wide.close())

  test.each([
    ['update', {}],
    ['import', { source: 'Web' }],
  ])('friends.%s refuses the item that would pass 900 kB alone, and no other', async (name, more) => {
    const friend = (userId: string, count: number) => ({
      userId,
      ...more,
      custom: customFields(count, '\u0001'.repeat(500)),
    })
    const [small, large] = [friend('a', 290), friend('b', 310)]
    const refused = await ask(wide, `friends.${name}`, { userId: 'id', friends: [small, large] })
    expect(refused).toMatchObject({ status: 400, json: { errors: [{ pointer: '/friends/1/custom' }] } })
    expect(wide.chat.calls).toHaveLength(0)
    expect((await ask(wide, `friends.${name}`, { userId: 'id', friends: [small] })).status).toBe(200)
    expect(wide.chat.calls.splice(0).map(({ text }) => Buffer.byteLength(text) < 900_000)).toEqual([true])
  })
})

describe('where one thing is done', () => {
  test('a profile has no more custom fields than Chat has for an app', async () => {
    const set = (count: number) => ask(gateway, 'profiles.set', { userId: 'id', custom: customFields(count) })
    expect(await set(21)).toMatchObject({ status: 400, json: { errors: [{ pointer: '/custom' }] } })
    expect(gateway.chat.calls).toHaveLength(0)
    gateway.chat.play(done)
    expect((await set(20)).status).toBe(200)
  })

  test('its one call can’t be cut, so a body that would pass 900 kB is refused', async () => {
    const push = (title: string, data: string) =>
      ask(gateway, 'push.send', {
        audience: { everyone: true },
        elements: [{ type: 'text', text: '' }],
        offlinePush: { title, data },
      })
    expect(await push('x'.repeat(450_000), 'x'.repeat(450_000))).toMatchObject({
      status: 400,
      json: {
        errors: [{ pointer: '', message: expect.stringMatching(/^makes a call of 900\d\d\d bytes, and 900000/) }],
      },
    })
    expect(gateway.chat.calls).toHaveLength(0)
    gateway.chat.play(done)
    expect((await push('x'.repeat(450_000), 'x'.repeat(440_000))).status).toBe(200)
    expect(gateway.chat.calls).toHaveLength(1)
  })
})
