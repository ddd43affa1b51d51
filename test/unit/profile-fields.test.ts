import { expect, test } from 'vitest'
import {
  type Profile,
  profileItems,
  readProfile,
  standardNames,
  tagOfField,
} from '../../lib/operations/profiles/fields.ts'

const everything: Required<Profile> = {
  nick: 'Alice',
  signature: '',
  avatarUrl: 'https://example.com/a.png',
  location: 'Oxford',
  birthday: 19_900_214,
  language: 0,
  level: 3,
  role: 4_294_967_295,
  messageSettings: 1,
  gender: 'female',
  friendRequests: 'confirm',
  mayAddFriends: false,
  custom: { Team: 'red', Club: '' },
}

test('what goes up as a profile is read as it was given, whatever the words', () => {
  expect(Object.keys(everything)).toEqual([...standardNames, 'custom'])
  const others: Profile[] = [
    { gender: 'male', friendRequests: 'accept', mayAddFriends: true },
    { gender: 'unknown', friendRequests: 'deny' },
  ]
  for (const profile of [everything, ...others]) expect(readProfile(profileItems(profile))).toEqual(profile)
})

test('a field is asked for by the tag it goes up with', () => {
  const tags = profileItems(everything).map(({ Tag }) => Tag)
  expect([...standardNames, 'custom.Team', 'custom.Club'].map(tagOfField)).toEqual(tags)
  expect(new Set(tags).size).toBe(14)
})

const item = (Tag: unknown, Value?: unknown) => ({ Tag, Value })

test('entries that name no tag of ours say nothing, and null is no value', () => {
  const strange = [
    null,
    'x',
    7,
    [],
    {},
    item(7, 'x'),
    item('Tag_SNS_IM_Remark', 'x'),
    item('Tag_Profile_IM_toString', 'x'),
  ]
  expect(readProfile(strange)).toEqual({})
  expect(readProfile([item('Tag_Profile_IM_Nick', null), item('Tag_Profile_IM_Level')])).toEqual({})
  expect([readProfile(undefined), readProfile(null)]).toEqual([{}, {}])
  for (const none of ['', 0, false, {}]) expect(readProfile(none)).toBe('ProfileItem is no list')
})

test('a custom field of any name stands where it should, and changes nothing else', () => {
  const profile = readProfile([item('Tag_Profile_Custom___proto__', 'x'), item('Tag_Profile_Custom_constructor', 'y')])
  expect(JSON.stringify(profile)).toBe('{"custom":{"__proto__":"x","constructor":"y"}}')
  expect(({} as Record<string, unknown>).x).toBeUndefined()
})

test.each([
  ['Nick', 'nick', 5],
  ['SelfSignature', 'signature', ['x']],
  ['Level', 'level', 4_294_967_296],
  ['Level', 'level', 2n ** 60n],
  ['Role', 'role', 1.5],
  ['BirthDay', 'birthday', '19900214'],
  ['MsgSettings', 'messageSettings', true],
  ['AdminForbidType', 'mayAddFriends', false],
  ['Gender', 'gender', 1],
])('%s is unreadable as %s where its value is of another type (%#)', (tag, name, value) => {
  const items = [item(`Tag_Profile_IM_${tag}`, value), item('Tag_Profile_Custom_Team', 'red')]
  expect(readProfile(items)).toEqual({ custom: { Team: 'red' }, unreadable: [name] })
})

test('a custom field that is no text is named with its prefix, one that stands twice once', () => {
  const twice = [item('Tag_Profile_Custom_Team', 'red'), item('Tag_Profile_Custom_Team', 'red')]
  expect(readProfile([item('Tag_Profile_Custom_Points', 3), ...twice])).toEqual({
    unreadable: ['custom.Points', 'custom.Team'],
  })
})
