import { expect, test } from 'vitest'
import type { SeedAccount } from '../../../local/chat/seed-accounts.ts'
import { Emulator, ok, smallSeed, verdict } from './client.ts'

const manyFriends = (count: number): Record<string, SeedAccount> => {
  const ids = Array.from({ length: count }, (_, index) => `f${index}`)
  return {
    a: { friends: Object.fromEntries(ids.map((id) => [id, {}])) },
    ...Object.fromEntries(ids.map((id) => [id, {}])),
  }
}

interface Page {
  UserDataItem?: Array<{ To_Account: string; ValueItem: Array<{ Tag: string; Value: unknown }> }>
  StandardSequence: number
  CustomSequence: number
  FriendNum: number
  CompleteFlag: number
  NextStartIndex: number
}

async function pull(emulator: Emulator, StartIndex: number, members: object = {}): Promise<Page> {
  const reply = await emulator.call('friend_get', { From_Account: 'a', StartIndex, ...members })
  return reply as unknown as Page
}

const ids = (page: Page) => page.UserDataItem?.map((item) => item.To_Account)

test("the page's sample", async () => {
  const accounts = {
    alice: { friends: { bob: { lists: ['work'], source: 'AddSource_Type_Web' } }, sequences: { standard: 5 } },
    bob: { nick: 'Bob' },
  }
  const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
  const body = { From_Account: 'alice', StartIndex: 0, StandardSequence: 0, CustomSequence: 0 }
  expect(await emulator.call('friend_get', body)).toEqual({
    UserDataItem: [
      {
        To_Account: 'bob',
        ValueItem: [
          { Tag: 'Tag_SNS_IM_AddSource', Value: 'AddSource_Type_Web' },
          { Tag: 'Tag_SNS_IM_Group', Value: ['work'] },
          { Tag: 'Tag_SNS_IM_AddTime', Value: 1_700_000_000 },
        ],
      },
    ],
    StandardSequence: 5,
    CustomSequence: 1,
    FriendNum: 1,
    CompleteFlag: 1,
    NextStartIndex: 0,
    ...ok,
  })
})

test('every field that is set, none of the profile', async () => {
  const friend = {
    remark: 'B',
    lists: ['x'],
    custom: { T: 'v' },
    source: 'AddSource_Type_Web',
    wording: 'hi',
    addedAt: 3,
  }
  const accounts = { a: { friends: { b: friend } }, b: { nick: 'Bob' } }
  const emulator = await Emulator.start({ seed: smallSeed({ accounts, customFields: { T: 'string' } }) })
  expect((await pull(emulator, 0)).UserDataItem?.[0]?.ValueItem).toEqual([
    { Tag: 'Tag_SNS_IM_AddSource', Value: 'AddSource_Type_Web' },
    { Tag: 'Tag_SNS_IM_Remark', Value: 'B' },
    { Tag: 'Tag_SNS_IM_Group', Value: ['x'] },
    { Tag: 'Tag_SNS_IM_AddWording', Value: 'hi' },
    { Tag: 'Tag_SNS_IM_AddTime', Value: 3 },
    { Tag: 'Tag_SNS_Custom_T', Value: 'v' },
  ])
})

test('pages of 100, the last one complete, in the order of becoming friends', async () => {
  const emulator = await Emulator.start({ seed: smallSeed({ accounts: manyFriends(101) }) })
  const first = await pull(emulator, 0)
  expect(ids(first)).toHaveLength(100)
  expect(first).toMatchObject({ FriendNum: 101, CompleteFlag: 0, NextStartIndex: 100 })
  const second = await pull(emulator, 100)
  expect(ids(second)).toEqual(['f100'])
  expect(second).toMatchObject({ FriendNum: 101, CompleteFlag: 1, NextStartIndex: 0 })
})

test('who passes the returned sequences back gets every page all the same', async () => {
  const emulator = await Emulator.start({ seed: smallSeed({ accounts: manyFriends(251) }) })
  const found: string[] = []
  let page = await pull(emulator, 0)
  found.push(...(ids(page) ?? []))
  while (page.CompleteFlag === 0) {
    const { NextStartIndex, StandardSequence, CustomSequence } = page
    page = await pull(emulator, NextStartIndex, { StandardSequence, CustomSequence })
    found.push(...(ids(page) ?? []))
  }
  expect(found).toHaveLength(251)
})

test('the seed sets the size of a page; a page that is just full completes', async () => {
  const emulator = await Emulator.start({ seed: smallSeed({ accounts: manyFriends(4) }, { friendsPage: 2 }) })
  expect(await pull(emulator, 0)).toMatchObject({ CompleteFlag: 0, NextStartIndex: 2 })
  expect(await pull(emulator, 2)).toMatchObject({ CompleteFlag: 1, NextStartIndex: 0 })
})

test('nobody to show: no UserDataItem, complete', async () => {
  const emulator = await Emulator.start()
  const empty = { StandardSequence: 1, CustomSequence: 1, CompleteFlag: 1, NextStartIndex: 0, ...ok }
  const none = await emulator.call('friend_get', { From_Account: 'frank', StartIndex: 0 })
  expect(none).toEqual({ ...empty, FriendNum: 0 })
  const beyond = await emulator.call('friend_get', { From_Account: 'alice', StartIndex: 3 })
  expect(beyond).toEqual({ ...empty, FriendNum: 3 })
})

test('a sequence that is in force suppresses its kind of field, both suppress all', async () => {
  const accounts = {
    a: { friends: { b: { custom: { T: 'v' } } }, sequences: { standard: 5, custom: 7 } },
    b: {},
  }
  const emulator = await Emulator.start({ seed: smallSeed({ accounts, customFields: { T: 'string' } }) })
  const tags = async (StandardSequence: number, CustomSequence: number) =>
    (await pull(emulator, 0, { StandardSequence, CustomSequence })).UserDataItem?.map((item) =>
      item.ValueItem.map((field) => field.Tag),
    )
  expect(await tags(4, 7)).toEqual([['Tag_SNS_IM_AddSource', 'Tag_SNS_IM_AddTime']])
  expect(await tags(5, 6)).toEqual([['Tag_SNS_Custom_T']])
  expect(await tags(5, 7)).toBeUndefined()
  expect(await pull(emulator, 0, { StandardSequence: 5, CustomSequence: 7 })).toMatchObject({
    FriendNum: 1,
    CompleteFlag: 1,
  })
})

test('with nothing new there are no further pages either', async () => {
  const emulator = await Emulator.start({ seed: smallSeed({ accounts: manyFriends(4) }, { friendsPage: 2 }) })
  const known = await pull(emulator, 0, { StandardSequence: 1, CustomSequence: 1 })
  expect(known).toMatchObject({ FriendNum: 4, CompleteFlag: 1, NextStartIndex: 0 })
  expect(known).not.toHaveProperty('UserDataItem')
})

test('a change raises the sequence of what it changed, on both sides where both change', async () => {
  const accounts = { a: { friends: { b: {} } }, b: { friends: { a: { custom: { T: 'v' } } } } }
  const seed = smallSeed({ accounts, customFields: { T: 'string' } })
  const emulator = await Emulator.start({ seed })
  const raised = async (userId: string, act: () => Promise<unknown>) => {
    const before = (await emulator.account(userId)).sequences
    await act()
    const after = (await emulator.account(userId)).sequences
    return Object.entries(after).flatMap(([name, value]) => (value > before[name as 'lists'] ? [name] : []))
  }
  expect(await raised('a', () => emulator.update('a', 'b', { IM_Remark: 'x' }))).toEqual(['standard'])
  expect(await raised('a', () => emulator.update('a', 'b', { Custom_T: 'x' }))).toEqual(['custom'])
  expect(await raised('a', () => emulator.update('a', 'b', { IM_Group: ['x'] }))).toEqual(['standard', 'lists'])
  expect(await raised('a', () => emulator.call('friend_get', { From_Account: 'a', StartIndex: 0 }))).toEqual([])
  const join = (name: string) =>
    raised('a', () => emulator.call('group_add', { From_Account: 'a', GroupName: [name], To_Account: ['b'] }))
  expect(await join('x')).toEqual([])
  expect(await join('y')).toEqual(['standard', 'lists'])
  const remove = (name: string) =>
    raised('a', () => emulator.call('group_delete', { From_Account: 'a', GroupName: [name] }))
  expect(await remove('z')).toEqual([])
  expect(await remove('y')).toEqual(['standard', 'lists'])
  const unfriend = { From_Account: 'a', To_Account: ['b'], DeleteType: 'Delete_Type_Both' }
  expect(await raised('b', () => emulator.call('friend_delete', unfriend))).toEqual(['standard', 'custom'])
  await emulator.call('friend_import', {
    From_Account: 'a',
    AddFriendItem: [{ To_Account: 'b', AddSource: 'AddSource_Type_Web', GroupName: ['x'] }],
  })
  expect(await raised('a', () => emulator.call('friend_delete', unfriend))).toEqual(['standard', 'lists'])
})

test.each([
  ['StartIndex left out', { StartIndex: undefined }, 'StartIndex'],
  ['StartIndex negative', { StartIndex: -1 }, 'StartIndex'],
  ['StartIndex a text', { StartIndex: '0' }, 'StartIndex'],
  ['StandardSequence a text', { StandardSequence: 'x' }, 'StandardSequence'],
  ['CustomSequence fractional', { CustomSequence: 0.5 }, 'CustomSequence'],
])('30001: %s', async (_what, members, name) => {
  const emulator = await Emulator.start()
  const reply = await emulator.call('friend_get', { From_Account: 'alice', StartIndex: 0, ...members })
  expect(verdict(reply)).toEqual([30001, `Err_SNS_FriendGet_${name}_Illegal`])
})
