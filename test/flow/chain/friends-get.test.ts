import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ChainBody, entryOf, listed, play, reply, verdictsOf } from '../../support/gateway/chain.ts'
import { entry } from '../../support/gateway/chat-replies.ts'
import type { Body } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1' } })
})
afterAll(() => gateway.close())

type Tags = readonly (readonly [tag: unknown, value: unknown])[]
const items = (tags: Tags) => tags.map(([Tag, Value]) => ({ Tag, Value }))
/** The JSON text is read again, so that a prototype's name in it is an own member and none else. */
const own = (text: string) => JSON.parse(text) as Body

/** The same friend as each of the two operations that answer friends would tell of it. */
const ways: readonly (readonly [name: string, body: Body, tell: (values: unknown) => Body])[] = [
  [
    'friends.get',
    { userId: 'id', friendIds: ['a'] },
    (SnsProfileItem) => reply({ InfoItem: [{ ...entry('a'), SnsProfileItem }] }),
  ],
  [
    'friends.list',
    { userId: 'id' },
    (ValueItem) => reply({ UserDataItem: [{ To_Account: 'a', ValueItem }], FriendNum: 1, CompleteFlag: 1 }),
  ],
]
const friendIn = ({ results, friends }: ChainBody) => results?.[0]?.friend ?? friends?.[0]

describe.each(ways)('a friend answered by %s', (name, body, tell) => {
  const told = (tags: Tags) => play(gateway, name, body, tell(items(tags)))
  const friendOf = async (...tags: Tags) => {
    const { status, json } = await told(tags)
    expect(status).toBe(200)
    return friendIn(json)
  }

  test('has every member there is a value for', async () => {
    const friend = await friendOf(
      ['Tag_SNS_IM_Remark', 'r'],
      ['Tag_SNS_IM_Group', ['l', 'm']],
      ['Tag_SNS_IM_AddSource', 'AddSource_Type_Web'],
      ['Tag_SNS_IM_AddWording', 'w'],
      ['Tag_SNS_IM_AddTime', 1700000000],
      ['Tag_SNS_Custom_Test', 'x'],
      ['Tag_SNS_Custom_Level', 7],
      ['Tag_Profile_IM_Nick', 'Ann'],
      ['Tag_Profile_IM_Level', 3],
      ['Tag_Profile_Custom_Role', 'boss'],
    )
    expect(friend).toEqual({
      userId: 'a',
      remark: 'r',
      lists: ['l', 'm'],
      source: 'Web',
      wording: 'w',
      addedAt: '2023-11-14T22:13:20Z',
      custom: { Test: 'x', Level: 7 },
      profile: { Nick: 'Ann', Level: 3, custom: { Role: 'boss' } },
    })
  })

  test('has no more than its name where Chat says no more', async () => {
    expect(await friendOf()).toEqual({ userId: 'a' })
  })

  test('keeps empty values, which are not the same as none', async () => {
    const friend = await friendOf(['Tag_SNS_IM_Remark', ''], ['Tag_SNS_IM_Group', []], ['Tag_Profile_IM_Nick', ''])
    expect(friend).toEqual({ userId: 'a', remark: '', lists: [], profile: { Nick: '' } })
  })

  test.each([
    ['AddSource_Type_Web', 'Web'],
    ['Web', 'Web'],
    ['AddSource_Type_', ''],
    ['AddSource_Type_AddSource_Type_x', 'AddSource_Type_x'],
  ])('met by %s has the source "%s"', async (value, source) => {
    expect(await friendOf(['Tag_SNS_IM_AddSource', value])).toEqual({ userId: 'a', source })
  })

  test.each([
    [0, '1970-01-01T00:00:00Z'],
    [951782400, '2000-02-29T00:00:00Z'],
    [99999999999, '5138-11-16T09:46:39Z'],
    [100000000000, '1973-03-03T09:46:40Z'],
    [1718192416797, '2024-06-12T11:40:16Z'],
    [253402300799999, '9999-12-31T23:59:59Z'],
  ])('added at %i, in seconds or milliseconds, was at %s', async (value, addedAt) => {
    expect(await friendOf(['Tag_SNS_IM_AddTime', value])).toEqual({ userId: 'a', addedAt })
  })

  test('leaves out tags nobody knows', async () => {
    const friend = await friendOf(
      ['Tag_SNS_IM_Novelty', 'x'],
      ['Tag_Other', 'x'],
      ['', 'x'],
      [null, 'x'],
      [7, 'x'],
      [undefined, 'x'],
      [{ toString: 1, valueOf: 1 }, 'x'],
      ['constructor', 'x'],
      ['__proto__', { remark: 'x' }],
      ['Tag_SNS_IM_Remark', 'r'],
    )
    expect(friend).toEqual({ userId: 'a', remark: 'r' })
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'neither loses nor is changed by a field of the app’s own called %s',
    async (name) => {
      for (const value of ['x', { remark: 'injected', Nick: 'injected' }]) {
        const { status, text } = await told([
          [`Tag_SNS_Custom_${name}`, value],
          [`Tag_Profile_IM_${name}`, value],
          [`Tag_Profile_Custom_${name}`, value],
        ])
        expect(status).toBe(200)
        const held = `{"${name}":${JSON.stringify(value)}}`
        const friend = friendIn(JSON.parse(text) as ChainBody)!
        expect(friend.custom).toEqual(own(held))
        expect(Object.keys(friend.custom as object)).toEqual([name])
        expect(Object.keys(friend.profile as object)).toEqual([name, 'custom'])
        expect((friend.profile as Body).custom).toEqual(own(held))
        expect(friend).not.toHaveProperty('remark')
      }
      expect(Object.keys(Object.prototype)).toEqual([])
      expect(({} as Body).remark).toBeUndefined()
    },
  )
})

describe('friends.get', () => {
  const body = { userId: 'id', friendIds: ['a', 'b', 'c'] }

  test('answers each friend in the order asked, whatever the reply’s', async () => {
    const { status, json } = await play(gateway, 'friends.get', body, (call) =>
      listed(
        call,
        ['c', 'stranger', 'a', 'b'].map((id) => entry(id)),
      ),
    )
    expect(status).toBe(200)
    expect(json.results).toEqual(['a', 'b', 'c'].map((userId) => ({ userId, status: 'ok', friend: { userId } })))
  })

  test('answers no friend for one that failed, even where the reply tells of it', async () => {
    const told = { SnsProfileItem: items([['Tag_SNS_IM_Remark', 'r']]) }
    const { status, json } = await play(gateway, 'friends.get', body, (call) =>
      listed(call, [
        { ...entry('a', 30001, 'Err_SNS_FriendGetList_Friend_Not_Exist'), ...told },
        { ...entry('b'), ...told },
        { ...entry('B'), ...told },
      ]),
    )
    expect(status).toBe(207)
    expect(verdictsOf(json)).toEqual(['a failed NOT_A_FRIEND', 'b ok', 'c failed UPSTREAM_MALFORMED'])
    expect(json.results?.map((result) => result.friend)).toEqual([undefined, { userId: 'b', remark: 'r' }, undefined])
    expect(json.retry).toEqual({ userId: 'id', friendIds: ['c'] })
  })

  test('takes a missing list of values for a friend without any', async () => {
    const { status, json } = await play(gateway, 'friends.get', body, (call) =>
      listed(
        call,
        ['a', 'b', 'c'].map((id) => entry(id)),
      ),
    )
    expect([status, json.results?.[0]?.friend]).toEqual([200, { userId: 'a' }])
  })

  test('spoils nobody by values that cannot be read', async () => {
    const { json } = await play(gateway, 'friends.get', body, (call) =>
      listed(call, [
        entryOf(call, 'a'),
        { ...entry('b'), SnsProfileItem: 'x' },
        { ...entry('c'), SnsProfileItem: [null, { Tag: 'Tag_SNS_IM_Remark', Value: 'r' }] },
      ]),
    )
    expect(verdictsOf(json)).toEqual(['a ok', 'b ok', 'c ok'])
    expect(json.results?.[1]?.friend).toMatchObject({ userId: 'b', unreadable: expect.arrayContaining(['remark']) })
    expect(json.results?.[2]?.friend).toEqual({ userId: 'c', remark: 'r' })
  })

  test('keeps the fields in a retry', async () => {
    const asked = { ...body, fields: ['profile.Nick', 'custom.A'] }
    const { json } = await play(gateway, 'friends.get', asked, (call) => listed(call, [entryOf(call, 'b')]))
    expect(json.retry).toEqual({ ...asked, friendIds: ['a', 'c'] })
  })
})
