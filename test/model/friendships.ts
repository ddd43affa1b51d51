import { limits } from './seed.ts'
import type { Account, App, Friend } from './state.ts'
import type { Body, FriendWords } from './words.ts'

/** One call under way: the app, the account acted for, what was asked, and when. */
export interface Scene {
  readonly app: App
  readonly owner: Account
  readonly body: Body
  /** Unix seconds */
  readonly now: number
}

/** What became of one item: `ok`, `pending` or our code of a refusal, and what an item that is ok says beside that. */
export interface End {
  readonly end: string
  readonly adds?: object
}

export const ok: End = { end: 'ok' }
export const refused = (code: string): End => ({ end: code })

export const unknownAccount = (account: Account | undefined): string | undefined =>
  !account ? 'ACCOUNT_NOT_FOUND' : account.isForeign ? 'APP_MISMATCH' : undefined

/** Whether these lists would be too many; an account that has too many already may name those. */
export const tooManyLists = ({ lists }: Account, names: readonly string[] = []): boolean =>
  new Set([...lists, ...names]).size > Math.max(lists.length, limits.lists)

export function makeLists(owner: Account, names: readonly string[] = []): void {
  owner.lists = [...new Set([...owner.lists, ...names])]
}

const seconds = (time: string) => Date.parse(time) / 1000

function befriend(owner: Account, userId: string, friend: Friend): void {
  owner.friends.set(userId, friend)
  owner.asked.delete(userId)
}

/** Consent, blocklists and limits, in the order in which they count. */
function whyNotAdd({ owner, body: { mutual = true, force } }: Scene, peer: Account): string | undefined {
  const grows = mutual && !peer.friends.has(owner.userId)
  const reasons: readonly (readonly [boolean, string])[] = [
    [peer === owner, 'INVALID_REQUEST'],
    [owner.friends.has(peer.userId), 'ALREADY_FRIEND'],
    [owner.blocked.has(peer.userId), 'PEER_BLOCKED'],
    [peer.blocked.has(owner.userId), 'BLOCKED_BY_PEER'],
    [peer.allows === 'deny' && !force, 'ADD_DENIED'],
    [owner.friends.size >= limits.friends, 'FRIEND_LIMIT'],
    [grows && peer.friends.size >= limits.friends, 'PEER_FRIEND_LIMIT'],
  ]
  return reasons.find(([applies]) => applies)?.[1]
}

export function addFriend(scene: Scene, { userId, source = '', remark, list, wording }: FriendWords): End {
  const { app, owner, body, now } = scene
  const peer = app.accounts.get(userId)!
  const lists = list === undefined ? [] : [list]
  const why = whyNotAdd(scene, peer) ?? (tooManyLists(owner, lists) ? 'FRIEND_LIST_LIMIT' : undefined)
  if (why) return refused(why)
  const said = wording ? { wording } : {}
  if (peer.allows === 'ask' && !body.force) {
    if (!owner.asked.has(userId) && owner.asked.size >= limits.pending) return refused('PENDING_LIMIT')
    owner.asked.set(userId, { source, ...said, askedAt: now })
    return { end: 'pending' }
  }
  makeLists(owner, lists)
  befriend(owner, userId, { source, addedAt: now, ...said, ...(remark && { remark }), lists, custom: {} })
  if ((body.mutual ?? true) && !peer.friends.has(owner.userId)) {
    befriend(peer, owner.userId, { source, addedAt: now, lists: [], custom: {} })
  }
  return ok
}

/** Integers only where the app declared them, from 0 up; texts only where it declared texts. */
const badCustom = ({ customFields }: App, custom: FriendWords['custom'] = {}): boolean =>
  Object.entries(custom).some(([name, value]) =>
    customFields[name] === 'integer' ? typeof value !== 'number' || value < 0 : customFields[name] !== typeof value,
  )

export function importFriend({ app, owner, now }: Scene, item: FriendWords): End {
  const { userId, source = '', remark, remarkedAt, lists = [], wording, addedAt, custom = {} } = item
  if (badCustom(app, custom) || userId === owner.userId) return refused('INVALID_REQUEST')
  if (owner.friends.has(userId)) return refused('ALREADY_FRIEND')
  if (owner.friends.size >= limits.friends) return refused('FRIEND_LIMIT')
  if (tooManyLists(owner, lists)) return refused('FRIEND_LIST_LIMIT')
  makeLists(owner, lists)
  befriend(owner, userId, {
    source,
    addedAt: addedAt === undefined ? now : seconds(addedAt),
    ...(wording && { wording }),
    ...(remark && { remark }),
    ...(remarkedAt !== undefined && { remarkedAt: seconds(remarkedAt) }),
    lists: [...lists],
    custom: Object.fromEntries(Object.entries(custom).filter(([, value]) => value !== '')),
  })
  return ok
}

export function updateFriend({ app, owner }: Scene, { userId, remark, lists, custom = {} }: FriendWords): End {
  const friend = owner.friends.get(userId)
  if (badCustom(app, custom)) return refused('INVALID_REQUEST')
  if (!friend) return refused('NOT_A_FRIEND')
  if (tooManyLists(owner, lists)) return refused('FRIEND_LIST_LIMIT')
  if (remark) friend.remark = remark
  if (remark === '') delete friend.remark
  if (lists) friend.lists = [...lists]
  makeLists(owner, lists)
  for (const [name, value] of Object.entries(custom)) {
    if (value === '') delete friend.custom[name]
    else friend.custom[name] = value
  }
  return ok
}

export function deleteFriend({ app, owner, body }: Scene, userId: string): End {
  if (!owner.friends.delete(userId)) return refused('NOT_A_FRIEND')
  if (body.mutual) app.accounts.get(userId)!.friends.delete(owner.userId)
  return ok
}

export function joinLists({ owner, body: { lists = [] } }: Scene, userId: string): End {
  const friend = owner.friends.get(userId)
  if (!friend) return refused('NOT_A_FRIEND')
  friend.lists = [...new Set([...friend.lists, ...lists])]
  return ok
}

export function block({ app, owner, now }: Scene, userId: string): End {
  const peer = app.accounts.get(userId)!
  if (peer === owner) return refused('INVALID_REQUEST')
  if (owner.blocked.has(userId)) return refused('ALREADY_BLOCKED')
  if (owner.blocked.size >= limits.blocked) return refused('BLOCKLIST_LIMIT')
  owner.blocked.set(userId, now)
  for (const [one, two] of [
    [owner, peer],
    [peer, owner],
  ] as const) {
    one.friends.delete(two.userId)
    one.asked.delete(two.userId)
  }
  return ok
}

export const unblock = ({ owner }: Scene, userId: string): End =>
  owner.blocked.delete(userId) ? ok : refused('NOT_BLOCKED')
