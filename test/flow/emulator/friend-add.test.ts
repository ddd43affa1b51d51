import { describe, expect, test } from 'vitest'
import { Emulator, firstItem, ok, rowsOf, smallSeed, verdict } from './client.ts'

const source = 'AddSource_Type_Web'
const added = (from: string, to: string, members: object = {}, item: object = {}) => ({
  From_Account: from,
  AddFriendItem: [{ To_Account: to, AddSource: source, ...item }],
  ...members,
})

/** `c` has nobody yet; the others accept, ask and deny. */
const strangers = { c: {}, open: {}, asks: { allowType: 'ask' }, denies: { allowType: 'deny' } } as const

test("the page's sample: one friend added, one request that waits for consent", async () => {
  const accounts = { alice: {}, bob: {}, carol: {} }
  const emulator = await Emulator.start({ seed: smallSeed({ accounts }), now: () => 1_700_000_000_000 })
  const body = {
    From_Account: 'alice',
    AddFriendItem: [
      { To_Account: 'bob', AddSource: source, Remark: 'Bob', GroupName: 'work', AddWording: 'hi' },
      { To_Account: 'carol', AddSource: source },
    ],
    AddType: 'Add_Type_Both',
    ForceAddFlags: 1,
  }
  await emulator.fault({ fault: { items: { carol: 30539 } } })
  expect(await emulator.call('friend_add', body)).toEqual({
    ResultItem: [
      { To_Account: 'bob', ResultCode: 0, ResultInfo: '' },
      { To_Account: 'carol', ResultCode: 30539, ResultInfo: '' },
    ],
    Fail_Account: ['carol'],
    ...ok,
  })
  expect(await emulator.friend('alice', 'bob')).toEqual({
    addSource: source,
    addTime: 1_700_000_000,
    addWording: 'hi',
    remark: 'Bob',
    lists: ['work'],
    custom: {},
  })
  expect((await emulator.account('alice')).lists).toEqual(['work'])
  // The other side knows where the friendship came from, and nothing that is alice's own.
  expect(await emulator.friend('bob', 'alice')).toEqual({
    addSource: source,
    addTime: 1_700_000_000,
    lists: [],
    custom: {},
  })
})

describe('sides', () => {
  test.each([
    ['both by default', {}, ['c']],
    ['both', { AddType: 'Add_Type_Both' }, ['c']],
    ['one', { AddType: 'Add_Type_Single' }, []],
  ])('%s', async (_what, members, theirs) => {
    const emulator = await Emulator.start({ seed: smallSeed({ accounts: strangers }) })
    expect(firstItem(await emulator.call('friend_add', added('c', 'open', members)))).toEqual([0, ''])
    expect(await emulator.friendsOf('c')).toEqual(['open'])
    expect(await emulator.friendsOf('open')).toEqual(theirs)
  })

  test('a friend is refused, and a missing other side is not completed', async () => {
    const accounts = { a: { friends: { b: { remark: 'B' } } }, b: {} }
    const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
    const reply = await emulator.call('friend_add', added('a', 'b', {}, { Remark: 'x' }))
    expect(firstItem(reply)).toEqual([30001, 'Err_SNS_FriendAdd_Friend_Exist'])
    expect((await emulator.friend('a', 'b')).remark).toBe('B')
    expect(await emulator.friendsOf('b')).toEqual([])
  })

  test('whoever has you as a friend already keeps what it wrote about you', async () => {
    const accounts = { a: {}, b: { friends: { a: { remark: 'A', lists: ['x'] } } } }
    const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
    expect(firstItem(await emulator.call('friend_add', added('a', 'b')))[0]).toBe(0)
    expect(await emulator.friend('b', 'a')).toMatchObject({ remark: 'A', lists: ['x'] })
  })
})

describe('consent', () => {
  test.each(['Add_Type_Both', 'Add_Type_Single'])(
    '%s: 30539 where it is asked for, 30516 where denied',
    async (type) => {
      const emulator = await Emulator.start({ seed: smallSeed({ accounts: strangers }), now: () => 1_700_000_000_000 })
      const add = (to: string, item = {}) => emulator.call('friend_add', added('c', to, { AddType: type }, item))
      const asked = await add('asks', { AddWording: 'hi', GroupName: 'new' })
      expect(rowsOf(asked)).toEqual([[30539, '']])
      expect(asked).toMatchObject({ Fail_Account: ['asks'], ErrorCode: 0 })
      expect(rowsOf(await add('denies'))).toEqual([[30516, 'Err_SNS_FriendAdd_AllowType_Deny_Any']])
      expect(await emulator.account('c')).toMatchObject({
        friends: {},
        lists: [],
        pending: { asks: { addSource: source, addWording: 'hi', askedAt: 1_700_000_000 } },
      })
      expect(await emulator.friendsOf('asks')).toEqual([])
    },
  )

  test('asking again replaces the request', async () => {
    const emulator = await Emulator.start({ seed: smallSeed({ accounts: strangers }, { pending: 1 }) })
    for (const AddWording of ['first', 'second']) {
      const reply = await emulator.call('friend_add', added('c', 'asks', {}, { AddWording }))
      expect(firstItem(reply)[0]).toBe(30539)
    }
    expect((await emulator.account('c')).pending.asks?.addWording).toBe('second')
  })

  test('force spares the consent, and settles what was asked', async () => {
    const emulator = await Emulator.start({ seed: smallSeed({ accounts: strangers }) })
    await emulator.call('friend_add', added('c', 'asks'))
    for (const to of ['asks', 'denies']) {
      expect(firstItem(await emulator.call('friend_add', added('c', to, { ForceAddFlags: 1 })))).toEqual([0, ''])
      expect(await emulator.friendsOf(to)).toEqual(['c'])
    }
    expect((await emulator.account('c')).pending).toEqual({})
  })

  test('a request is settled as well when the other side adds who sent it', async () => {
    const emulator = await Emulator.start({ seed: smallSeed({ accounts: strangers }) })
    await emulator.call('friend_add', added('c', 'asks'))
    expect(firstItem(await emulator.call('friend_add', added('asks', 'c')))[0]).toBe(0)
    expect(await emulator.account('c')).toMatchObject({ pending: {}, friends: { asks: { addSource: source } } })
  })

  test('30012 past the limit of pending requests', async () => {
    const accounts = { c: {}, x: { allowType: 'ask' }, y: { allowType: 'ask' } } as const
    const emulator = await Emulator.start({ seed: smallSeed({ accounts }, { pending: 1 }) })
    const AddFriendItem = ['x', 'y'].map((To_Account) => ({ To_Account, AddSource: source }))
    expect(rowsOf(await emulator.call('friend_add', { From_Account: 'c', AddFriendItem }))).toEqual([
      [30539, ''],
      [30012, 'Err_SNS_FriendAdd_Pendency_Num_Exceed_Threshold'],
    ])
    expect(Object.keys((await emulator.account('c')).pending)).toEqual(['x'])
  })
})

describe('refusals of an item', () => {
  test.each([0, 1])('30515 and 30525 where one has blocked the other, with ForceAddFlags %i too', async (force) => {
    const accounts = { a: { blocked: { b: {} } }, b: {} }
    const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
    const add = async (from: string, to: string) =>
      firstItem(await emulator.call('friend_add', added(from, to, { ForceAddFlags: force })))
    expect(await add('a', 'b')).toEqual([30515, 'Err_SNS_FriendAdd_In_Self_BlackList'])
    expect(await add('b', 'a')).toEqual([30525, 'Err_SNS_FriendAdd_In_Peer_BlackList'])
    expect([await emulator.friendsOf('a'), await emulator.friendsOf('b')]).toEqual([[], []])
  })

  test('30003 and 30002', async () => {
    const emulator = await Emulator.start()
    const AddFriendItem = ['nobody', 'id3'].map((To_Account) => ({ To_Account, AddSource: source }))
    const reply = await emulator.call('friend_add', { From_Account: 'frank', AddFriendItem })
    expect(rowsOf(reply)).toEqual([
      [30003, 'Err_SNS_FriendAdd_Account_Not_Found'],
      [30002, 'Err_SNS_FriendAdd_SdkAppId_Illegal'],
    ])
    expect(reply.Fail_Account).toEqual(['nobody', 'id3'])
  })

  test.each([
    ['no AddSource', { AddSource: undefined }, 'Source_Illegal'],
    ['keyword over 8 letters', { AddSource: 'AddSource_Type_Abcdefghi' }, 'Source_Illegal'],
    ['wording over 256 bytes', { AddWording: 'x'.repeat(257) }, 'Wording_Illegal'],
    ['remark over 96 bytes', { Remark: 'x'.repeat(97) }, 'Remark_Illegal'],
    ['list name over 30 bytes', { GroupName: 'x'.repeat(31) }, 'Group_Illegal'],
    ['several lists', { GroupName: ['a'] }, 'Group_Illegal'],
    ['oneself', { To_Account: 'c' }, 'To_Account_Illegal'],
  ])('30001: %s', async (_what, item, suffix) => {
    const emulator = await Emulator.start({ seed: smallSeed({ accounts: strangers }) })
    const reply = await emulator.call('friend_add', added('c', 'open', {}, item))
    expect(firstItem(reply)).toEqual([30001, `Err_SNS_FriendAdd_${suffix}`])
    expect(await emulator.friendsOf('c')).toEqual([])
  })

  test('values at their limits are taken', async () => {
    const emulator = await Emulator.start({ seed: smallSeed({ accounts: strangers }) })
    const item = { AddWording: 'x'.repeat(256), Remark: 'é'.repeat(48), GroupName: 'x'.repeat(30) }
    expect(firstItem(await emulator.call('friend_add', added('c', 'open', {}, item)))).toEqual([0, ''])
  })

  test('30010 past the own limit of friends', async () => {
    const emulator = await Emulator.start({ seed: smallSeed({ accounts: strangers }, { friends: 1 }) })
    const AddFriendItem = ['open', 'asks'].map((To_Account) => ({ To_Account, AddSource: source }))
    expect(rowsOf(await emulator.call('friend_add', { From_Account: 'c', AddFriendItem }))).toEqual([
      [0, ''],
      [30010, 'Err_SNS_FriendAdd_My_Friend_Num_Exceed_Threshold'],
    ])
  })

  test("30014 past the other side's limit of friends, where that side would get one", async () => {
    const accounts = { a: {}, b: { friends: { x: {} } }, x: {} }
    const emulator = await Emulator.start({ seed: smallSeed({ accounts }, { friends: 1 }) })
    expect(firstItem(await emulator.call('friend_add', added('a', 'b')))).toEqual([
      30014,
      'Err_SNS_FriendAdd_Peer_Friend_Num_Exceed_Threshold',
    ])
    expect(await emulator.friendsOf('a')).toEqual([])
    expect(firstItem(await emulator.call('friend_add', added('a', 'b', { AddType: 'Add_Type_Single' })))[0]).toBe(0)
    // x is on b's list already, so nothing grows there.
    expect(firstItem(await emulator.call('friend_add', added('x', 'b')))[0]).toBe(0)
  })

  test('30011 past the limit of lists, and nobody is added', async () => {
    const accounts = { a: { lists: ['x'] }, b: {} }
    const emulator = await Emulator.start({ seed: smallSeed({ accounts }, { lists: 1 }) })
    expect(firstItem(await emulator.call('friend_add', added('a', 'b', {}, { GroupName: 'y' })))).toEqual([
      30011,
      'Err_SNS_FriendAdd_Group_Num_Exceed_Threshold',
    ])
    expect([await emulator.friendsOf('a'), await emulator.friendsOf('b')]).toEqual([[], []])
    expect(firstItem(await emulator.call('friend_add', added('a', 'b', {}, { GroupName: 'x' })))[0]).toBe(0)
  })
})

test('members that only friend_import has are no members here', async () => {
  const emulator = await Emulator.start({ seed: smallSeed({ accounts: strangers }), now: () => 1_700_000_000_000 })
  const item = { AddTime: 5, RemarkTime: 'x', CustomItem: [{ Tag: 'Tag_SNS_Custom_No', Value: 1 }] }
  expect(firstItem(await emulator.call('friend_add', added('c', 'open', {}, item)))).toEqual([0, ''])
  expect(await emulator.friend('c', 'open')).toEqual({
    addSource: source,
    addTime: 1_700_000_000,
    lists: [],
    custom: {},
  })
})

test.each([
  ['AddType unknown', { AddType: 'Add_Type_None' }, 'AddType_Illegal'],
  ['ForceAddFlags unknown', { ForceAddFlags: 2 }, 'ForceAddFlags_Illegal'],
  ['ForceAddFlags a text', { ForceAddFlags: '1' }, 'ForceAddFlags_Illegal'],
  ['no AddFriendItem', { AddFriendItem: undefined }, 'AddFriendItem_Illegal'],
  ['1001 items', { AddFriendItem: new Array(1001).fill({ To_Account: 'open' }) }, 'AddFriendItem_Illegal'],
])('30001 for the whole call: %s', async (_what, members, suffix) => {
  const emulator = await Emulator.start({ seed: smallSeed({ accounts: strangers }) })
  const reply = await emulator.call('friend_add', added('c', 'open', members))
  expect(verdict(reply)).toEqual([30001, `Err_SNS_FriendAdd_${suffix}`])
  expect(await emulator.friendsOf('c')).toEqual([])
})

test('the demo data has somebody who asks, somebody who denies and somebody who blocks', async () => {
  const emulator = await Emulator.start()
  const AddFriendItem = ['gina', 'henry', 'iris'].map((To_Account) => ({ To_Account, AddSource: source }))
  const reply = await emulator.call('friend_add', { From_Account: 'alice', AddFriendItem })
  expect(reply.ResultItem?.map((row) => row.ResultCode)).toEqual([30539, 30516, 30525])
  expect((await emulator.account('iris')).pending.gina?.addWording).toBe('Hi Gina, it is Iris')
})
