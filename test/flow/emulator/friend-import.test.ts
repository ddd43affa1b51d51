import { expect, test } from 'vitest'
import { Emulator, firstItem, smallSeed } from './client.ts'

const imported = (item: object, from = 'frank') => ({
  From_Account: from,
  AddFriendItem: [{ To_Account: 'alice', AddSource: 'AddSource_Type_Web', ...item }],
})

test('a friend is imported one way, with every field the page lists', async () => {
  const emulator = await Emulator.start()
  const item = {
    Remark: 'Al',
    RemarkTime: 1_600_000_001,
    GroupName: ['a', 'b'],
    AddWording: 'hello',
    AddTime: 1_600_000_000,
    CustomItem: [
      { Tag: 'Tag_SNS_Custom_Test', Value: 't' },
      { Tag: 'Tag_SNS_Custom_Level', Value: 0 },
    ],
  }
  expect(await emulator.call('friend_import', imported(item))).toEqual({
    ResultItem: [{ To_Account: 'alice', ResultCode: 0, ResultInfo: '' }],
    ActionStatus: 'OK',
    ErrorCode: 0,
    ErrorInfo: '',
    ErrorDisplay: '',
  })
  expect(await emulator.friend('frank', 'alice')).toEqual({
    addSource: 'AddSource_Type_Web',
    addTime: 1_600_000_000,
    addWording: 'hello',
    remark: 'Al',
    remarkTime: 1_600_000_001,
    lists: ['a', 'b'],
    custom: { Test: 't', Level: 0 },
  })
  expect((await emulator.account('alice')).friends).not.toHaveProperty('frank')
})

test('without AddTime the friendship begins now', async () => {
  const now = Date.now() + 60_000
  const emulator = await Emulator.start({ now: () => now })
  await emulator.call('friend_import', imported({}))
  expect((await emulator.friend('frank', 'alice')).addTime).toBe(Math.floor(now / 1000))
})

test.each([
  ['no AddSource', { AddSource: undefined }, 'Source_Illegal'],
  ['AddSource without the prefix', { AddSource: 'Web' }, 'Source_Illegal'],
  ['keyword over 8 letters', { AddSource: 'AddSource_Type_Abcdefghi' }, 'Source_Illegal'],
  ['wording over 256 bytes', { AddWording: 'x'.repeat(257) }, 'Wording_Illegal'],
  ['remark over 96 bytes', { Remark: 'x'.repeat(97) }, 'Remark_Illegal'],
  ['GroupName no array', { GroupName: 'a' }, 'Group_Illegal'],
  ['AddTime no integer', { AddTime: 'x' }, 'AddTime_Illegal'],
  ['RemarkTime no integer', { RemarkTime: 1.5 }, 'RemarkTime_Illegal'],
  ['CustomItem no array', { CustomItem: {} }, 'Custom_Illegal'],
  ['CustomItem with another tag', { CustomItem: [{ Tag: 'Tag_SNS_IM_Remark', Value: 'x' }] }, 'Custom_Illegal'],
  ['undeclared custom field', { CustomItem: [{ Tag: 'Tag_SNS_Custom_No', Value: 'x' }] }, 'Custom_Illegal'],
  ['oneself', { To_Account: 'frank' }, 'To_Account_Illegal'],
])('30001 for the item: %s', async (_what, item, suffix) => {
  const emulator = await Emulator.start()
  const reply = await emulator.call('friend_import', imported(item))
  expect(firstItem(reply)).toEqual([30001, `Err_SNS_FriendImport_${suffix}`])
  expect((await emulator.account('frank')).friends).toEqual({})
})

test('30001 Friend_Exist for a friend, whose fields stay', async () => {
  const emulator = await Emulator.start()
  const reply = await emulator.call('friend_import', imported({ To_Account: 'bob', Remark: 'x' }, 'alice'))
  expect(firstItem(reply)).toEqual([30001, 'Err_SNS_FriendImport_Friend_Exist'])
  expect((await emulator.friend('alice', 'bob')).remark).toBe('Bobby')
})

test('30003 and 30002 per item', async () => {
  const emulator = await Emulator.start()
  const body = {
    From_Account: 'frank',
    AddFriendItem: ['nobody', 'id3'].map((To_Account) => ({ To_Account, AddSource: 'AddSource_Type_Web' })),
  }
  const reply = await emulator.call('friend_import', body)
  expect(reply.ResultItem?.map((row) => row.ResultCode)).toEqual([30003, 30002])
  expect(reply.Fail_Account).toEqual(['nobody', 'id3'])
})

test('30010 past the limit of friends', async () => {
  const emulator = await Emulator.start({ seed: smallSeed({}, { friends: 1 }) })
  const body = {
    From_Account: 'c',
    AddFriendItem: ['a', 'b'].map((To_Account) => ({ To_Account, AddSource: 'AddSource_Type_Web' })),
  }
  const reply = await emulator.call('friend_import', body)
  expect(reply.ResultItem?.map((row) => [row.ResultCode, row.ResultInfo])).toEqual([
    [0, ''],
    [30010, 'Err_SNS_FriendImport_My_Friend_Num_Exceed_Threshold'],
  ])
})

test('30011 past the limit of lists, and nobody is imported', async () => {
  const emulator = await Emulator.start({ seed: smallSeed({}, { lists: 1 }) })
  const body = imported({ To_Account: 'b', GroupName: ['x', 'y'] }, 'c')
  expect(firstItem(await emulator.call('friend_import', body))).toEqual([
    30011,
    'Err_SNS_FriendImport_Group_Num_Exceed_Threshold',
  ])
  expect((await emulator.account('c')).friends).toEqual({})
})

test('1001 items are 30001', async () => {
  const emulator = await Emulator.start()
  const items = new Array(1001).fill({ To_Account: 'alice', AddSource: 'AddSource_Type_Web' })
  const reply = await emulator.call('friend_import', { From_Account: 'frank', AddFriendItem: items })
  expect([reply.ErrorCode, reply.ErrorInfo]).toEqual([30001, 'Err_SNS_FriendImport_AddFriendItem_Illegal'])
})
