import { describe, expect, test } from 'vitest'
import { operations } from '../../../lib/operations/index.ts'
import { commands } from '../../../local/chat/commands/index.ts'
import { type Row, rows } from '../../support/gateway/rows.ts'
import { Emulator, smallSeed } from './client.ts'

/** What each row of the relationship chain sends of its page's sample, for bob alone where it names accounts. */
const chain = rows.filter(({ name }) => operations.get(name)?.path.startsWith('v4/sns/'))
const sentBy = ({ command, sample: { sent } }: Row) =>
  [command, 'To_Account' in sent ? { ...sent, To_Account: ['bob'] } : sent] as const
const writes: Readonly<Record<string, object>> = Object.fromEntries(
  chain.filter(({ effect }) => effect === 'write').map(sentBy),
)
const reads: Readonly<Record<string, object>> = Object.fromEntries(
  chain.filter(({ effect }) => effect === 'read').map(sentBy),
)
const all = { ...writes, ...reads }

/** Alice and bob are friends, carol is nobody's; the app knows the one custom field of the samples. */
const start = (accounts: Accounts = {}) =>
  Emulator.start({
    seed: smallSeed({
      customFields: { Test: 'string' },
      accounts: { alice: { friends: { bob: {} } }, bob: { friends: { alice: {} } }, carol: {}, ...accounts },
    }),
  })
type Accounts = NonNullable<Parameters<typeof smallSeed>[0]>['accounts']

test('each command of the relationship chain belongs to a row', () => {
  const names = commands.filter((command) => command.service === 'sns').map((command) => command.name)
  expect(names.toSorted()).toEqual(Object.keys(all).toSorted())
})

describe.each(Object.entries(all))('%s', (command, members) => {
  test('a good call is carried out, with the envelope of the chain', async () => {
    const emulator = await start()
    const reply = await emulator.call(command, members)
    expect(reply).toMatchObject({ ActionStatus: 'OK', ErrorCode: 0, ErrorDisplay: '' })
    expect(['', '0']).toContain(reply.ErrorInfo)
  })

  test.each([
    ['left out', undefined, 30001],
    ['a number', 1, 60015],
    ['unknown', 'nobody', 30003],
    ['of another app', 'other', 30002],
  ])('From_Account %s refuses the whole call', async (_what, From_Account, code) => {
    const emulator = await start({ other: { otherApp: true } })
    const reply = await emulator.call(command, { ...members, From_Account })
    expect(reply).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: code, ErrorDisplay: '' })
  })
})

const lists = Object.entries(all).filter(
  ([command, members]) => 'To_Account' in members && command !== 'friend_get_list',
)

describe.each(lists)('To_Account of %s', (command, members) => {
  const call = async (userIds: unknown) => {
    const emulator = await start()
    return emulator.call(command, { ...members, To_Account: userIds })
  }

  test.each([
    ['no array', 'bob', 30001],
    ['a number within', [1], 60015],
    ['an empty UserID', [''], 30001],
    ['a UserID over 32 bytes', ['x'.repeat(33)], 30001],
    ['1001 of them', new Array(1001).fill('bob'), 30001],
  ])('%s refuses the whole call', async (_what, userIds, code) => {
    expect(await call(userIds)).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: code })
  })

  test('1000 are taken, and so is none', async () => {
    expect((await call(new Array(1000).fill('bob'))).ErrorCode).toBe(0)
    expect((await call([])).ErrorCode).toBe(0)
  })
})

test('every write meets a write conflict, and no read does', async () => {
  const emulator = await start()
  await emulator.fault({ command: 'group_delete', fault: { latencyMs: 600_000 } })
  const holding = emulator.call('group_delete', all.group_delete).catch(() => undefined)
  await expect.poll(async () => (await emulator.account('alice')).writing).toBe(true)
  const before = await emulator.account('alice')
  for (const [command, members] of Object.entries(writes)) {
    const reply = await emulator.call(command, members)
    expect([command, reply.ErrorCode]).toEqual([command, 30008])
  }
  for (const [command, members] of Object.entries(reads)) {
    const reply = await emulator.call(command, members)
    expect([command, reply.ErrorCode]).toEqual([command, 0])
  }
  // The other side of a friendship can be changed all the while.
  const other = { From_Account: 'bob', To_Account: ['alice'], DeleteType: 'Delete_Type_Both' }
  expect((await emulator.call('friend_delete', other)).ErrorCode).toBe(0)
  expect(before).toMatchObject({ friends: { bob: {} }, lists: [], blocked: {} })
  expect(await emulator.account('alice')).toMatchObject({ friends: {}, lists: [], blocked: {}, writing: true })
  await emulator.chat.close()
  await holding
})

test.each(Object.entries(writes))('%s holds its account while it lasts', async (command, members) => {
  const emulator = await start()
  await emulator.fault({ command, fault: { latencyMs: 600_000 } })
  const holding = emulator.call(command, members).catch(() => undefined)
  await expect.poll(async () => (await emulator.account('alice')).writing).toBe(true)
  await emulator.chat.close()
  await holding
})

test('the log of calls sums up items only where the reply has verdicts for them', async () => {
  const emulator = await start({ alice: { friends: { bob: { lists: ['x'] } }, blocked: { carol: {} } } })
  for (const [command, members] of Object.entries(reads)) await emulator.call(command, members)
  const shown = (await emulator.calls()).map((call) => [call.command, call.answer?.items])
  expect(Object.fromEntries(shown)).toEqual({
    friend_check: { bob: 0 },
    friend_get: undefined,
    friend_get_list: { bob: 0 },
    group_get: undefined,
    black_list_get: undefined,
    black_list_check: { bob: 0 },
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
  const emulator = await start()
  await emulator.fault({ command, fault: { errorCode } })
  const reply = await emulator.call(command, all[command])
  expect(reply).toEqual({ ActionStatus: 'FAIL', ErrorCode: errorCode, ErrorInfo: info, ErrorDisplay: '' })
})
