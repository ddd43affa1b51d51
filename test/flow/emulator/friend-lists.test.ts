import { describe, expect, test } from 'vitest'
import { Emulator, ok, rowsOf, smallSeed, verdict } from './client.ts'

const people = { alice: { friends: { bob: {}, carol: {} } }, bob: {}, carol: {}, zed: {} }

async function start(accounts: Parameters<typeof smallSeed>[0] = { accounts: people }, limits = {}): Promise<Emulator> {
  return Emulator.start({ seed: smallSeed(accounts, limits) })
}

describe('group_add', () => {
  test("the page's sample", async () => {
    const emulator = await start()
    const body = { From_Account: 'alice', GroupName: ['work'], To_Account: ['bob', 'zed'] }
    expect(await emulator.call('group_add', body)).toEqual({
      ResultItem: [
        { To_Account: 'bob', ResultCode: 0, ResultInfo: '' },
        { To_Account: 'zed', ResultCode: 32216, ResultInfo: 'Err_SNS_GroupAdd_ToTinyId_Not_Friend' },
      ],
      Fail_Account: ['zed'],
      CurrentSequence: 3,
      ...ok,
    })
    expect(await emulator.account('alice')).toMatchObject({ lists: ['work'], friends: { bob: { lists: ['work'] } } })
  })

  test('without To_Account the lists are made, and there is no ResultItem; one that is there is no failure', async () => {
    const emulator = await start()
    const add = () => emulator.call('group_add', { From_Account: 'alice', GroupName: ['x', 'y', 'x'] })
    expect(await add()).toEqual({ CurrentSequence: 2, ...ok })
    expect(await add()).toEqual({ CurrentSequence: 2, ...ok })
    expect((await emulator.account('alice')).lists).toEqual(['x', 'y'])
  })

  test('friends keep the lists they stand in', async () => {
    const emulator = await Emulator.start()
    const body = { From_Account: 'alice', GroupName: ['gym', 'new'], To_Account: ['bob', 'carol'] }
    expect(rowsOf(await emulator.call('group_add', body))).toEqual([
      [0, ''],
      [0, ''],
    ])
    expect((await emulator.friend('alice', 'bob')).lists).toEqual(['work', 'gym', 'new'])
    expect((await emulator.friend('alice', 'carol')).lists).toEqual(['gym', 'new'])
  })

  test('30003 and 30002 per item', async () => {
    const emulator = await Emulator.start()
    const body = { From_Account: 'alice', GroupName: ['x'], To_Account: ['nobody', 'id3'] }
    expect(rowsOf(await emulator.call('group_add', body))).toEqual([
      [30003, 'Err_SNS_GroupAdd_Account_Not_Found'],
      [30002, 'Err_SNS_GroupAdd_SdkAppId_Illegal'],
    ])
  })

  test('30011 for the whole call past 32 lists, and none is made', async () => {
    const emulator = await Emulator.start()
    const add = (...GroupName: string[]) => emulator.call('group_add', { From_Account: 'id', GroupName })
    expect(verdict(await add('list32', 'list33'))).toEqual([30011, 'Err_SNS_GroupAdd_Group_Num_Exceed_Threshold'])
    expect((await emulator.account('id')).lists).toHaveLength(31)
    expect((await add('list32', 'list01')).ErrorCode).toBe(0)
    expect((await emulator.account('id')).lists).toHaveLength(32)
  })
})

describe('group_delete', () => {
  test("the page's sample", async () => {
    const accounts = {
      alice: { friends: { bob: { lists: ['work', 'gym'] } }, sequences: { lists: 3 } },
      bob: { friends: { alice: { lists: ['work'] } } },
    }
    const emulator = await start({ accounts })
    expect(await emulator.call('group_delete', { From_Account: 'alice', GroupName: ['work'] })).toEqual({
      CurrentSequence: 4,
      ...ok,
      ErrorInfo: '0',
    })
    const { lists, friends } = await emulator.account('alice')
    expect([lists, friends.bob?.lists]).toEqual([['gym'], ['gym']])
    // A list is its owner's alone.
    expect((await emulator.friend('bob', 'alice')).lists).toEqual(['work'])
  })

  test('a list that is not there is no failure and changes nothing', async () => {
    const emulator = await Emulator.start()
    const reply = await emulator.call('group_delete', { From_Account: 'alice', GroupName: ['nowhere'] })
    expect(reply).toEqual({ CurrentSequence: 1, ...ok, ErrorInfo: '0' })
    expect((await emulator.account('alice')).lists).toEqual(['work', 'gym'])
  })
})

describe('group_get', () => {
  test("the page's sample", async () => {
    const accounts = { alice: { friends: { bob: { lists: ['work'] } }, sequences: { lists: 4 } }, bob: {} }
    const emulator = await start({ accounts })
    const body = { From_Account: 'alice', NeedFriend: 'Need_Friend_Type_Yes' }
    expect(await emulator.call('group_get', body)).toEqual({
      ResultItem: [{ GroupName: 'work', FriendNumber: 1, To_Account: ['bob'] }],
      CurrentSequence: 4,
      ...ok,
    })
  })

  test.each([
    [
      'all, in the order they were made',
      {},
      [
        ['work', 1],
        ['gym', 1],
        ['empty', 0],
      ],
    ],
    [
      'an empty GroupName means all',
      { GroupName: [] },
      [
        ['work', 1],
        ['gym', 1],
        ['empty', 0],
      ],
    ],
    [
      'by name, in the order asked, absent ones left out',
      { GroupName: ['empty', 'no', 'work'] },
      [
        ['empty', 0],
        ['work', 1],
      ],
    ],
    ['none', { GroupName: ['no'] }, []],
  ])('%s', async (_what, members, expected) => {
    const emulator = await Emulator.start()
    await emulator.call('group_add', { From_Account: 'alice', GroupName: ['empty'] })
    const pull = async (more: object) =>
      (await emulator.call('group_get', { From_Account: 'alice', ...members, ...more }))
        .ResultItem as unknown as object[]
    const rows = expected.map(([GroupName, FriendNumber]) => ({ GroupName, FriendNumber }))
    expect(await pull({})).toEqual(rows)
    expect(await pull({ NeedFriend: 'Need_Friend_Type_No', LastSequence: 0 })).toEqual(rows)
    const friends = { work: ['bob'], gym: ['carol'], empty: [] }
    expect(await pull({ NeedFriend: 'Need_Friend_Type_Yes' })).toEqual(
      rows.map((row) => ({ ...row, To_Account: friends[row.GroupName as 'work'] })),
    )
  })

  test('an account without lists', async () => {
    const emulator = await Emulator.start()
    const reply = await emulator.call('group_get', { From_Account: 'frank' })
    expect(reply).toEqual({ ResultItem: [], CurrentSequence: 1, ...ok })
  })

  test('30001 for an unknown NeedFriend', async () => {
    const emulator = await Emulator.start()
    const reply = await emulator.call('group_get', { From_Account: 'alice', NeedFriend: 'Yes' })
    expect(verdict(reply)).toEqual([30001, 'Err_SNS_GroupGet_NeedFriend_Illegal'])
  })
})

describe.each(['group_add', 'group_delete', 'group_get'])('names in %s', (command) => {
  test.each([
    ['no array', 'work'],
    ['no text', [1]],
    ['empty', ['']],
    ['over 30 bytes', ['é'.repeat(16)]],
    ['33 of them', new Array(33).fill('work')],
  ])('30001: %s', async (_what, GroupName) => {
    const emulator = await Emulator.start()
    const reply = await emulator.call(command, { From_Account: 'alice', GroupName })
    expect(verdict(reply)).toEqual([30001, expect.stringMatching(/^Err_SNS_Group(Add|Delete|Get)_GroupName_Illegal$/)])
    expect((await emulator.account('alice')).lists).toEqual(['work', 'gym'])
  })

  test('32 names of 30 bytes are taken', async () => {
    const emulator = await Emulator.start()
    const GroupName = Array.from({ length: 32 }, (_, index) => `${'x'.repeat(28)}${10 + index}`)
    expect((await emulator.call(command, { From_Account: 'frank', GroupName })).ErrorCode).toBe(0)
  })
})

test.each(['group_add', 'group_delete'])('%s needs a GroupName', async (command) => {
  const emulator = await Emulator.start()
  expect((await emulator.call(command, { From_Account: 'alice' })).ErrorCode).toBe(30001)
})
