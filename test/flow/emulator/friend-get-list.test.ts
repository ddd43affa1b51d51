import { expect, test } from 'vitest'
import { Emulator } from './client.ts'

test('asked tags of friends and their profiles are answered, unset ones left out, an unset nickname empty', async () => {
  const emulator = await Emulator.start()
  const reply = await emulator.call('friend_get_list', {
    From_Account: 'alice',
    To_Account: ['bob', 'dave'],
    TagList: [
      'Tag_Profile_IM_Nick',
      'Tag_Profile_IM_Image',
      'Tag_SNS_IM_Remark',
      'Tag_SNS_IM_Group',
      'Tag_SNS_Custom_Test',
    ],
  })
  expect(reply).toEqual({
    InfoItem: [
      {
        To_Account: 'bob',
        SnsProfileItem: [
          { Tag: 'Tag_Profile_IM_Nick', Value: 'Bob' },
          { Tag: 'Tag_SNS_IM_Remark', Value: 'Bobby' },
          { Tag: 'Tag_SNS_IM_Group', Value: ['work'] },
          { Tag: 'Tag_SNS_Custom_Test', Value: 'met at school' },
        ],
        ResultCode: 0,
        ResultInfo: '',
      },
      {
        To_Account: 'dave',
        SnsProfileItem: [
          { Tag: 'Tag_Profile_IM_Nick', Value: 'Dave' },
          { Tag: 'Tag_Profile_IM_Image', Value: 'https://example.com/dave.png' },
        ],
        ResultCode: 0,
        ResultInfo: '',
      },
    ],
    ActionStatus: 'OK',
    ErrorCode: 0,
    ErrorInfo: '',
    ErrorDisplay: '',
  })
})

test('source, time, wording and an unset nickname', async () => {
  const emulator = await Emulator.start()
  const tags = ['Tag_SNS_IM_AddSource', 'Tag_SNS_IM_AddTime', 'Tag_SNS_IM_AddWording']
  const pull = async (from: string, to: string, TagList: string[]) =>
    (await emulator.call('friend_get_list', { From_Account: from, To_Account: [to], TagList })).InfoItem?.[0]
  expect((await pull('dave', 'alice', tags))?.SnsProfileItem).toEqual([
    { Tag: 'Tag_SNS_IM_AddSource', Value: 'AddSource_Type_Import' },
    { Tag: 'Tag_SNS_IM_AddTime', Value: 1_700_000_000 },
    { Tag: 'Tag_SNS_IM_AddWording', Value: 'Hi Alice, it is Dave' },
  ])
  expect(
    (await pull('id', 'id1', ['Tag_Profile_IM_Nick', 'Tag_Nobody_Knows', 'Tag_Profile_IM_Nick']))?.SnsProfileItem,
  ).toEqual([{ Tag: 'Tag_Profile_IM_Nick', Value: '' }])
})

test('who is no friend is a failed item without SnsProfileItem', async () => {
  const emulator = await Emulator.start()
  const reply = await emulator.call('friend_get_list', {
    From_Account: 'alice',
    To_Account: ['frank', 'nobody'],
    TagList: ['Tag_SNS_IM_Remark'],
  })
  expect(reply.InfoItem).toEqual([
    { To_Account: 'frank', ResultCode: 30001, ResultInfo: 'Err_SNS_FriendGetList_Friend_Not_Exist' },
    { To_Account: 'nobody', ResultCode: 30003, ResultInfo: 'Err_SNS_FriendGetList_Account_Not_Found' },
  ])
  expect(reply.Fail_Account).toEqual(['frank', 'nobody'])
})

test('more than the recommended 100 friends are answered', async () => {
  const emulator = await Emulator.start()
  const To_Account = new Array(101).fill('bob')
  const reply = await emulator.call('friend_get_list', { From_Account: 'alice', To_Account, TagList: [] })
  expect(reply.InfoItem).toHaveLength(101)
})

test.each([
  ['To_Account no array', { To_Account: 'bob', TagList: [] }, 30001],
  ['TagList missing', { To_Account: ['bob'] }, 30001],
  ['a number as UserID', { To_Account: [1], TagList: [] }, 60015],
])('the whole call is refused: %s', async (_what, members, code) => {
  const emulator = await Emulator.start()
  const reply = await emulator.call('friend_get_list', { From_Account: 'alice', ...members })
  expect(reply).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: code })
})

test('a read does not meet a write conflict', async () => {
  const emulator = await Emulator.start()
  await emulator.fault({ command: 'friend_update', fault: { latencyMs: 600_000 } })
  const writing = emulator.update('alice', 'bob', { IM_Remark: 'x' }).catch(() => undefined)
  await expect.poll(async () => (await emulator.account('alice')).writing).toBe(true)
  const reply = await emulator.call('friend_get_list', { From_Account: 'alice', To_Account: ['bob'], TagList: [] })
  expect(reply.ErrorCode).toBe(0)
  await emulator.chat.close()
  await writing
})
