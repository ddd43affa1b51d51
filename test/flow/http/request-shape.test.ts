import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { allOk } from '../../support/gateway/chat-replies.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({
    secrets: (secret) => ({ 'chat-gateway/numbers': { ...secret, integerFields: ['Level'] } }),
  })
})
beforeEach(() => gateway.chat.play(allOk))
afterAll(() => gateway.close())

const one = (change: object) => ({ userId: 'id', friends: [{ userId: 'f', ...change }] })
const numbersApp = (custom: object) => ({ app: 'numbers', ...one({ custom }) })

async function expectRefusal(body: unknown, pointer: string): Promise<void> {
  const answer = await gateway.update(body)
  expect([answer.status, answer.json.code]).toEqual([400, 'INVALID_REQUEST'])
  expect(answer.json.errors?.map((fault) => fault.pointer)).toContain(pointer)
  expect(gateway.chat.calls).toHaveLength(0)
}

describe('a key nobody asked for is refused where it stands', () => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    ['at the top', { ...one({ remark: 'r' }), user: 'x' }, '/user'],
    ['in a friend', one({ remrak: 'r' }), '/friends/0/remrak'],
    [
      'in the second friend',
      {
        userId: 'id',
        friends: [
          { userId: 'a', remark: '' },
          { userId: 'b', nick: '' },
        ],
      },
      '/friends/1/nick',
    ],
    ['in Tencent’s own words', { ...one({ remark: 'r' }), From_Account: 'id' }, '/From_Account'],
    ['with a slash and a tilde in it', one({ remark: 'r', 'a/b~c': 1 }), '/friends/0/a~1b~0c'],
    [
      'called __proto__ at the top',
      '{"userId":"id","friends":[{"userId":"f","remark":"r"}],"__proto__":{"app":"x"}}',
      '/__proto__',
    ],
    [
      'called __proto__ in a friend',
      '{"userId":"id","friends":[{"userId":"f","remark":"r","__proto__":{"lists":[]}}]}',
      '/friends/0/__proto__',
    ],
    ['called constructor in a friend', one({ remark: 'r', constructor: 'x' }), '/friends/0/constructor'],
    [
      'called __proto__ in custom',
      '{"userId":"id","friends":[{"userId":"f","custom":{"__proto__":"v"}}]}',
      '/friends/0/custom/__proto__',
    ],
    ['called toString in the body', { ...one({ remark: 'r' }), toString: 'x' }, '/toString'],
  ]
  test.each(cases)('%s', (_, body, pointer) => expectRefusal(body, pointer))

  test('hasOwnProperty as a custom name is too long, not a crash', () =>
    expectRefusal(one({ custom: { hasOwnProperty: 'v' } }), '/friends/0/custom/hasOwnProperty'))

  test('and prototypes are left as they were', async () => {
    await gateway.update(
      '{"userId":"id","friends":[{"userId":"f","remark":"r","__proto__":{"polluted":1}}],"__proto__":{"polluted":1}}',
    )
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('an item with nothing to change is refused', () => {
  test.each([
    ['a userId alone', { userId: 'f' }, '/friends/1'],
    ['an empty custom', { userId: 'f', custom: {} }, '/friends/1/custom'],
  ])('%s', (_, friend, pointer) =>
    expectRefusal({ userId: 'id', friends: [{ userId: 'a', remark: 'r' }, friend] }, pointer),
  )
})

describe('a friend who stands twice is refused at the second place', () => {
  const friend = (userId: string) => ({ userId, remark: 'r' })
  test.each([
    ['with equal changes', ['a', 'b', 'a'], '/friends/2/userId'],
    ['with a prototype’s name', ['__proto__', '__proto__'], '/friends/1/userId'],
  ])('%s', (_, ids, pointer) => expectRefusal({ userId: 'id', friends: ids.map(friend) }, pointer))

  test('while ids that differ in case or normal form are two friends', async () => {
    const ids = ['Bob', 'bob', '\u00e9', 'e\u0301', 'constructor', 'toString']
    const answer = await gateway.update({ userId: 'id', friends: ids.map(friend) })
    expect([answer.status, answer.json.results?.map((item) => item.userId)]).toEqual([200, ids])
  })
})

describe('a value of another kind is refused, never converted', () => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    ['a number for the userId', { ...one({ remark: 'r' }), userId: 12345 }, '/userId'],
    ['a number for a friend', one({ userId: 1, remark: 'r' }), '/friends/0/userId'],
    ['null for a remark', one({ remark: null }), '/friends/0/remark'],
    ['a text for lists', one({ lists: 'work' }), '/friends/0/lists'],
    ['a number for a list', one({ lists: ['a', 7] }), '/friends/0/lists/1'],
    ['an array for custom', one({ custom: ['a'] }), '/friends/0/custom'],
    ['true for a custom value', one({ custom: { Test: true } }), '/friends/0/custom/Test'],
    ['a number for a custom value', one({ custom: { Test: 1 } }), '/friends/0/custom/Test'],
    ['an object for friends', { userId: 'id', friends: { 0: { userId: 'f', remark: 'r' } } }, '/friends'],
    ['null for a friend', { userId: 'id', friends: [null] }, '/friends/0'],
    ['null for the app', { ...one({ remark: 'r' }), app: null }, '/app'],
    ['an array for the body', '[]', ''],
    ['null for the body', 'null', ''],
    ['a text for the body', '"friends"', ''],
    ['no userId', { friends: [{ userId: 'f', remark: 'r' }] }, '/userId'],
    ['no friends', { userId: 'id' }, '/friends'],
    ['a friend without a userId', { userId: 'id', friends: [{ remark: 'r' }] }, '/friends/0/userId'],
  ]
  test.each(cases)('%s', async (_, body, pointer) => {
    const answer = await gateway.update(body)
    expect([answer.status, answer.json.code]).toEqual([400, 'INVALID_REQUEST'])
    const parents = [pointer, pointer.slice(0, pointer.lastIndexOf('/'))]
    expect(parents).toEqual(expect.arrayContaining([answer.json.errors?.[0]?.pointer]))
    expect(gateway.chat.calls).toHaveLength(0)
  })
})

describe('text that is not well formed is refused', () => {
  test.each([
    ['a lone surrogate in the userId', '{"userId":"\\ud800","friends":[{"userId":"f","remark":"r"}]}', '/userId'],
    [
      'a lone surrogate in a friend',
      '{"userId":"id","friends":[{"userId":"f\\udc00","remark":"r"}]}',
      '/friends/0/userId',
    ],
    [
      'a lone surrogate in a remark',
      '{"userId":"id","friends":[{"userId":"f","remark":"a\\ud83d"}]}',
      '/friends/0/remark',
    ],
    [
      'a lone surrogate in a list',
      '{"userId":"id","friends":[{"userId":"f","lists":["\\ud800"]}]}',
      '/friends/0/lists/0',
    ],
    [
      'a lone surrogate in a custom value',
      '{"userId":"id","friends":[{"userId":"f","custom":{"A":"\\ud800"}}]}',
      '/friends/0/custom/A',
    ],
    ['NUL in the userId', '{"userId":"a\\u0000","friends":[{"userId":"f","remark":"r"}]}', '/userId'],
    ['NUL in a friend', '{"userId":"id","friends":[{"userId":"\\u0000","remark":"r"}]}', '/friends/0/userId'],
    ['NUL in a remark', '{"userId":"id","friends":[{"userId":"f","remark":"\\u0000"}]}', '/friends/0/remark'],
    ['NUL in a list', '{"userId":"id","friends":[{"userId":"f","lists":["a\\u0000"]}]}', '/friends/0/lists/0'],
    [
      'NUL in a custom value',
      '{"userId":"id","friends":[{"userId":"f","custom":{"A":"\\u0000"}}]}',
      '/friends/0/custom/A',
    ],
  ])('%s', (_, body, pointer) => expectRefusal(body, pointer))
})

test('all the integers that the app did not declare are named', async () => {
  const custom = Object.fromEntries([...'abcdefghijklmnopqrst'].map((name) => [name, 1]))
  const answer = await gateway.update(one({ custom }))
  expect([answer.status, answer.json.code]).toEqual([400, 'INVALID_REQUEST'])
  expect(answer.json.errors).toHaveLength(20)
})

describe('an integer custom value is taken only where the app’s secret lists the field', () => {
  const tag = 'Tag_SNS_Custom_Level'
  const bad = [1.5, '1e400', 2 ** 53, -(2 ** 53)]
  test.each(bad)('%s is not a safe integer', (value) => {
    const text = JSON.stringify(numbersApp({ Level: 'VALUE' })).replace('"VALUE"', String(value))
    return expectRefusal(text, '/friends/0/custom/Level')
  })
  test('another field of that app takes none', () => expectRefusal(numbersApp({ Other: 1 }), '/friends/0/custom/Other'))
  test('nor does another case of its name', () => expectRefusal(numbersApp({ level: 1 }), '/friends/0/custom/level'))
  test.each([0, -1, 2 ** 53 - 1])('%s goes out as a number', async (value) => {
    expect((await gateway.update(numbersApp({ Level: value }))).status).toBe(200)
    expect(gateway.chat.calls[0]?.body.UpdateItem[0]?.SnsItem).toEqual([{ Tag: tag, Value: value }])
  })
  test('a listed field still takes a text', async () => {
    expect((await gateway.update(numbersApp({ Level: '7' }))).status).toBe(200)
    expect(gateway.chat.calls[0]?.body.UpdateItem[0]?.SnsItem).toEqual([{ Tag: tag, Value: '7' }])
  })
})
