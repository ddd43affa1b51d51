import type { Limits } from './limits.ts'
import { entries, flag, integer, list, Misread, member, oneOf, optional, type Place, record, text } from './reading.ts'
import { contactMembers, readContacts, type SeedContacts } from './seed-contacts.ts'
import { readTraits, type SeedTraits, traitMembers } from './seed-traits.ts'
import { type Account, type AllowType, allowTypes, type Friend, newAccount, type Pending } from './world/account.ts'
import type { App } from './world/app.ts'

export interface SeedAccount extends SeedTraits, SeedContacts {
  nick?: string
  faceUrl?: string
  customProfile?: Record<string, string | number>
  otherApp?: boolean
  allowType?: AllowType
  lists?: string[]
  friends?: Record<string, SeedFriend>
  blocked?: Record<string, { blockedAt?: number }>
  pending?: Record<string, { source?: string; wording?: string; askedAt?: number }>
  sequences?: Partial<Account['sequences']>
}
export interface SeedFriend {
  remark?: string
  lists?: string[]
  custom?: Record<string, string | number>
  source?: string
  wording?: string
  addedAt?: number
}

/** 2023-11-14: demo friendships without a date of their own began then. */
const DEMO_TIME = 1_700_000_000

/** Reads the accounts of an app; all come before any relation, so that two can be each other's friend. */
export function readAccounts(app: App, limits: Limits, places: Array<[string, Place]>): void {
  for (const [userId, place] of places) app.accounts.set(userId, readAccount(app, limits, userId, place))
  for (const [userId, place] of places) readRelations(app, limits, app.accounts.get(userId)!, place)
}

const accountMembers = [
  'nick',
  'faceUrl',
  'customProfile',
  'otherApp',
  'allowType',
  'lists',
  'friends',
  'blocked',
  'pending',
  'sequences',
  ...traitMembers,
  ...contactMembers,
] as const

function readAccount(app: App, limits: Limits, userId: string, place: Place): Account {
  const places = record(place, accountMembers)
  const at = (key: (typeof accountMembers)[number]) => member(place, places, key)
  const nick = optional(at('nick'), text, undefined)
  const faceUrl = optional(at('faceUrl'), text, undefined)
  const account = newAccount(userId)
  if (nick !== undefined) account.profile.set('Tag_Profile_IM_Nick', nick)
  if (faceUrl !== undefined) account.profile.set('Tag_Profile_IM_Image', faceUrl)
  for (const [name, value] of optional(at('customProfile'), entries, [])) {
    account.profile.set(`Tag_Profile_Custom_${name}`, readCustom(app.customProfileFields, name, value))
  }
  account.otherApp = optional(at('otherApp'), flag, false)
  account.allowType = optional(at('allowType'), (type) => oneOf(type, allowTypes), 'accept')
  account.lists = new Set(optional(at('lists'), (names) => list(names, text), []))
  readTraits(app, limits, account, at)
  const versions = optional(at('sequences'), (given) => record(given, Object.keys(account.sequences)), {})
  for (const [name, version] of Object.entries(versions)) {
    account.sequences[name as keyof Account['sequences']] = integer(version, 1)
  }
  return account
}

function readRelations(app: App, limits: Limits, owner: Account, place: Place): void {
  const places = record(place, accountMembers)
  const others = (key: 'friends' | 'blocked' | 'pending') => optional(member(place, places, key), entries, [])
  for (const [userId, friend] of others('friends')) owner.friends.set(userId, readFriend(app, owner, userId, friend))
  for (const [userId, entry] of others('blocked')) owner.blocked.set(userId, readBlocked(app, owner, userId, entry))
  for (const [userId, request] of others('pending')) owner.pending.set(userId, readPending(app, owner, userId, request))
  readContacts(app, limits, owner, (key) => member(place, places, key))
}

const friendMembers = ['remark', 'lists', 'custom', 'source', 'wording', 'addedAt']

function readFriend(app: App, owner: Account, friendId: string, place: Place): Friend {
  if (!app.accounts.has(friendId)) throw new Misread(place, 'is the friend of an account that the app has not')
  const places = record(place, friendMembers)
  const at = (key: string) => member(place, places, key)
  const remark = optional(at('remark'), text, undefined)
  const lists = optional(at('lists'), (names) => list(names, text), [])
  for (const name of lists) owner.lists.add(name)
  const custom = optional(at('custom'), entries, [])
  return {
    ...readOrigin(at('source'), at('wording')),
    addTime: optional(at('addedAt'), (time) => integer(time, 0), DEMO_TIME),
    ...(remark === undefined ? {} : { remark }),
    lists,
    custom: new Map(custom.map(([name, value]) => [name, readCustom(app.customFields, name, value)])),
  }
}

function readOrigin(source: Place, wording: Place): Pick<Friend, 'addSource' | 'addWording'> {
  const addWording = optional(wording, text, undefined)
  return {
    addSource: optional(source, text, 'AddSource_Type_Import'),
    ...(addWording === undefined ? {} : { addWording }),
  }
}

function readCustom(declared: App['customFields'], name: string, place: Place): string | number {
  const type = declared.get(name)
  if (type === undefined) throw new Misread(place, 'is not declared among the custom fields of the app')
  return type === 'string' ? text(place) : integer(place, 0)
}

function readBlocked(app: App, owner: Account, userId: string, place: Place): number {
  checkOther(app, owner, userId, place)
  const places = record(place, ['blockedAt'])
  return optional(member(place, places, 'blockedAt'), (time) => integer(time, 0), DEMO_TIME)
}

function readPending(app: App, owner: Account, userId: string, place: Place): Pending {
  checkOther(app, owner, userId, place)
  if (owner.friends.has(userId)) throw new Misread(place, 'is a friend already: nothing waits for consent')
  const places = record(place, ['source', 'wording', 'askedAt'])
  const at = (key: string) => member(place, places, key)
  return {
    ...readOrigin(at('source'), at('wording')),
    askedAt: optional(at('askedAt'), (time) => integer(time, 0), DEMO_TIME),
  }
}

function checkOther(app: App, owner: Account, userId: string, place: Place): void {
  if (!app.accounts.has(userId)) throw new Misread(place, 'is an account that the app has not')
  if (userId === owner.userId) throw new Misread(place, 'is the account itself')
}
