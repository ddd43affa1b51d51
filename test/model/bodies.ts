import fc from 'fast-check'
import type { AccountWords, Audience, Body, FriendWords } from './words.ts'

// What the model's requests ask for: few of everything, so that they meet what others did before.

const few = fc.constantFrom('ann', 'ben', 'cat', 'fay')
const all = fc.constantFrom('ann', 'ben', 'cat', 'dan', 'eve', 'fay', 'gus', 'hal', 'ivy', 'administrator')
const strangers = fc.constantFrom('mod', 'nobody')

/** Few act, so that they meet what they did before. */
export const actor = fc.oneof(
  { weight: 12, arbitrary: few },
  { weight: 3, arbitrary: all },
  { weight: 1, arbitrary: strangers },
)
const other = fc.oneof(
  { weight: 10, arbitrary: few },
  { weight: 10, arbitrary: all },
  { weight: 1, arbitrary: strangers },
)
export const others = fc.uniqueArray(other, { minLength: 1, maxLength: 4 })

const listName = fc.constantFrom('work', 'school', 'a', 'b', 'c')
const lists = fc.uniqueArray(listName, { maxLength: 3 })
const someLists = fc.uniqueArray(listName, { minLength: 1, maxLength: 4 })
const source = fc.constantFrom('Web', 'Import', 'Android')
const time = fc.constantFrom('1970-01-01T00:00:00Z', '2020-02-29T12:34:56Z', '2033-05-18T03:33:20Z')
const remark = fc.constantFrom('', 'r', 'Zoë "Z"')
const wording = fc.constantFrom('', 'hi', '你好')

/** Left out `absent` times as often as given. */
export const optional = <Value>(arbitrary: fc.Arbitrary<Value>, absent: number) =>
  fc.oneof({ weight: absent, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
export const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => optional(arbitrary, 1)

/** Members that are undefined are no members of a body. */
const without = <Words extends object>(words: Words): Words =>
  Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined)) as Words

type Words<Type> = { readonly [Name in keyof Type]?: fc.Arbitrary<Type[Name] | undefined> }

export const words = <Type extends object>(members: Words<Type>): fc.Arbitrary<Type> =>
  fc.record(members as Record<string, fc.Arbitrary<unknown>>).map((value) => without(value) as Type)

const level = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom<string | number>(0, 7) },
  { weight: 1, arbitrary: fc.constantFrom<string | number>(-1, 'high') },
)
const custom = fc.oneof(
  { weight: 4, arbitrary: fc.record({ Test: fc.constantFrom('', 'x', 'yy') }) },
  { weight: 2, arbitrary: fc.record({ Level: level }) },
  { weight: 2, arbitrary: fc.record({ Level: level, Test: fc.constant('z') }) },
  { weight: 1, arbitrary: fc.constant({ Nope: 'undeclared' }) },
)

const friends = (members: Words<FriendWords>) =>
  fc.uniqueArray(words<FriendWords>({ userId: other, ...members }), {
    minLength: 1,
    maxLength: 4,
    selector: ({ userId }) => userId,
  })

const toAdd = friends({ source, remark: maybe(remark), list: maybe(listName), wording: maybe(wording) })
const toImport = friends({
  source,
  remark: maybe(remark),
  remarkedAt: maybe(time),
  lists: maybe(someLists.map((names) => names.slice(0, 2))),
  wording: maybe(wording),
  addedAt: maybe(time),
  custom: maybe(custom),
})
const toUpdate = friends({ remark: maybe(remark), lists: maybe(lists), custom: maybe(custom) }).map((all) =>
  all.map((friend) => (Object.keys(friend).length > 1 ? friend : { ...friend, remark: 'only' })),
)

export const bool = fc.boolean()
const repeated = optional(bool, 4)
const fields = fc.array(
  fc.constantFrom(
    'remark',
    'lists',
    'source',
    'wording',
    'addedAt',
    'remarkedAt',
    'custom.Test',
    'custom.Level',
    'custom.Nope',
    'profile.Nick',
    'profile.Image',
    'profile.custom.Role',
  ),
  { minLength: 1, maxLength: 8 },
)

const message = fc.constantFrom('hello', '你好').map((text) => [{ type: 'text' as const, text }])
const sent = { elements: message, clientMessageId: maybe(fc.constantFrom('m1', 'm2')), syncToSender: maybe(bool) }
/** So few that histories have pages. */
const correspondent = fc.oneof({ weight: 8, arbitrary: fc.constantFrom('ann', 'ben') }, { weight: 2, arbitrary: other })
/** Before all that is ever sent, and after it. */
const since = fc.constant('2023-01-01T00:00:00Z')
const until = fc.constant('2033-05-18T03:33:20Z')

/** What stands in a body beside `app` and `userId`, by operation. */
export const bodies: Readonly<Record<string, Words<Body>>> = {
  'friends.add': { friends: toAdd, mutual: maybe(bool), force: maybe(bool), repeated },
  'friends.import': { friends: toImport, repeated },
  'friends.update': { friends: toUpdate },
  'friends.delete': { friendIds: others, mutual: bool, repeated },
  'friends.delete-all': { mutual: bool, repeated },
  'friends.check': { friendIds: others, mutual: maybe(bool) },
  'friends.list': {},
  'friends.get': { friendIds: others, fields: maybe(fields) },
  'friend-lists.add': { lists: someLists, friendIds: maybe(others), repeated },
  'friend-lists.delete': { lists: someLists, repeated },
  'friend-lists.get': { lists: maybe(someLists), withFriends: maybe(bool) },
  'blocklist.add': { userIds: others, repeated },
  'blocklist.delete': { userIds: others, repeated },
  'blocklist.list': { limit: fc.constantFrom(undefined, 1, 1, 2, 1000) },
  'blocklist.check': { userIds: others, mutual: maybe(bool) },
  'profiles.set': {
    nick: remark,
    signature: maybe(remark),
    gender: maybe(fc.constantFrom('unknown', 'female', 'male')),
  },
  'messages.send': { peerId: correspondent, ...sent },
  'messages.send-batch': { peerIds: others, ...sent },
  'messages.list': { peerId: correspondent, since, until, limit: fc.constantFrom(undefined, 1, 1, 2, 100) },
  'messages.mark-read': { peerId: correspondent, until },
}

/** Accounts that come and go, more than there is room for. */
const guest = fc.constantFrom('gina', 'hugo', 'iris', 'dan', 'hal')
const guests = fc.uniqueArray(guest, { minLength: 1, maxLength: 3 })
const tag = fc.constantFrom('gold', 'new', 'beta', 'vip')
const toMake = fc.uniqueArray(words<AccountWords>({ userId: guest, nick: maybe(remark), avatarUrl: maybe(remark) }), {
  minLength: 1,
  maxLength: 3,
  selector: ({ userId }) => userId,
})
const toTag = fc.uniqueArray(
  words<AccountWords>({ userId: other, tags: fc.uniqueArray(tag, { minLength: 1, maxLength: 2 }) }),
  { minLength: 1, maxLength: 2, selector: ({ userId }) => userId },
)
const readers = fc.uniqueArray(fc.oneof(other, guest), { minLength: 1, maxLength: 4 })
const audience = fc.constantFrom<Audience>({ everyone: true }, { tags: { any: ['gold'] } })

/** Bodies that name nobody who acts. */
export const bodiesOfTheApp: Readonly<Record<string, Words<Body>>> = {
  'accounts.import': { accounts: toMake },
  'accounts.delete': { userIds: guests, confirm: fc.constant('accounts.delete'), repeated },
  'accounts.check': { userIds: readers },
  'profiles.get': { userIds: readers },
  'presence.get': { userIds: readers },
  'user-tags.add': { users: toTag },
  'user-tags.get': { userIds: readers },
  'push.send': { audience, elements: message },
}
