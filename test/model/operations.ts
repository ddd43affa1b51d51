import {
  addTags,
  checkAccount,
  deleteAccount,
  getProfile,
  getTags,
  importAccount,
  presence,
  push,
  setProfile,
  stranger,
  whyNoTags,
} from './accounts.ts'
import {
  addFriend,
  block,
  deleteFriend,
  type End,
  importFriend,
  joinLists,
  makeLists,
  refused,
  type Scene,
  tooManyLists,
  unblock,
  updateFriend,
} from './friendships.ts'
import { listMessages, markRead, send, sendBatch, whyNotBatch, whyNotSend } from './messages.ts'
import { limits } from './seed.ts'
import type { Account, Friend } from './state.ts'
import { type AccountWords, type FriendWords, time } from './words.ts'

/** What the model knows of an operation. */
export interface Rules {
  /** Member of the body that holds the items; undefined where there never are any. */
  readonly member?: 'friends' | 'friendIds' | 'userIds' | 'peerIds' | 'accounts' | 'users'
  readonly isRead?: true
  /** The refusal that says, to who repeats, that it is done. */
  readonly alreadyDone?: string
  readonly mayPend?: true
  /** Never sent again by us after an attempt of unknown effect. */
  readonly isOnce?: true
  /** Sent again by us only within a second, and never by the caller: `unknown` is not worth a repeat. */
  readonly isSend?: true
  /** Names two accounts, so that the refusal of a call does not say whose absence it is about. */
  readonly isOfTwo?: true
  /** What results call the account they are about. */
  readonly id?: 'peerId'
  /** Whether `retry` says that it is a repeat. */
  readonly saysRepeated?: true
  /** Whether its body names nobody who acts. */
  readonly isOfTheApp?: true
  /** Why an account, who acts or an item, is no good; that of the relationship chain where this is left out. */
  readonly whyNot?: (account: Account | undefined) => string | undefined
  /** Whether Chat tells of an item no code that could stand for a fault. */
  readonly tellsNoCodes?: true
  /** Whether an id of the message is answered, whatever became of it. */
  readonly isMessage?: true
  /** Refuses the whole call, before anything is done. */
  readonly refuses?: (scene: Scene) => string | undefined
  /** Does the one thing there is, or what comes before the items, and says what is answered; `next` begins the next page. */
  readonly whole?: (scene: Scene, position: number) => { readonly answer?: object; readonly next?: number }
  /** Does one item, of an account that is there. */
  readonly one?: (scene: Scene, item: never) => End
}

/** A friend by the names of its fields, those that are set. */
const fieldsOf = ({ source, remark, remarkedAt, lists, wording, addedAt, custom }: Friend) =>
  new Map<string, unknown>([
    ['source', source],
    ...(remark === undefined ? [] : ([['remark', remark]] as const)),
    ...(remarkedAt === undefined ? [] : ([['remarkedAt', time(remarkedAt)]] as const)),
    ...(lists.length === 0 ? [] : ([['lists', lists]] as const)),
    ...(wording === undefined ? [] : ([['wording', wording]] as const)),
    ['addedAt', time(addedAt)],
    ...Object.entries(custom).map(([name, value]) => [`custom.${name}`, value] as const),
  ])

/** `custom.Test` of a friend stands at `{ custom: { Test } }`. */
function friendWith(userId: string, fields: Iterable<readonly [string, unknown]>): object {
  const friend: Record<string, unknown> = { userId }
  for (const [field, value] of fields) {
    const [family = '', name] = field.split('.')
    friend[family] = name === undefined ? value : { ...(friend[family] as object), [name]: value }
  }
  return friend
}

function getFriend({ app, owner, body }: Scene, userId: string): End {
  const friend = owner.friends.get(userId)
  if (!friend) return refused('NOT_A_FRIEND')
  const { Nick = '', ...profile } = app.accounts.get(userId)?.profile ?? {}
  const known = new Map(fieldsOf(friend))
  for (const [name, value] of Object.entries({ Nick, ...profile })) known.set(`profile.${name}`, value)
  const { fields = ['remark', 'lists', 'source', 'wording', 'addedAt'] } = body
  const wanted = fields.flatMap((field) => (known.has(field) ? [[field, known.get(field)] as const] : []))
  return { end: 'ok', adds: { friend: friendWith(userId, wanted) } }
}

const check =
  (has: (one: Account, two: Account) => boolean) =>
  ({ app, owner, body: { mutual = true } }: Scene, userId: string): End => {
    const peer = app.accounts.get(userId)!
    const [there, back] = [has(owner, peer), mutual && has(peer, owner)]
    return { end: 'ok', adds: { relation: there && back ? 'mutual' : there ? 'outgoing' : back ? 'incoming' : 'none' } }
  }

const pageFrom = <Entry>(all: readonly Entry[], position: number, size: number) => ({
  entries: all.slice(position, position + size),
  ...(position + size < all.length && { next: position + size }),
})

function listFriends({ owner }: Scene, position: number) {
  const { entries, next } = pageFrom([...owner.friends], position, limits.friendsPage)
  const friends = entries.map(([userId, friend]) => friendWith(userId, fieldsOf(friend)))
  return { answer: { friends, total: owner.friends.size }, ...(next !== undefined && { next }) }
}

function listBlocked({ owner, body: { limit = 100 } }: Scene, position: number) {
  const { entries, next } = pageFrom([...owner.blocked], position, limit)
  const blocked = entries.map(([userId, since]) => ({ userId, blockedAt: time(since) }))
  return { answer: { blocked }, ...(next !== undefined && { next }) }
}

function getLists({ owner, body: { lists, withFriends } }: Scene) {
  const names = lists ? lists.filter((name) => owner.lists.includes(name)) : owner.lists
  const answered = names.map((name) => {
    const friendIds = [...owner.friends].filter(([, friend]) => friend.lists.includes(name)).map(([id]) => id)
    return { name, count: friendIds.length, ...(withFriends && { friendIds }) }
  })
  return { answer: { lists: answered } }
}

function deleteAll({ app, owner, body }: Scene) {
  if (body.mutual) for (const id of owner.friends.keys()) app.accounts.get(id)?.friends.delete(owner.userId)
  owner.friends.clear()
  return {}
}

function deleteLists({ owner, body: { lists = [] } }: Scene) {
  owner.lists = owner.lists.filter((name) => !lists.includes(name))
  for (const friend of owner.friends.values()) friend.lists = friend.lists.filter((name) => !lists.includes(name))
  return {}
}

const write = { saysRepeated: true } as const
const read = { isRead: true } as const
const adds = { ...write, member: 'friends', alreadyDone: 'ALREADY_FRIEND' } as const

const ofTheApp = { isOfTheApp: true, whyNot: () => undefined } as const
const anyone = { isOfTheApp: true, whyNot: stranger } as const

const ofTwo = { isOfTwo: true, whyNot: stranger } as const
const sends = { ...ofTwo, isSend: true, isMessage: true } as const

/** Operations of each kind, as contract and documentation have them. */
export const rules: Readonly<Record<string, Rules>> = {
  'friends.add': { ...adds, mayPend: true, one: addFriend },
  'friends.import': { ...adds, one: importFriend },
  'friends.update': { member: 'friends', one: (scene, item: FriendWords) => updateFriend(scene, item) },
  'friends.delete': { ...write, member: 'friendIds', alreadyDone: 'NOT_A_FRIEND', one: deleteFriend },
  'friends.delete-all': { ...write, isOnce: true, whole: deleteAll },
  'friends.check': { ...read, member: 'friendIds', one: check((a, b) => a.friends.has(b.userId)) },
  'friends.list': { ...read, whole: listFriends },
  'friends.get': { ...read, member: 'friendIds', one: getFriend },
  'friend-lists.add': {
    ...write,
    member: 'friendIds',
    refuses: ({ owner, body }) => (tooManyLists(owner, body.lists) ? 'FRIEND_LIST_LIMIT' : undefined),
    whole: ({ owner, body }) => {
      makeLists(owner, body.lists)
      return { answer: { counts: { ok: 0, failed: 0, unknown: 0 }, results: [] } }
    },
    one: joinLists,
  },
  'friend-lists.delete': { ...write, whole: deleteLists },
  'friend-lists.get': { ...read, whole: getLists },
  'blocklist.add': { ...write, member: 'userIds', alreadyDone: 'ALREADY_BLOCKED', one: block },
  'blocklist.delete': { ...write, member: 'userIds', alreadyDone: 'NOT_BLOCKED', one: unblock },
  'blocklist.list': { ...read, whole: listBlocked },
  'blocklist.check': { ...read, member: 'userIds', one: check((a, b) => a.blocked.has(b.userId)) },
  'accounts.import': {
    ...ofTheApp,
    member: 'accounts',
    tellsNoCodes: true,
    one: (scene, item: AccountWords) => importAccount(scene, item),
  },
  'accounts.delete': { ...write, ...anyone, member: 'userIds', alreadyDone: 'ACCOUNT_NOT_FOUND', one: deleteAccount },
  'accounts.check': { ...read, ...ofTheApp, member: 'userIds', one: checkAccount },
  'profiles.set': { whyNot: stranger, whole: setProfile },
  'profiles.get': { ...read, ...anyone, member: 'userIds', one: getProfile },
  'presence.get': { ...read, ...anyone, member: 'userIds', one: presence },
  'user-tags.add': { ...ofTheApp, member: 'users', tellsNoCodes: true, refuses: whyNoTags, one: addTags },
  'user-tags.get': {
    ...read,
    isOfTheApp: true,
    // Chat leaves out whom it doesn't know, which proves nothing.
    whyNot: (account) => stranger(account) && 'UPSTREAM_MALFORMED',
    member: 'userIds',
    tellsNoCodes: true,
    one: getTags,
  },
  'messages.send': { ...sends, refuses: whyNotSend, whole: send },
  'messages.send-batch': {
    ...sends,
    member: 'peerIds',
    id: 'peerId',
    tellsNoCodes: true,
    refuses: whyNotBatch,
    one: sendBatch,
  },
  'messages.list': { ...read, ...ofTwo, refuses: whyNotSend, whole: listMessages },
  'messages.mark-read': { ...ofTwo, refuses: whyNotSend, whole: markRead },
  'push.send': { ...ofTheApp, isOnce: true, isMessage: true, whole: push },
}
