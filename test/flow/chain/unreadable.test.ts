import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shapeFault } from '../../support/answer-shapes.ts'
import { bodies, type ChainBody, play, reply } from '../../support/gateway/chain.ts'
import { entry, page } from '../../support/gateway/chat-replies.ts'
import type { Body } from '../../support/gateway/rows.ts'
import { type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ env: { UPSTREAM_ATTEMPTS: '1' } })
})
afterAll(() => gateway.close())

type Tags = readonly (readonly [tag: string, value: unknown])[]
const items = (tags: Tags) => tags.map(([Tag, Value]) => ({ Tag, Value }))
const sane = items([['Tag_SNS_IM_Remark', 'r']])

const getTold = (tags: Tags, name = 'a') =>
  reply({
    InfoItem: [
      { ...entry(name), SnsProfileItem: items(tags) },
      { ...entry('b'), SnsProfileItem: sane },
    ],
  })
const listTold = (tags: Tags, name = 'a') =>
  reply({
    UserDataItem: [
      { To_Account: name, ValueItem: items(tags) },
      { To_Account: 'b', ValueItem: sane },
    ],
    FriendNum: 2,
    CompleteFlag: 1,
  })

/** The same friend, and one that nothing is wrong with, as each of the operations that answer friends would tell of them. */
const ways: readonly (readonly [name: string, body: Body, tell: typeof getTold])[] = [
  ['friends.get', { userId: 'id', friendIds: ['a', 'b'] }, getTold],
  ['friends.list', { userId: 'id' }, listTold],
]
const friendsIn = ({ results, friends }: ChainBody) => results?.map(({ friend }) => friend) ?? friends

/** What begins with `raw:` is written as it stands, so that digits arrive which no number of ours holds. */
const written = (body: Body) => page(200, JSON.stringify(body).replaceAll(/"raw:([^"]*)"/g, '$1'), 'application/json')

describe.each(ways)('one odd value hides nobody from %s', (name, body, tell) => {
  const friendOf = async (tags: Tags) => {
    const { status, json } = await play(gateway, name, body, written(tell(tags)))
    expect([status, shapeFault('answer', json)]).toEqual([200, undefined])
    const [odd, other] = friendsIn(json) ?? []
    expect(other).toEqual({ userId: 'b', remark: 'r' })
    return odd
  }

  test.each<readonly [string, string, unknown, string]>([
    ['a time before 1970', 'Tag_SNS_IM_AddTime', -1, 'addedAt'],
    ['a time beyond the year 9999', 'Tag_SNS_IM_AddTime', 253402300800000, 'addedAt'],
    ['a time beyond all years', 'Tag_SNS_IM_AddTime', 'raw:1e300', 'addedAt'],
    ['a time in words', 'Tag_SNS_IM_AddTime', '1700000000', 'addedAt'],
    ['a time that is true', 'Tag_SNS_IM_RemarkTime', true, 'remarkedAt'],
    ['a remark that is a number', 'Tag_SNS_IM_Remark', 7, 'remark'],
    ['a remark of 20 digits', 'Tag_SNS_IM_Remark', 'raw:12345678901234567890', 'remark'],
    ['lists that are a text', 'Tag_SNS_IM_Group', 'l', 'lists'],
    ['lists that hold a number', 'Tag_SNS_IM_Group', ['l', 7], 'lists'],
    ['a source that is an object', 'Tag_SNS_IM_AddSource', { toString: 1 }, 'source'],
    ['a wording that is false', 'Tag_SNS_IM_AddWording', false, 'wording'],
  ])('not %s', async (_, tag, value, field) => {
    const rest: Tags = [
      ['Tag_SNS_Custom_Test', 'x'],
      // The reply is then read digit by digit, which must not make the odd value a good one.
      ['Tag_SNS_Custom_Level', 'raw:9007199254740993'],
    ]
    const custom = { Test: 'x', Level: '9007199254740993' }
    expect(await friendOf([[tag, value], ...rest])).toEqual({ userId: 'a', custom, unreadable: [field] })
    expect(await friendOf([[tag, value]])).toEqual({ userId: 'a', unreadable: [field] })
  })

  test('a tag that stands twice, or thrice, is left out and named once', async () => {
    const tags: Tags = [
      ['Tag_SNS_IM_Remark', 'r'],
      ['Tag_SNS_Custom_Level', 1],
      ['Tag_SNS_IM_Remark', 'r'],
      ['Tag_Profile_IM_Nick', 'x'],
      ['Tag_SNS_Custom_Level', 2],
      ['Tag_SNS_IM_Remark', 's'],
      ['Tag_Profile_IM_Nick', 'y'],
    ]
    expect(await friendOf(tags)).toEqual({ userId: 'a', unreadable: ['remark', 'custom.Level', 'profile.Nick'] })
  })

  test.each<readonly [string, unknown]>([
    ['a text', 'x'],
    ['an object', { Tag_SNS_IM_Remark: 'r' }],
    ['a number', 7],
  ])('values that are %s are no list of any, so none could be read', async (_, values) => {
    const text = JSON.stringify(tell([['Tag_SNS_IM_Remark', 'odd']]))
    const odd = text.replace(JSON.stringify(items([['Tag_SNS_IM_Remark', 'odd']])), JSON.stringify(values))
    const { status, json } = await play(gateway, name, body, page(200, odd, 'application/json'))
    expect([status, shapeFault('answer', json)]).toEqual([200, undefined])
    const known = ['remark', 'remarkedAt', 'lists', 'source', 'wording', 'addedAt', 'custom', 'profile']
    expect(friendsIn(json)).toEqual([
      { userId: 'a', unreadable: known },
      { userId: 'b', remark: 'r' },
    ])
  })

  test('null is no value, and none that could not be read', async () => {
    const names = ['Remark', 'RemarkTime', 'Group', 'AddSource', 'AddWording', 'AddTime']
    const tags = [...names.map((each) => `Tag_SNS_IM_${each}`), 'Tag_SNS_Custom_Level', 'Tag_Profile_IM_Nick']
    expect(await friendOf(tags.map((tag) => [tag, null]))).toEqual({ userId: 'a' })
    const beside: Tags = [
      ['Tag_SNS_IM_Remark', null],
      ['Tag_SNS_IM_Remark', 'r'],
    ]
    expect(await friendOf(beside)).toEqual({ userId: 'a', remark: 'r' })
  })

  test('a profile’s field called custom never takes the place of its custom fields', async () => {
    const tags: Tags = [
      ['Tag_Profile_IM_custom', { Role: 'thief' }],
      ['Tag_Profile_Custom_Role', 'boss'],
    ]
    for (const order of [tags, tags.toReversed()]) {
      const friend = await friendOf(order)
      expect(friend).toEqual({ userId: 'a', profile: { custom: { Role: 'boss' } }, unreadable: ['profile.custom'] })
    }
  })

  test('a value nested beyond measure is left out', async () => {
    const deep = `raw:${'['.repeat(100_000)}${']'.repeat(100_000)}`
    expect(await friendOf([['Tag_SNS_Custom_Test', deep]])).toEqual({ userId: 'a', unreadable: ['custom.Test'] })
    const beside: Tags = [
      ['Tag_SNS_Custom_Test', deep],
      ['Tag_SNS_Custom_Level', 'raw:9007199254740993'],
      ['Tag_SNS_Custom_Rank', 7],
    ]
    const unreadable = ['custom.Test', 'custom.Level']
    expect(await friendOf(beside)).toEqual({ userId: 'a', custom: { Rank: 7 }, unreadable })
  })

  test('when the remark was set is told where Chat tells it', async () => {
    const remarkedAt = '2023-11-14T22:13:21Z'
    expect(await friendOf([['Tag_SNS_IM_RemarkTime', 1700000001]])).toEqual({ userId: 'a', remarkedAt })
  })
})

describe.each(ways)('an integer that a number can’t hold comes from %s', (name, body, tell) => {
  const friendOf = async (...tags: Tags) => {
    const { status, json } = await play(gateway, name, body, written(tell(tags)))
    expect(status).toBe(200)
    return friendsIn(json)?.[0]
  }

  test.each<readonly [string, unknown]>([
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['18446744073709551615', '18446744073709551615'],
    ['[1,{`x`:18446744073709551615}]', [1, { x: '18446744073709551615' }]],
  ])('exact: %s', async (digits, told) => {
    const raw = `raw:${digits}`
    const text = JSON.stringify(tell([['Tag_SNS_Custom_Level', raw]]))
    const { json } = await play(
      gateway,
      name,
      body,
      page(200, text.replace(`"${raw}"`, digits.replaceAll('`', '"')), 'application/json'),
    )
    expect(friendsIn(json)?.[0]).toEqual({ userId: 'a', custom: { Level: told } })
  })

  test('in a profile as well', async () => {
    const profile = { Level: '9007199254740993', custom: { Role: '9007199254740995' } }
    const tags: Tags = [
      ['Tag_Profile_IM_Level', 'raw:9007199254740993'],
      ['Tag_Profile_Custom_Role', 'raw:9007199254740995'],
    ]
    expect(await friendOf(...tags)).toEqual({ userId: 'a', profile })
  })

  test.each(['1e300', '1e400', '-1e999', '90071992547409930.0'])(
    'or is named, where %s is no plain integer',
    async (digits) => {
      const friend = await friendOf(['Tag_SNS_Custom_Level', `raw:${digits}`])
      expect(friend).toEqual({ userId: 'a', unreadable: ['custom.Level'] })
    },
  )

  test('but is the name of nobody', async () => {
    const id = '12345678901234567890'
    const asked = { ...body, ...(name === 'friends.get' && { friendIds: [id] }) }
    const told = written(tell([['Tag_SNS_Custom_Level', 'raw:9007199254740993']], `raw:${id}`))
    const { status, json } = await play(gateway, name, asked, told)
    expect([status, json.code]).toEqual([502, 'UPSTREAM_MALFORMED'])
  })
})

test('when the remark was set is asked for by its name alone', async () => {
  const body = { userId: 'id', friendIds: ['a', 'b'] }
  await play(gateway, 'friends.get', body, getTold([]))
  expect(JSON.stringify(bodies(gateway))).not.toContain('RemarkTime')
  const { status } = await play(gateway, 'friends.get', { ...body, fields: ['remarkedAt'] }, getTold([]))
  expect([status, bodies(gateway)[0]?.TagList]).toEqual([200, ['Tag_SNS_IM_RemarkTime']])
})

describe('one odd time hides nobody from blocklist.list', () => {
  test.each<readonly [string, unknown, Body]>([
    ['milliseconds', 1718192416797, { blockedAt: '2024-06-12T11:40:16Z' }],
    ['null', null, {}],
    ['nothing', undefined, {}],
    ['a text', '1700000000', { unreadable: ['blockedAt'] }],
    ['before 1970', -1, { unreadable: ['blockedAt'] }],
    ['beyond 9999', 253402300800000, { unreadable: ['blockedAt'] }],
  ])('%s', async (_, AddBlackTimeStamp, told) => {
    const BlackListItem = [
      { To_Account: 'a', AddBlackTimeStamp },
      { To_Account: 'b', AddBlackTimeStamp: 1700000000 },
    ]
    const body = { userId: 'id' }
    const { status, json } = await play(gateway, 'blocklist.list', body, reply({ BlackListItem, StartIndex: 0 }))
    expect([status, shapeFault('answer', json)]).toEqual([200, undefined])
    expect(json.blocked).toEqual([
      { userId: 'a', ...told },
      { userId: 'b', blockedAt: '2023-11-14T22:13:20Z' },
    ])
  })
})
