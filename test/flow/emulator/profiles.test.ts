import { expect, test } from 'vitest'
import { Emulator, firstItem, smallSeed } from './client.ts'

const IM = 'Tag_Profile_IM_'
const success = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', ErrorDisplay: '' }
const fieldsOf = (fields: Record<string, unknown>) => Object.entries(fields).map(([Tag, Value]) => ({ Tag, Value }))

const customProfileFields = { Level: 'integer' as const, Role: 'string' as const }
const hidden = { readOnlyProfileTags: [`${IM}Role`], writeOnlyProfileTags: ['Tag_Profile_Custom_Role'] }
const start = () => Emulator.start({ seed: smallSeed({ customProfileFields, ...hidden }) })

const everything = {
  [`${IM}Nick`]: 'A',
  [`${IM}Gender`]: 'Gender_Type_Female',
  [`${IM}BirthDay`]: 19_991_231,
  [`${IM}Location`]: 'x'.repeat(16),
  [`${IM}SelfSignature`]: 'x'.repeat(500),
  [`${IM}AllowType`]: 'AllowType_Type_DenyAny',
  [`${IM}Language`]: 1,
  [`${IM}Image`]: 'https://example.com/a.png',
  [`${IM}MsgSettings`]: 1,
  [`${IM}AdminForbidType`]: 'AdminForbid_Type_SendOut',
  [`${IM}Level`]: 4_294_967_295,
  Tag_Profile_Custom_Level: 7,
}

test('every field that is set is read as it was set, in the order asked', async () => {
  const emulator = await start()
  const set = { From_Account: 'a', ProfileItem: fieldsOf(everything) }
  expect(await emulator.call('portrait_set', set)).toEqual(success)
  const TagList = Object.keys(everything).toReversed()
  expect(await emulator.call('portrait_get', { To_Account: ['a', 'nobody'], TagList })).toEqual({
    ...success,
    UserProfileItem: [
      { To_Account: 'a', ProfileItem: fieldsOf(everything).toReversed(), ResultCode: 0, ResultInfo: '' },
      { To_Account: 'nobody', ProfileItem: [], ResultCode: 40003, ResultInfo: 'the account does not exist' },
    ],
    Fail_Account: ['nobody'],
  })
})

test('fields that are not set are left out, but for nickname and AllowType; a tag asked twice is told once', async () => {
  const emulator = await start()
  const TagList = [`${IM}Nick`, `${IM}Gender`, `${IM}AllowType`, 'Tag_Profile_Custom_Level', `${IM}Nick`]
  const reply = await emulator.call('portrait_get', { To_Account: ['b'], TagList })
  const told = { [`${IM}Nick`]: '', [`${IM}AllowType`]: 'AllowType_Type_AllowAny' }
  expect(reply.UserProfileItem).toMatchObject([{ ProfileItem: fieldsOf(told) }])
})

test('the relationship chain reads the same profile, and friend_add asks it', async () => {
  const emulator = await start()
  const add = { From_Account: 'a', AddFriendItem: [{ To_Account: 'c', AddSource: 'AddSource_Type_Web' }] }
  for (const [word, code] of [
    ['NeedConfirm', 30539],
    ['DenyAny', 30516],
    ['AllowAny', 0],
  ] as const) {
    const fields = fieldsOf({ [`${IM}AllowType`]: `AllowType_Type_${word}`, [`${IM}Nick`]: word })
    await emulator.call('portrait_set', { From_Account: 'c', ProfileItem: fields })
    expect(firstItem(await emulator.call('friend_add', add))[0]).toBe(code)
  }
  const TagList = [`${IM}Nick`, `${IM}AllowType`]
  const pulled = await emulator.call('friend_get_list', { From_Account: 'a', To_Account: ['c'], TagList })
  const told = fieldsOf({ [`${IM}Nick`]: 'AllowAny', [`${IM}AllowType`]: 'AllowType_Type_AllowAny' })
  expect(pulled.InfoItem?.[0]?.SnsProfileItem).toEqual(told)
})

test.each([
  [{ [`${IM}Nickname`]: 'x' }, 40009],
  [{ Nick: 'x' }, 40009],
  [{ [`${IM}toString`]: 'x' }, 40009],
  [{ Tag_Profile_Custom_Nope: 'x' }, 40009],
  [{ [`${IM}Role`]: 1 }, 40008],
  [{ [`${IM}Nick`]: 'é'.repeat(251) }, 40601],
  [{ Tag_Profile_Custom_Role: 'x'.repeat(501) }, 40601],
  [{ [`${IM}Location`]: 'x'.repeat(17) }, 40605],
  [{ [`${IM}Gender`]: 'male' }, 40605],
  [{ [`${IM}AllowType`]: 'AllowType_Type_Maybe' }, 40605],
  [{ [`${IM}Level`]: -1 }, 40605],
  [{ [`${IM}Level`]: 4_294_967_296 }, 40605],
  [{ [`${IM}Level`]: '1' }, 40610],
  [{ [`${IM}Nick`]: 1 }, 40610],
  [{ Tag_Profile_Custom_Level: 'x' }, 40001],
  [{ Tag_Profile_Custom_Role: 1 }, 40001],
])('%j is refused with %i, and nothing beside it is set', async (bad, code) => {
  const emulator = await start()
  const ProfileItem = fieldsOf({ [`${IM}SelfSignature`]: 'new', ...bad })
  const reply = await emulator.call('portrait_set', { From_Account: 'a', ProfileItem })
  expect(reply).toEqual({ ActionStatus: 'FAIL', ErrorCode: code, ErrorInfo: expect.any(String), ErrorDisplay: '' })
  expect((await emulator.account('a')).profile).toEqual({})
})

test.each([
  ['portrait_set', { ProfileItem: [] }, 40001],
  ['portrait_set', { From_Account: 1, ProfileItem: [] }, 60015],
  ['portrait_set', { From_Account: 'nobody', ProfileItem: [] }, 40003],
  ['portrait_set', { From_Account: 'a' }, 40001],
  ['portrait_set', { From_Account: 'a', ProfileItem: [1] }, 40001],
  ['portrait_set', { From_Account: 'a', ProfileItem: [{ Tag: `${IM}Nick` }] }, 40001],
  ['portrait_get', { TagList: [] }, 40002],
  ['portrait_get', { To_Account: [1], TagList: [] }, 60015],
  ['portrait_get', { To_Account: new Array(101).fill('a'), TagList: [] }, 40001],
  ['portrait_get', { To_Account: ['a'] }, 40001],
  ['portrait_get', { To_Account: ['a'], TagList: [1] }, 40001],
  ['portrait_get', { To_Account: ['a'], TagList: [`${IM}Nope`] }, 40009],
  ['portrait_get', { To_Account: ['a'], TagList: ['Tag_Profile_Custom_Role'] }, 40007],
  ['portrait_get', { To_Account: new Array(100).fill('a'), TagList: [] }, 0],
])('%s of %j gives %i', async (command, body, code) => {
  const emulator = await start()
  expect((await emulator.call(command, body)).ErrorCode).toBe(code)
})

test('a scripted code of an account stands in its row and in Fail_Account', async () => {
  const emulator = await start()
  await emulator.fault({ fault: { items: { b: 40006 } } })
  const reply = await emulator.call('portrait_get', { To_Account: ['a', 'b'], TagList: [`${IM}Nick`] })
  expect(reply).toMatchObject({ UserProfileItem: [{ ResultCode: 0 }, { ResultCode: 40006 }], Fail_Account: ['b'] })
})
