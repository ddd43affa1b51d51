import { describe, expect, test } from 'vitest'
import { Emulator, ok, rowsOf, smallSeed, verdict } from './client.ts'

/** Everybody is everybody's friend; d is a's friend one way. */
const circle = {
  a: { friends: { b: {}, c: {}, d: {} } },
  b: { friends: { a: {}, c: {} } },
  c: { friends: { a: {}, b: {} } },
  d: {},
}

describe('friend_delete', () => {
  test("the page's sample", async () => {
    const emulator = await Emulator.start()
    const body = { From_Account: 'alice', To_Account: ['bob'], DeleteType: 'Delete_Type_Both' }
    expect(await emulator.call('friend_delete', body)).toEqual({
      ResultItem: [{ To_Account: 'bob', ResultCode: 0, ResultInfo: '' }],
      ...ok,
      ErrorInfo: '0',
    })
    expect(await emulator.friendsOf('alice')).toEqual(['carol', 'dave'])
    expect(await emulator.friendsOf('bob')).toEqual(['carol'])
    // The list whose last friend went stays.
    expect((await emulator.account('alice')).lists).toContain('work')
  })

  test.each([[{}], [{ DeleteType: 'Delete_Type_Single' }]])('%j leaves the other side alone', async (members) => {
    const emulator = await Emulator.start({ seed: smallSeed({ accounts: circle }) })
    await emulator.call('friend_delete', { From_Account: 'a', To_Account: ['b'], ...members })
    expect(await emulator.friendsOf('a')).toEqual(['c', 'd'])
    expect(await emulator.friendsOf('b')).toEqual(['a', 'c'])
  })

  test('31704 for who is no friend of From_Account, 30003 and 30002; the others are deleted', async () => {
    const accounts = { ...circle, x: { otherApp: true } }
    const emulator = await Emulator.start({ seed: smallSeed({ accounts }) })
    const To_Account = ['nobody', 'x', 'b', 'b']
    const body = { From_Account: 'a', To_Account, DeleteType: 'Delete_Type_Both' }
    const reply = await emulator.call('friend_delete', body)
    expect(rowsOf(reply)).toEqual([
      [30003, 'Err_SNS_FriendDelete_Account_Not_Found'],
      [30002, 'Err_SNS_FriendDelete_SdkAppId_Illegal'],
      [0, ''],
      [31704, 'Err_SNS_FriendDelete_Not_Friend'],
    ])
    expect(reply.Fail_Account).toEqual(['nobody', 'x', 'b'])
    // a is on no list of d, but d on a's: d cannot end that from its side.
    const reverse = { From_Account: 'd', To_Account: ['a'], DeleteType: 'Delete_Type_Both' }
    expect(rowsOf(await emulator.call('friend_delete', reverse))[0]?.[0]).toBe(31704)
    expect(await emulator.friendsOf('a')).toEqual(['c', 'd'])
  })
})

describe('friend_delete_all', () => {
  test.each([
    ['the sample', { DeleteType: 'Delete_Type_Single' }, ['a', 'c']],
    ['one side by default', {}, ['a', 'c']],
    ['both sides', { DeleteType: 'Delete_Type_Both' }, ['c']],
  ])('%s', async (_what, members, theirs) => {
    const emulator = await Emulator.start({ seed: smallSeed({ accounts: circle }) })
    expect(await emulator.call('friend_delete_all', { From_Account: 'a', ...members })).toEqual(ok)
    expect(await emulator.friendsOf('a')).toEqual([])
    expect(await emulator.friendsOf('b')).toEqual(theirs)
    expect(await emulator.friendsOf('c')).toEqual(theirs.map((id) => (id === 'c' ? 'b' : id)))
  })

  test('whoever has From_Account one way keeps it, and nobody to delete is no failure', async () => {
    const emulator = await Emulator.start({ seed: smallSeed({ accounts: circle }) })
    const body = { From_Account: 'd', DeleteType: 'Delete_Type_Both' }
    expect(await emulator.call('friend_delete_all', body)).toEqual(ok)
    expect(await emulator.friendsOf('a')).toEqual(['b', 'c', 'd'])
  })
})

test.each(['friend_delete', 'friend_delete_all'])('%s: 30001 for an unknown DeleteType', async (command) => {
  const emulator = await Emulator.start()
  const reply = await emulator.call(command, { From_Account: 'alice', To_Account: ['bob'], DeleteType: 'Both' })
  expect(verdict(reply)).toEqual([30001, expect.stringMatching(/^Err_SNS_FriendDelete(All)?_DeleteType_Illegal$/)])
  expect(await emulator.friendsOf('alice')).toHaveLength(3)
})
