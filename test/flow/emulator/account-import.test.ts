import { expect, test } from 'vitest'
import { Emulator, firstItem } from './client.ts'

test('an imported account can be named from then on', async () => {
  const emulator = await Emulator.start()
  const body = { UserID: 'grace', Nick: 'Grace', FaceUrl: 'https://example.com/g.png' }
  expect(await emulator.call('account_import', body)).toEqual({ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' })
  expect((await emulator.account('grace')).profile).toEqual({
    Tag_Profile_IM_Nick: 'Grace',
    Tag_Profile_IM_Image: 'https://example.com/g.png',
  })
  const befriended = await emulator.call('friend_import', {
    From_Account: 'grace',
    AddFriendItem: [{ To_Account: 'alice', AddSource: 'AddSource_Type_Web' }],
  })
  expect(firstItem(befriended)).toEqual([0, ''])
})

test('importing again changes the profile given and keeps the friends', async () => {
  const emulator = await Emulator.start()
  await emulator.call('account_import', { UserID: 'dave', Nick: 'David' })
  const dave = await emulator.account('dave')
  expect(dave.profile).toEqual({ Tag_Profile_IM_Nick: 'David', Tag_Profile_IM_Image: 'https://example.com/dave.png' })
  expect(Object.keys(dave.friends)).toEqual(['alice'])
})

test.each([
  ['UserID missing', {}, 70402],
  ['UserID a number', { UserID: 1 }, 60015],
  ['UserID empty', { UserID: '' }, 70402],
  ['UserID over 32 bytes', { UserID: 'é'.repeat(17) }, 70402],
  ['Nick no string', { UserID: 'x', Nick: 1 }, 70402],
  ['Nick over 500 bytes', { UserID: 'x', Nick: 'é'.repeat(251) }, 40601],
])('refused: %s', async (_what, body, code) => {
  const emulator = await Emulator.start()
  const reply = await emulator.call('account_import', body)
  expect(reply).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: code })
  expect(reply).not.toHaveProperty('ErrorDisplay')
  expect(await emulator.account('x')).toBeUndefined()
})
