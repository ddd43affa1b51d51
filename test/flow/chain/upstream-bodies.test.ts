import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ask, bodies, done } from '../../support/gateway/chain.ts'
import type { Body } from '../../support/gateway/rows.ts'
import { DEFAULT_SECRET, type Gateway, startGateway } from '../../support/gateway/start.ts'

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({
    secrets: (secret) => ({ [DEFAULT_SECRET]: { ...secret, integerFields: ['Level'] } }),
  })
})
beforeEach(() => gateway.chat.play(done))
afterAll(() => gateway.close())

const from = { From_Account: 'id' }
const friend = (more: Body = {}) => ({ userId: 'id', friends: [{ userId: 'a', source: 'Web', ...more }] })
const added = (more: Body = {}) => ({
  ...from,
  AddFriendItem: [{ To_Account: 'a', AddSource: 'AddSource_Type_Web', ...more }],
})
const adding = { AddType: 'Add_Type_Both', ForceAddFlags: 0 }
const ids = { userId: 'id', friendIds: ['a', 'b'] }
const userIds = { userId: 'id', userIds: ['a', 'b'] }
const to = { ...from, To_Account: ['a', 'b'] }
const tags = (...TagList: string[]) => ({ ...to, TagList })
const custom = { B: 'two', A: '', Level: 7 }
const CustomItem = [
  { Tag: 'Tag_SNS_Custom_B', Value: 'two' },
  { Tag: 'Tag_SNS_Custom_A', Value: '' },
  { Tag: 'Tag_SNS_Custom_Level', Value: 7 },
]

test.each<readonly [string, Body, Body]>([
  [
    'friends.add',
    { ...friend({ remark: 'r', list: 'l', wording: 'w' }), mutual: false, force: true },
    { ...added({ Remark: 'r', GroupName: 'l', AddWording: 'w' }), AddType: 'Add_Type_Single', ForceAddFlags: 1 },
  ],
  ['friends.add', { ...friend(), mutual: true, force: false }, { ...added(), ...adding }],
  ['friends.add', { ...friend(), repeated: true }, { ...added(), ...adding }],
  ['friends.add', { app: 'default', ...friend() }, { ...added(), ...adding }],
  [
    'friends.import',
    friend({
      remark: 'r',
      remarkedAt: '1970-01-01T00:00:00Z',
      lists: ['l', 'm'],
      wording: 'w',
      addedAt: '2023-11-14T22:13:20Z',
      custom,
    }),
    added({
      Remark: 'r',
      RemarkTime: 0,
      GroupName: ['l', 'm'],
      AddWording: 'w',
      AddTime: 1700000000,
      CustomItem,
    }),
  ],
  ['friends.import', { ...friend(), repeated: true }, added()],
  ['friends.delete', { ...ids, mutual: true }, { ...to, DeleteType: 'Delete_Type_Both' }],
  ['friends.delete', { ...ids, mutual: false, repeated: false }, { ...to, DeleteType: 'Delete_Type_Single' }],
  ['friends.delete-all', { userId: 'id', mutual: true }, { ...from, DeleteType: 'Delete_Type_Both' }],
  [
    'friends.delete-all',
    { userId: 'id', mutual: false, repeated: true },
    { ...from, DeleteType: 'Delete_Type_Single' },
  ],
  ['friends.check', { ...ids, mutual: true }, { ...to, CheckType: 'CheckResult_Type_Both' }],
  ['friends.check', { ...ids, mutual: false }, { ...to, CheckType: 'CheckResult_Type_Single' }],
  ['friends.get', { ...ids, fields: ['remark'] }, tags('Tag_SNS_IM_Remark')],
  [
    'friends.get',
    { ...ids, fields: ['addedAt', 'wording', 'source', 'lists', 'remark'] },
    tags(
      'Tag_SNS_IM_AddTime',
      'Tag_SNS_IM_AddWording',
      'Tag_SNS_IM_AddSource',
      'Tag_SNS_IM_Group',
      'Tag_SNS_IM_Remark',
    ),
  ],
  [
    'friends.get',
    { ...ids, fields: ['custom.Test', 'profile.Nick', 'profile.custom.Role', 'custom.remark', 'profile.Gender'] },
    tags(
      'Tag_SNS_Custom_Test',
      'Tag_Profile_IM_Nick',
      'Tag_Profile_Custom_Role',
      'Tag_SNS_Custom_remark',
      'Tag_Profile_IM_Gender',
    ),
  ],
  [
    'friends.get',
    { ...ids, fields: ['profile.Nick', 'remark', 'profile.Nick', 'remark', 'custom.A', 'custom.A'] },
    tags('Tag_Profile_IM_Nick', 'Tag_SNS_IM_Remark', 'Tag_SNS_Custom_A'),
  ],
  ['friend-lists.add', { userId: 'id', lists: ['l', 'm'] }, { ...from, GroupName: ['l', 'm'] }],
  ['friend-lists.add', { ...ids, lists: ['l'], repeated: true }, { ...to, GroupName: ['l'] }],
  ['friend-lists.delete', { userId: 'id', lists: ['m', 'l'], repeated: true }, { ...from, GroupName: ['m', 'l'] }],
  ['friend-lists.get', { userId: 'id', withFriends: true }, { ...from, NeedFriend: 'Need_Friend_Type_Yes' }],
  [
    'friend-lists.get',
    { userId: 'id', withFriends: false, lists: ['l', 'm'] },
    { ...from, NeedFriend: 'Need_Friend_Type_No', GroupName: ['l', 'm'] },
  ],
  ['blocklist.add', { ...userIds, repeated: true }, to],
  ['blocklist.delete', { ...userIds, repeated: true }, to],
  ['blocklist.list', { userId: 'id', limit: 1000 }, { ...from, StartIndex: 0, MaxLimited: 1000, LastSequence: 0 }],
  ['blocklist.list', { userId: 'id', limit: 1 }, { ...from, StartIndex: 0, MaxLimited: 1, LastSequence: 0 }],
  ['blocklist.check', { ...userIds, mutual: false }, { ...to, CheckType: 'BlackCheckResult_Type_Single' }],
  ['blocklist.check', { ...userIds, mutual: true }, { ...to, CheckType: 'BlackCheckResult_Type_Both' }],
])('%s sends %j as its page asks', async (name, body, upstream) => {
  expect((await ask(gateway, name, body)).status).toBe(200)
  expect(bodies(gateway)).toEqual([upstream])
})

test.each([
  ['1970-01-01T00:00:00Z', 0],
  ['1970-01-01T00:00:01Z', 1],
  ['2000-02-29T12:00:00Z', 951825600],
  ['2024-02-29T23:59:59Z', 1709251199],
  ['2038-01-19T03:14:08Z', 2147483648],
  ['9999-12-31T23:59:59Z', 253402300799],
])('the time %s goes up as %i', async (time, seconds) => {
  expect((await ask(gateway, 'friends.import', friend({ remarkedAt: time, addedAt: time }))).status).toBe(200)
  expect(bodies(gateway)).toEqual([added({ RemarkTime: seconds, AddTime: seconds })])
})

test('a text that looks like any of our marks or escapes arrives as it was', async () => {
  const odd = ['\\u0000items', '"\\u0000items"', '[items]', '","', '\u2028', '__proto__', 'constructor']
  await ask(gateway, 'friend-lists.add', { userId: '"\\u0000items', lists: odd, friendIds: odd })
  expect(bodies(gateway)).toEqual([{ From_Account: '"\\u0000items', GroupName: odd, To_Account: odd }])
})

test('a custom integer that the app did not declare is refused with its place, before a call', async () => {
  const { status, json } = await ask(gateway, 'friends.import', friend({ custom: { Level: 1, Other: 2 } }))
  expect([status, json.code, json.errors?.map((error) => error.pointer)]).toEqual([
    400,
    'INVALID_REQUEST',
    ['/friends/0/custom/Other'],
  ])
  expect(gateway.chat.calls).toHaveLength(0)
})
