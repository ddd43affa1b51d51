import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ask, done } from '../../support/gateway/chain.ts'
import {
  type Body,
  bodyFor,
  isAboutAccounts,
  itemised,
  kinds,
  named,
  ofAccounts,
  operation,
  reads,
  repeating,
} from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
beforeEach(() => gateway.chat.play(done))
afterAll(() => gateway.close())

async function expectRefused(name: string, body: unknown, pointer: string) {
  const { status, json, headers } = await ask(gateway, name, body)
  expect([status, json.code, json.status]).toEqual([400, 'INVALID_REQUEST', 400])
  expect(headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(json.errors?.map((error) => error.pointer)).toContain(pointer)
  expect(gateway.chat.calls).toHaveLength(0)
}
const least = (name: string) => operation(name).body
const without = (body: Body, member: string) =>
  Object.fromEntries(Object.entries(body).filter(([name]) => name !== member))

describe.each(named(kinds))('%s refuses', (name, { body }) => {
  test.each([
    ['no object', [body], ''],
    ['null', null, ''],
    ['an app of strange letters', { ...body, app: 'a/b' }, '/app'],
    ['an unknown member', { ...body, nonsense: 1 }, '/nonsense'],
    [
      '__proto__ as a member',
      JSON.stringify({ app: 'default', ...body }).replace('{', '{"__proto__":{},'),
      '/__proto__',
    ],
    ['Chat’s own words', { ...body, From_Account: 'id' }, '/From_Account'],
  ])('%s', (_, wrong, pointer) => expectRefused(name, wrong, pointer))
})

describe.each(named(ofAccounts))('%s refuses', (name, { body }) => {
  test.each([
    ['no userId', without(body, 'userId'), '/userId'],
    ['an empty userId', { ...body, userId: '' }, '/userId'],
    ['a userId of 33 bytes', { ...body, userId: 'x'.repeat(33) }, '/userId'],
    ['a userId of 17 letters of two bytes', { ...body, userId: 'é'.repeat(17) }, '/userId'],
    ['a userId that is a number', { ...body, userId: 7 }, '/userId'],
    ['half a surrogate pair', { ...body, userId: 'a\ud800' }, '/userId'],
  ])('%s', (_, wrong, pointer) => expectRefused(name, wrong, pointer))
})

describe.each(named(itemised.filter(isAboutAccounts)))('%s refuses as items', (name, row) => {
  const { body, items } = row
  const { member } = items
  const item = (id: unknown) => items.make(id as string)
  const isObject = typeof item('a') === 'object'
  const key = isObject ? '/userId' : ''
  const of = (...ids: unknown[]) => ({ ...body, [member]: ids.map(item) })
  test.each<readonly [string, unknown, string]>([
    ['none', { ...body, [member]: [] }, `/${member}`],
    ['null', { ...body, [member]: null }, `/${member}`],
    ['one that is no list', { ...body, [member]: item('a') }, `/${member}`],
    ['an object of them', { ...body, [member]: { 0: item('a') } }, `/${member}`],
    ['the other kind of list', { ...body, [member]: [isObject ? 'a' : { userId: 'a' }] }, `/${member}/0`],
    ['an empty id', of('a', ''), `/${member}/1${key}`],
    ['an id of 33 bytes', of('a', 'b', 'x'.repeat(33)), `/${member}/2${key}`],
    ['an id of 17 letters of two bytes', of('é'.repeat(17)), `/${member}/0${key}`],
    ['a number for an id', of('a', 7), `/${member}/1${key}`],
    ['null for an id', of(null), `/${member}/0${key}`],
    ['a NUL in an id', of('a\0'), `/${member}/0${key}`],
    ['the same twice', of('a', 'b', 'a'), `/${member}/2${key}`],
    ['__proto__ twice', of('__proto__', 'b', '__proto__'), `/${member}/2${key}`],
    ['constructor twice', of('constructor', 'constructor'), `/${member}/1${key}`],
  ])('%s', (_, wrong, pointer) => expectRefused(name, wrong, pointer))

  test('10,001 of them', () =>
    expectRefused(
      name,
      bodyFor(
        row,
        Array.from({ length: 10_001 }, (_, i) => `f${i}`),
      ),
      `/${member}`,
    ))

  test('while ids that differ in case or in a space, or bear a prototype’s name, are different ones', async () => {
    const ids = ['a', 'A', 'a ', '__proto__', 'constructor', 'toString', 'x'.repeat(32), 'é'.repeat(16)]
    const { status, json } = await ask(gateway, name, bodyFor(row, ids))
    expect([status, json.results?.map((result) => result.userId)]).toEqual([200, ids])
  })
})

describe('repeated', () => {
  test.each(named(reads))('is refused by the read %s', (name, { body }) =>
    expectRefused(name, { ...body, repeated: true }, '/repeated'),
  )
  test('is refused by friends.update', () =>
    expectRefused(
      'friends.update',
      { userId: 'id', friends: [{ userId: 'a', remark: '' }], repeated: true },
      '/repeated',
    ))
  test.each(named(repeating))('is a boolean for %s', async (name, { body }) => {
    for (const wrong of ['true', 1, null, [true]]) await expectRefused(name, { ...body, repeated: wrong }, '/repeated')
    for (const right of [true, false]) expect((await ask(gateway, name, { ...body, repeated: right })).status).toBe(200)
  })
})

describe('mutual', () => {
  test.each(['friends.add', 'friends.delete', 'friends.delete-all', 'friends.check', 'blocklist.check'])(
    'is a boolean for %s',
    async (name) => {
      for (const mutual of ['true', 0, null]) await expectRefused(name, { ...least(name), mutual }, '/mutual')
    },
  )
})
