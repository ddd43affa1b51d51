import { describe, expect, test } from 'vitest'
import { commands } from '../../../local/chat/commands/index.ts'
import { Emulator, smallSeed } from './client.ts'

const To_Account = ['b']
const AddFriendItem = [{ To_Account: 'c', AddSource: 'AddSource_Type_Web' }]

/** A good body of every relationship-chain command, for account `a` of the small seed. */
const writes: Record<string, object> = {
  friend_add: { AddFriendItem },
  friend_import: { AddFriendItem },
  friend_update: { UpdateItem: [{ To_Account: 'b', SnsItem: [] }] },
  friend_delete: { To_Account },
  friend_delete_all: {},
  group_add: { GroupName: ['x'] },
  group_delete: { GroupName: ['x'] },
  black_list_add: { To_Account },
  black_list_delete: { To_Account },
}
const reads: Record<string, object> = {
  friend_check: { To_Account, CheckType: 'CheckResult_Type_Both' },
  friend_get: { StartIndex: 0 },
  friend_get_list: { To_Account, TagList: [] },
  group_get: {},
  black_list_get: { StartIndex: 0, MaxLimited: 1, LastSequence: 0 },
  black_list_check: { To_Account, CheckType: 'BlackCheckResult_Type_Both' },
}
const all = { ...writes, ...reads }

test('the relationship chain has its fifteen commands', () => {
  const names = commands.filter((command) => command.service === 'sns').map((command) => command.name)
  expect(names.sort()).toEqual(Object.keys(all).sort())
  expect(names).toHaveLength(15)
})

describe.each(Object.entries(all))('%s', (command, members) => {
  test('a good call is carried out, with the envelope of the chain', async () => {
    const emulator = await Emulator.start({ seed: smallSeed() })
    const reply = await emulator.call(command, { From_Account: 'a', ...members })
    expect(reply).toMatchObject({ ActionStatus: 'OK', ErrorCode: 0, ErrorDisplay: '' })
    expect(['', '0']).toContain(reply.ErrorInfo)
  })

  test.each([
    ['left out', undefined, 30001],
    ['a number', 1, 60015],
    ['unknown', 'nobody', 30003],
    ['of another app', 'other', 30002],
  ])('From_Account %s refuses the whole call', async (_what, From_Account, code) => {
    const emulator = await Emulator.start({ seed: smallSeed({ accounts: { a: {}, other: { otherApp: true } } }) })
    const reply = await emulator.call(command, { ...members, From_Account })
    expect(reply).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: code, ErrorDisplay: '' })
  })
})

const lists = Object.entries(all).filter(
  ([command, members]) => 'To_Account' in members && command !== 'friend_get_list',
)

describe.each([...lists, ['group_add', { GroupName: ['x'] }] as const])('To_Account of %s', (command, members) => {
  const call = async (userIds: unknown) => {
    const emulator = await Emulator.start({ seed: smallSeed() })
    return emulator.call(command, { From_Account: 'a', ...members, To_Account: userIds })
  }

  test.each([
    ['no array', 'b', 30001],
    ['a number within', [1], 60015],
    ['an empty UserID', [''], 30001],
    ['a UserID over 32 bytes', ['x'.repeat(33)], 30001],
    ['1001 of them', new Array(1001).fill('b'), 30001],
  ])('%s refuses the whole call', async (_what, userIds, code) => {
    expect(await call(userIds)).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: code })
  })

  test('1000 are taken, and so is none', async () => {
    expect((await call(new Array(1000).fill('b'))).ErrorCode).toBe(0)
    expect((await call([])).ErrorCode).toBe(0)
  })
})

test('every write meets a write conflict, and no read does', async () => {
  const emulator = await Emulator.start({ seed: smallSeed() })
  await emulator.fault({ command: 'group_add', fault: { latencyMs: 600_000 } })
  const holding = emulator.call('group_add', { From_Account: 'a', GroupName: ['x'] }).catch(() => undefined)
  await expect.poll(async () => (await emulator.account('a')).writing).toBe(true)
  const before = await emulator.account('a')
  for (const [command, members] of Object.entries(writes)) {
    const reply = await emulator.call(command, { From_Account: 'a', ...members })
    expect([command, reply.ErrorCode]).toEqual([command, 30008])
  }
  for (const [command, members] of Object.entries(reads)) {
    const reply = await emulator.call(command, { From_Account: 'a', ...members })
    expect([command, reply.ErrorCode]).toEqual([command, 0])
  }
  // The other side of a friendship can be changed all the while.
  const other = { From_Account: 'b', To_Account: ['a'], DeleteType: 'Delete_Type_Both' }
  expect((await emulator.call('friend_delete', other)).ErrorCode).toBe(0)
  expect(before).toMatchObject({ friends: { b: {} }, lists: [], blocked: {} })
  expect(await emulator.account('a')).toMatchObject({ friends: {}, lists: [], blocked: {}, writing: true })
  await emulator.chat.close()
  await holding
})

test.each(Object.entries(writes))('%s holds its account while it lasts', async (command, members) => {
  const emulator = await Emulator.start({ seed: smallSeed() })
  await emulator.fault({ command, fault: { latencyMs: 600_000 } })
  const holding = emulator.call(command, { From_Account: 'a', ...members }).catch(() => undefined)
  await expect.poll(async () => (await emulator.account('a')).writing).toBe(true)
  await emulator.chat.close()
  await holding
})

test('the log of calls sums up items only where the reply has verdicts for them', async () => {
  const accounts = { a: { friends: { b: { lists: ['x'] } }, blocked: { c: {} } }, b: {}, c: {} }
  const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
  for (const [command, members] of Object.entries(reads))
    await emulator.call(command, { From_Account: 'a', ...members })
  const shown = (await emulator.calls()).map((call) => [call.command, call.answer?.items])
  expect(Object.fromEntries(shown)).toEqual({
    friend_check: { b: 0 },
    friend_get: undefined,
    friend_get_list: { b: 0 },
    group_get: undefined,
    black_list_get: undefined,
    black_list_check: { b: 0 },
  })
})

test.each([
  ['friend_add', 30006, 'Err_SNS_FriendAdd_Unpack_Profile_Data_Fail'],
  ['friend_add', 30009, 'Err_SNS_FriendAdd_Forbid_By_Admin'],
  ['friend_add', 30540, 'Err_SNS_FriendAdd_Sec_Rstr'],
  ['friend_delete', 31707, 'Err_SNS_FriendDelete_Sec_Rstr'],
  ['black_list_add', 31307, 'Err_SNS_BlackListAdd_Already_Exist'],
  ['black_list_add', 30002, 'Err_SNS_BlackListAdd_SdkAppId_Illegal'],
  ['friend_get', 30006, 'Err_SNS_FriendGet_Internal_Error'],
])('%s: a scripted %i says %s', async (command, errorCode, info) => {
  const emulator = await Emulator.start({ seed: smallSeed() })
  await emulator.fault({ command, fault: { errorCode } })
  const reply = await emulator.call(command, { From_Account: 'a', ...all[command] })
  expect(reply).toEqual({ ActionStatus: 'FAIL', ErrorCode: errorCode, ErrorInfo: info, ErrorDisplay: '' })
})
