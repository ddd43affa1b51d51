import { expect, test } from 'vitest'
import { Emulator, smallSeed } from './client.ts'

const MONTH_MS = 30 * 24 * 3_600_000
const users = (...userIds: string[]) => userIds.map((UserID) => ({ UserID }))
const success = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' }

async function deletedOf(emulator: Emulator): Promise<string[]> {
  const [, state] = await emulator.control<{ apps: { default: { deleted: object } } }>('GET', 'state?app=default')
  return Object.keys(state.apps.default.deleted)
}

test('importing several: bare UserIDs, or objects with a profile; those too long stand bare in FailAccounts', async () => {
  const emulator = await Emulator.start({ seed: smallSeed() })
  const long = 'é'.repeat(17)
  const bare = await emulator.call('multiaccount_import', { Accounts: ['d', long, 'a', ''] })
  expect(bare).toEqual({ ...success, FailAccounts: [long, ''] })
  const given = { UserID: 'd', Nick: 'Dee', FaceUrl: 'https://example.com/d.png' }
  const AccountList = [given, { UserID: 'e' }, { UserID: long, Nick: 'x' }]
  expect(await emulator.call('multiaccount_import', { AccountList })).toEqual({ ...success, FailAccounts: [long] })
  expect((await emulator.account('d')).profile).toEqual({
    Tag_Profile_IM_Nick: 'Dee',
    Tag_Profile_IM_Image: 'https://example.com/d.png',
  })
  expect(await emulator.account('e')).toBeDefined()
  expect(await emulator.friendsOf('a')).toEqual(['b'])
})

test('an account imported twice is one, with its relations', async () => {
  const emulator = await Emulator.start({ seed: smallSeed() })
  const imported = [{ Accounts: ['a', 'z'] }, { Accounts: ['z', 'a'] }, { AccountList: users('z') }]
  for (const body of imported)
    expect(await emulator.call('multiaccount_import', body)).toMatchObject({ FailAccounts: [] })
  expect(await emulator.friendsOf('a')).toEqual(['b'])
  const [, state] = await emulator.control<{ apps: { default: { accounts: object } } }>('GET', 'state')
  expect(Object.keys(state.apps.default.accounts)).toEqual(['administrator', 'a', 'b', 'c', 'z'])
})

test.each([
  ['multiaccount_import', {}, 70402],
  ['multiaccount_import', { Accounts: 'a' }, 70402],
  ['multiaccount_import', { Accounts: [1] }, 60015],
  ['multiaccount_import', { Accounts: new Array(101).fill('a') }, 70402],
  ['multiaccount_import', { AccountList: ['a'] }, 70402],
  ['multiaccount_import', { AccountList: [{ Nick: 'x' }] }, 70402],
  ['multiaccount_import', { AccountList: [{ UserID: 'z', Nick: 1 }] }, 70402],
  ['multiaccount_import', { AccountList: [{ UserID: 'z', Nick: 'x'.repeat(501) }] }, 40601],
  ['account_delete', {}, 70402],
  ['account_delete', { DeleteItem: ['a'] }, 70402],
  ['account_delete', { DeleteItem: [{}] }, 70402],
  ['account_delete', { DeleteItem: [{ UserID: 1 }] }, 60015],
  ['account_delete', { DeleteItem: users(...new Array<string>(101).fill('a')) }, 70402],
  ['account_check', { CheckItem: {} }, 70402],
  ['account_check', { CheckItem: users(...new Array<string>(101).fill('a')) }, 70402],
])('%s of %j is refused as a whole with %i', async (command, body, code) => {
  const emulator = await Emulator.start({ seed: smallSeed() })
  const reply = await emulator.call(command, body)
  expect(reply).toEqual({ ActionStatus: 'FAIL', ErrorCode: code, ErrorInfo: expect.stringMatching(/./) })
  expect(await emulator.account('a')).toBeDefined()
})

test('account_check says of each whether it was imported, whichever it is', async () => {
  const accounts = { a: {}, other: { otherApp: true } }
  const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
  const row = (UserID: string, AccountStatus: string) => ({ UserID, AccountStatus, ResultCode: 0, ResultInfo: '' })
  expect(await emulator.call('account_check', { CheckItem: users('a', 'nobody', 'other', 'administrator') })).toEqual({
    ...success,
    ResultItem: [
      row('a', 'Imported'),
      row('nobody', 'NotImported'),
      row('other', 'NotImported'),
      row('administrator', 'Imported'),
    ],
  })
})

test('a deleted account takes along whatever others had of it; a second delete gives 70107 for its item', async () => {
  const accounts = {
    a: {
      friends: { b: { lists: ['x'] } },
      sessions: { Web: {} },
      tags: ['t'],
      attributes: { sex: 'f' },
      profile: { Level: 3 },
    },
    b: { friends: { a: { lists: ['y'], custom: { Test: 'x' } } } },
    c: { blocked: { a: {} } },
    d: { pending: { a: {} } },
  }
  const emulator = await Emulator.start({
    seed: smallSeed({ accounts, customFields: { Test: 'string' }, attributeNames: { '0': 'sex' } }),
  })
  const before = await emulator.account('b')
  expect(await emulator.call('account_delete', { DeleteItem: users('a', 'nobody', 'a') })).toEqual({
    ...success,
    ResultItem: [
      { UserID: 'a', ResultCode: 0, ResultInfo: '' },
      { UserID: 'nobody', ResultCode: 70107, ResultInfo: 'Err_TLS_PT_Open_Login_Account_Not_Exist' },
      { UserID: 'a', ResultCode: 70107, ResultInfo: 'Err_TLS_PT_Open_Login_Account_Not_Exist' },
    ],
  })
  expect(await emulator.account('a')).toBeUndefined()
  expect(await emulator.account('b')).toMatchObject({ friends: {}, lists: ['y'] })
  expect((await emulator.account('b')).sequences.standard).toBeGreaterThan(before.sequences.standard)
  expect((await emulator.account('c')).blocked).toEqual({})
  expect((await emulator.account('d')).pending).toEqual({})
  // Imported anew it begins from nothing, and nobody has it as a friend.
  expect((await emulator.call('account_import', { UserID: 'a' })).ErrorCode).toBe(0)
  expect(await emulator.account('a')).toMatchObject({
    ...{ friends: {}, lists: [], sessions: {}, tags: [], attributes: {}, profile: {} },
  })
})

test('an account whose relations are being written is not deleted: 30008 for its item', async () => {
  const emulator = await Emulator.start({ seed: smallSeed() })
  await emulator.fault({ command: 'group_add', fault: { latencyMs: 600_000 } })
  const holding = emulator.call('group_add', { From_Account: 'a', GroupName: ['x'] }).catch(() => undefined)
  await expect.poll(async () => (await emulator.account('a')).writing).toBe(true)
  const reply = await emulator.call('account_delete', { DeleteItem: users('a', 'b') })
  expect(reply.ResultItem?.map(({ ResultCode }) => ResultCode)).toEqual([30008, 0])
  await emulator.chat.close()
  await holding
})

test('an app that may not delete accounts is refused with 71000', async () => {
  const emulator = await Emulator.start({ seed: smallSeed({ plan: 'paid' }) })
  expect(await emulator.call('account_delete', { DeleteItem: users('a') })).toMatchObject({ ErrorCode: 71000 })
  expect(await emulator.account('a')).toBeDefined()
})

test('a paid plan locks a deleted UserID for three months: 70399 alone, FailAccounts among others', async () => {
  let now = Date.now()
  const seed = smallSeed({ plan: 'paid', accountDeletion: true })
  const emulator = await Emulator.start({ seed, now: () => now })
  emulator.expireSeconds = 10 ** 8
  await emulator.call('account_delete', { DeleteItem: users('a') })
  now += 2.9 * MONTH_MS
  expect(await emulator.call('account_import', { UserID: 'a' })).toMatchObject({ ErrorCode: 70399 })
  expect(await emulator.call('multiaccount_import', { Accounts: ['a', 'z'] })).toMatchObject({ FailAccounts: ['a'] })
  now += 0.1 * MONTH_MS
  expect(await deletedOf(emulator)).toEqual(['a'])
  expect(await emulator.call('account_import', { UserID: 'a' })).toMatchObject({ ErrorCode: 0 })
  expect(await deletedOf(emulator)).toEqual([])
})

test('one account more than the app may have gives 70398; those that are there can be imported again', async () => {
  const emulator = await Emulator.start({ seed: smallSeed({}, { accounts: 5 }) })
  expect(await emulator.call('multiaccount_import', { Accounts: ['y', 'z', 'a'] })).toMatchObject({
    FailAccounts: ['z'],
  })
  expect(await emulator.call('account_import', { UserID: 'z' })).toMatchObject({ ErrorCode: 70398 })
  expect(await emulator.call('account_import', { UserID: 'y' })).toMatchObject({ ErrorCode: 0 })
})

test('scripted codes of items stand in rows of UserID, and bare in FailAccounts', async () => {
  const emulator = await Emulator.start({ seed: smallSeed() })
  await emulator.fault({ times: 4, fault: { items: { b: 70500 } } })
  const deleted = await emulator.call('account_delete', { DeleteItem: users('a', 'b') })
  expect(deleted.ResultItem).toMatchObject([{ ResultCode: 0 }, { UserID: 'b', ResultCode: 70500 }])
  const checked = await emulator.call('account_check', { CheckItem: users('b') })
  expect(checked.ResultItem?.[0]).toEqual({ UserID: 'b', ResultCode: 70500, ResultInfo: expect.any(String) })
  expect(await emulator.call('multiaccount_import', { Accounts: ['b', 'n'] })).toMatchObject({ FailAccounts: ['b'] })
  expect((await emulator.calls(3)).map(({ answer }) => answer?.items)).toEqual([
    { a: 0, b: 70500 },
    { b: 70500 },
    undefined,
  ])
  expect(await emulator.account('b')).toBeDefined()
})
