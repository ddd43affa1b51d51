import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ask, done } from '../../support/gateway/chain.ts'
import { type Body, operation } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
beforeEach(() => gateway.chat.play(done))
afterAll(() => gateway.close())

type Case = readonly [name: string, member: string, value: unknown]
/** The least body with a member set, in its first friend where the member is named with a slash before it. */
function bodyWith(name: string, member: string, value: unknown): Body {
  const { body } = operation(name)
  if (!member.startsWith('/')) return { ...body, [member]: value }
  return { ...body, friends: [{ userId: 'a', source: 'Web', [member.slice(1)]: value }] }
}
const pointerOf = (member: string) => (member.startsWith('/') ? `/friends/0${member}` : `/${member}`)
const names = (count: number) => Array.from({ length: count }, (_, i) => `l${i}`)

const both = (member: string, ...values: unknown[]): Case[] =>
  ['friends.add', 'friends.import'].flatMap((name) => values.map((value) => [name, member, value] as const))
const listed = (...values: unknown[]): Case[] =>
  ['friend-lists.add', 'friend-lists.delete', 'friend-lists.get'].flatMap((name) =>
    values.map((value) => [name, 'lists', value] as const),
  )

describe('what lies over an edge is refused with its place', () => {
  test.each<Case>([
    ...both('/source', '', 'x'.repeat(9), 'AddSource_Type_Web', 'We b', 'Web1', 'Wéb', 7, null, 'Web\n', ['Web']),
    ...both('/remark', 'x'.repeat(97), `${'é'.repeat(48)}x`, 7, null, 'a\udc00'),
    ...both('/wording', 'x'.repeat(257), `${'好'.repeat(85)}xx`, 7, null),
    ...both('/nonsense', 1),
    ['friends.add', '/list', ''],
    ['friends.add', '/list', 'x'.repeat(31)],
    ['friends.add', '/list', ['l']],
    ['friends.add', '/lists', ['l']],
    ['friends.add', '/custom', { A: 'x' }],
    ['friends.add', '/addedAt', '2023-11-14T22:13:20Z'],
    ['friends.add', 'force', 1],
    ['friends.add', 'force', null],
    ['friends.import', '/list', 'l'],
    ['friends.import', '/lists', []],
    ['friends.import', '/lists', 'l'],
    ['friends.import', '/lists', names(33)],
    ['friends.import', '/custom', {}],
    ['friends.import', '/custom', [['A', 'x']]],
    ['friends.import', 'mutual', true],
    ['friends.import', 'force', true],
    ...listed([], 'l', null, names(33), { 0: 'l' }),
    ['friend-lists.get', 'withFriends', 'yes'],
    ['friend-lists.get', 'withFriends', 1],
    ...[0, 1001, -1, 1.5, '100', null, true, [1]].map((limit): Case => ['blocklist.list', 'limit', limit]),
    ['friends.get', 'fields', []],
    ['friends.get', 'fields', 'remark'],
    ['friends.get', 'fields', null],
  ])('%s %s %j', async (name, member, value) => {
    const { status, json } = await ask(gateway, name, bodyWith(name, member, value))
    expect([status, json.code]).toEqual([400, 'INVALID_REQUEST'])
    expect(json.errors?.map((error) => error.pointer)).toEqual([pointerOf(member)])
    expect(gateway.chat.calls).toHaveLength(0)
  })

  test.each<readonly [...Case, string]>([
    ['friends.import', '/lists', ['l', 'm', 'l'], '/friends/0/lists/2'],
    ['friends.import', '/lists', ['l', ''], '/friends/0/lists/1'],
    ['friends.import', '/lists', ['x'.repeat(31)], '/friends/0/lists/0'],
    ['friends.import', '/custom', { A: 'x'.repeat(501) }, '/friends/0/custom/A'],
    ['friends.import', '/custom', { A: null }, '/friends/0/custom/A'],
    ['friends.import', '/custom', { A: 1.5 }, '/friends/0/custom/A'],
    ['friends.import', '/custom', { TooLongName: 'x' }, '/friends/0/custom/TooLongName'],
    ['friends.import', '/custom', { A1: 'x' }, '/friends/0/custom/A1'],
    ...listed(['l', 'm', 'l'], ['__proto__', 'm', '__proto__'], ['l', 'm', ''], ['l', 'm', 'x'.repeat(31)]).map(
      (row) => [...row, '/lists/2'] as const,
    ),
    ...listed(['l', 7], ['l', null], ['l', `${'é'.repeat(15)}x`]).map((row) => [...row, '/lists/1'] as const),
  ])('%s %s %j', async (name, member, value, pointer) => {
    const { status, json } = await ask(gateway, name, bodyWith(name, member, value))
    expect([status, json.errors?.map((error) => error.pointer)]).toEqual([400, [pointer]])
    expect(gateway.chat.calls).toHaveLength(0)
  })
})

describe('what lies just on an edge is taken', () => {
  test.each<Case>([
    ...both('/source', 'x', 'x'.repeat(8), 'Web', 'web'),
    ...both('/remark', 'x'.repeat(96), 'é'.repeat(48), '😀'.repeat(24)),
    ...both('/wording', 'x'.repeat(256), `${'好'.repeat(85)}x`),
    ['friends.add', '/list', 'x'.repeat(30)],
    ['friends.add', '/list', 'é'.repeat(15)],
    ['friends.import', '/lists', names(32)],
    ['friends.import', '/custom', { ABCDEFGH: 'x'.repeat(500), b: '' }],
    ...listed(names(32), ['x'.repeat(30)], ['é'.repeat(15)], ['a', 'A', 'a ', '__proto__', 'constructor']),
    ['blocklist.list', 'limit', 1],
    ['blocklist.list', 'limit', 1000],
  ])('%s %s %j', async (name, member, value) => {
    expect((await ask(gateway, name, bodyWith(name, member, value))).status).toBe(200)
    expect(gateway.chat.calls).toHaveLength(1)
  })
})

describe('a time that is not written as agreed, or never was, is refused', () => {
  test.each([
    '2023-11-14T22:13:20',
    '2023-11-14T22:13:20+00:00',
    '2023-11-14T22:13:20.000Z',
    '2023-11-14T22:13Z',
    '2023-11-14t22:13:20z',
    '2023-11-14 22:13:20Z',
    ' 2023-11-14T22:13:20Z',
    '2023-11-14T22:13:20Z\n',
    '2023-11-14',
    '1700000000',
    1700000000,
    null,
    '',
    '2023-02-29T00:00:00Z',
    '2100-02-29T00:00:00Z',
    '2023-04-31T00:00:00Z',
    '2023-13-01T00:00:00Z',
    '2023-00-01T00:00:00Z',
    '2023-01-00T00:00:00Z',
    '2023-01-32T00:00:00Z',
    '2023-01-01T24:00:00Z',
    '2023-01-01T23:60:00Z',
    '2016-12-31T23:59:60Z',
    '1969-12-31T23:59:59Z',
    '0000-01-01T00:00:00Z',
    '0999-01-01T00:00:00Z',
    '10000-01-01T00:00:00Z',
    '+010000-01-01T00:00:00Z',
    '-000001-01-01T00:00:00Z',
    '２０２３-11-14T22:13:20Z',
  ])('%j', async (time) => {
    for (const member of ['/remarkedAt', '/addedAt']) {
      const { status, json } = await ask(gateway, 'friends.import', bodyWith('friends.import', member, time))
      expect([status, json.errors?.map((error) => error.pointer)]).toEqual([400, [`/friends/0${member}`]])
    }
    expect(gateway.chat.calls).toHaveLength(0)
  })
})

describe('a field nobody knows is refused', () => {
  test.each([
    'Remark',
    'custom',
    'profile',
    'custom.',
    'profile.',
    'profile.custom',
    'profile.custom.',
    'custom.TooLongName',
    'custom.A1',
    'custom.__proto__',
    'userId',
    'relation',
    'Tag_SNS_IM_Remark',
    'constructor',
    '__proto__',
    'remark\n',
    '',
    'profile.Nick.More',
    'profile.Nick"',
    7,
    null,
  ])('%j', async (field) => {
    const { status, json } = await ask(gateway, 'friends.get', {
      ...operation('friends.get').body,
      fields: ['remark', field],
    })
    expect([status, json.errors?.map((error) => error.pointer)]).toEqual([400, ['/fields/1']])
    expect(gateway.chat.calls).toHaveLength(0)
  })
})
