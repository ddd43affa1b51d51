import { expect, test } from 'vitest'
import { type ChatReply, Emulator, smallSeed } from './client.ts'

const peer = (To_Account: string) => ({ Type: 1, To_Account })
const group = (ToGroupId: string) => ({ Type: 2, ToGroupId })
const start = (limits = {}, app = {}) =>
  Emulator.start({ seed: smallSeed({ accounts: { a: {}, b: {}, c: {} }, ...app }, limits), now: () => 5_000_000 })
const create = (emulator: Emulator, GroupName: string, ...ContactItem: object[]) =>
  emulator.call('create_contact_group', { From_Account: 'a', GroupContactItem: [{ GroupName, ContactItem }] })
const update = (emulator: Emulator, UpdateGroup: object) =>
  emulator.call('update_contact_group', { From_Account: 'a', UpdateType: 1, UpdateGroup })
const change = (emulator: Emulator, ContactOptType: number, ...items: object[]) =>
  update(emulator, {
    UpdateGroupType: 2,
    OldGroupName: 'x',
    ContactUpdateItem: items.map((ContactItem) => ({ ContactOptType, ContactItem })),
  })
const noted = async (emulator: Emulator) =>
  (await emulator.call('get_contact_group', { From_Account: 'a', StartIndex: 0 })) as ChatReply & {
    ContactItem: object[]
    GroupItem: object[]
  }
/** The code of each entry, wherever the list stands. */
const codesIn = (reply: unknown): number[] =>
  [...JSON.stringify(reply).matchAll(/"ResultCode":(\d+)/g)].map(([, code]) => Number(code))

test('a group is made, filled, renamed and deleted; its number is given once', async () => {
  const emulator = await start()
  expect(await create(emulator, 'x', peer('b'), group('b'))).toMatchObject({
    GroupResultItem: [
      { GroupItem: { GroupName: 'x', GroupId: 1 }, ResultItem: [{ ResultCode: 0 }, { ResultCode: 0 }] },
    ],
  })
  expect(codesIn(await change(emulator, 1, peer('c'), peer('b')))).toEqual([0, 0])
  expect(codesIn(await change(emulator, 2, group('b'), group('never')))).toEqual([0, 0])
  expect(await update(emulator, { UpdateGroupType: 1, OldGroupName: 'x', NewGroupName: 'y' })).toEqual({
    UpdateType: 1,
    UpdateGroupResult: { UpdateGroupType: 1, GroupName: 'y', GroupId: 1, OldGroupName: 'x' },
    ActionStatus: 'OK',
    ErrorCode: 0,
    ErrorInfo: '',
  })
  const { ContactItem, GroupItem } = await noted(emulator)
  const of = { ContactGroupId: [1], Timestamp: 5000 }
  expect([ContactItem, GroupItem]).toEqual([
    [
      { ...peer('b'), ...of },
      { ...peer('c'), ...of },
    ],
    [{ GroupName: 'y', GroupId: 1 }],
  ])
  expect(await emulator.call('del_contact_group', { From_Account: 'a', GroupName: ['y'] })).toMatchObject({
    GroupItem: [{ GroupName: 'y', GroupId: 1 }],
  })
  expect(await noted(emulator)).toMatchObject({ ContactItem: [], GroupItem: [] })
  expect(await create(emulator, 'y', peer('b'))).toMatchObject({ GroupResultItem: [{ GroupItem: { GroupId: 2 } }] })
})

test('a group is there though none of its conversations could be put into it', async () => {
  const emulator = await start()
  expect(codesIn(await create(emulator, 'x', peer('nobody')))).toEqual([50001])
  expect((await noted(emulator)).GroupItem).toEqual([{ GroupName: 'x', GroupId: 1 }])
})

test('a group holds so many conversations, and an account so many groups', async () => {
  const emulator = await start({ contactsPerGroup: 2, contactGroups: 1 })
  expect(await create(emulator, 'x', group('1'), group('2'), group('3'))).toMatchObject({ ErrorCode: 51008 })
  expect(codesIn(await create(emulator, 'x', group('1'), group('2')))).toEqual([0, 0])
  expect(codesIn(await change(emulator, 1, group('2'), group('3')))).toEqual([0, 51008])
  expect(await create(emulator, 'y', group('1'))).toMatchObject({ ErrorCode: 51010 })
})

test('names are unique within an account, and those of groups that are not there are refused', async () => {
  const emulator = await start()
  await create(emulator, 'x', peer('b'))
  await create(emulator, 'y', peer('b'))
  expect(await create(emulator, 'x', peer('b'))).toMatchObject({ ErrorCode: 50002 })
  const renamed = (OldGroupName: string, NewGroupName: string) =>
    update(emulator, { UpdateGroupType: 1, OldGroupName, NewGroupName })
  expect(await renamed('x', 'y')).toMatchObject({ ErrorCode: 50002 })
  expect(await renamed('x', 'x')).toMatchObject({ ErrorCode: 0 })
  expect(await renamed('z', 'w')).toMatchObject({ ErrorCode: 51009 })
  expect(await renamed('x', 'é'.repeat(17))).toMatchObject({ ErrorCode: 51011 })
  const gone = { From_Account: 'a', GroupName: ['z'] }
  expect(await emulator.call('del_contact_group', gone)).toMatchObject({ ErrorCode: 51009, ErrorDisplay: '' })
  expect(await emulator.call('del_contact_group', { ...gone, GroupName: ['x', 'y'] })).toMatchObject({
    ErrorCode: 50002,
  })
})

test('a plan may have neither groups nor marks', async () => {
  const emulator = await start({}, { conversationMarks: false })
  expect(await create(emulator, 'x', peer('b'))).toMatchObject({ ErrorCode: 51013 })
  expect(await noted(emulator)).toMatchObject({ ErrorCode: 51013 })
})

test('a fault spoils the lists inside a reply, and gives a conversation a code by its id', async () => {
  const emulator = await start()
  const struck = (fault: object) => emulator.fault({ command: 'create_contact_group', fault })
  await struck({ items: { b: 50004 } })
  expect(codesIn(await create(emulator, 'x', peer('c'), group('b')))).toEqual([0, 50004])
  expect((await emulator.calls(1))[0]?.answer?.items).toEqual({ c: 0, b: 50004 })
  await struck({ reply: { missing: ['b'], doubled: ['c'], foreign: ['stranger'] } })
  const { GroupResultItem } = (await create(emulator, 'y', peer('c'), peer('b'))) as unknown as {
    GroupResultItem: [{ ResultItem: Array<{ ContactItem: object }> }]
  }
  expect(GroupResultItem[0].ResultItem.map(({ ContactItem }) => ContactItem)).toEqual(['c', 'c', 'stranger'].map(peer))
})

test.each([
  ['create_contact_group', { GroupContactItem: [] }, 50002],
  ['create_contact_group', { GroupContactItem: [{ GroupName: '', ContactItem: [peer('b')] }] }, 50002],
  ['create_contact_group', { GroupContactItem: [{ GroupName: 'x' }] }, 50002],
  [
    'create_contact_group',
    { GroupContactItem: [{ GroupName: 'x', ContactItem: [{ Type: 2, To_Account: 'b' }] }] },
    50002,
  ],
  ['update_contact_group', { UpdateType: 2, UpdateGroup: { UpdateGroupType: 1 } }, 50002],
  ['update_contact_group', { UpdateType: 1, UpdateGroup: { UpdateGroupType: 3 } }, 50002],
  ['update_contact_group', { UpdateType: 1, UpdateGroup: { UpdateGroupType: 2, OldGroupName: 'x' } }, 50002],
])('%s of %j gives %i', async (command, members, code) => {
  const emulator = await start()
  expect(await emulator.call(command, { From_Account: 'a', ...members })).toMatchObject({ ErrorCode: code })
})
