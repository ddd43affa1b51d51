import { readFileSync } from 'node:fs'
import { type Account, type App, appStatuses, customFieldTypes, type Friend, newAccount } from './app.ts'
import { type Limits, readLimits } from './limits.ts'
import { entries, flag, integer, list, Misread, member, oneOf, optional, type Place, record, text } from './reading.ts'
import { type Region, regionNames } from './regions.ts'

/** A seed file as it is written; README.md says what each member means. */
export interface Seed {
  limits?: Partial<Limits>
  apps: Record<string, SeedApp>
}
export interface SeedApp {
  sdkAppId: number
  region: Region
  admins: string[]
  secretKey: string
  status?: (typeof appStatuses)[number]
  allowedIps?: string[]
  customFields?: Record<string, (typeof customFieldTypes)[number]>
  accounts?: Record<string, SeedAccount>
}
export interface SeedAccount {
  nick?: string
  faceUrl?: string
  otherApp?: boolean
  lists?: string[]
  friends?: Record<string, SeedFriend>
}
export interface SeedFriend {
  remark?: string
  lists?: string[]
  custom?: Record<string, string | number>
  source?: string
  wording?: string
  addedAt?: number
}

/** A seed that was found good, in the shapes the emulator works with. */
export interface CheckedSeed {
  limits: Limits
  apps: Map<string, App>
}

/** 2023-11-14: demo friendships without a date of their own began then. */
const DEMO_TIME = 1_700_000_000

/** Reads and checks a seed: an object, or the path of a JSON file. The error of a bad one names the place. */
export function readSeed(given: Seed | string): CheckedSeed {
  const source = typeof given === 'string' ? given : 'the seed'
  try {
    return checkSeed(typeof given === 'string' ? JSON.parse(readFileSync(given, 'utf8')) : given)
  } catch (cause) {
    throw new Error(`${source} is no good seed: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

function checkSeed(value: unknown): CheckedSeed {
  const root = { value, path: '' }
  const places = record(root, ['$comment', 'limits', 'apps'])
  const limits = readLimits(member(root, places, 'limits'))
  const apps = new Map(entries(member(root, places, 'apps')).map(([name, place]) => [name, readApp(name, place)]))
  if (apps.size === 0) throw new Misread(member(root, places, 'apps'), 'must name an app')
  const ids = [...apps.values()].map((app) => app.sdkAppId)
  if (new Set(ids).size < ids.length) throw new Misread(member(root, places, 'apps'), 'must not repeat a sdkAppId')
  return { limits, apps }
}

const appMembers = ['sdkAppId', 'region', 'admins', 'secretKey', 'status', 'allowedIps', 'customFields', 'accounts']

function readApp(name: string, place: Place): App {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) throw new Misread(place, 'must be named with A-Z a-z 0-9 _ - only')
  const places = record(place, appMembers)
  const at = (key: string) => member(place, places, key)
  const admins = list(at('admins'), text)
  if (admins.length === 0) throw new Misread(at('admins'), 'must name an administrator')
  const secretKey = text(at('secretKey'))
  const fields = optional(at('customFields'), entries, [])
  const app: App = {
    name,
    sdkAppId: integer(at('sdkAppId'), 1, 2 ** 32 - 1),
    region: oneOf(at('region'), regionNames),
    admins,
    key: secretKey,
    secretKey,
    status: optional(at('status'), (status) => oneOf(status, appStatuses), 'active'),
    allowedIps: optional(at('allowedIps'), (ips) => list(ips, text), []),
    customFields: new Map(fields.map(([field, type]) => [customName(field, type), oneOf(type, customFieldTypes)])),
    accounts: new Map(admins.map((admin) => [admin, newAccount(admin)])),
  }
  readAccounts(app, optional(at('accounts'), entries, []))
  return app
}

function customName(name: string, place: Place): string {
  if (!/^[A-Za-z]{1,8}$/.test(name)) throw new Misread(place, 'must be named with 1 to 8 English letters')
  return name
}

// All accounts come before any friend, so that two can be each other's friend.
function readAccounts(app: App, places: Array<[string, Place]>): void {
  for (const [userId, place] of places) app.accounts.set(userId, readAccount(userId, place))
  for (const [userId, place] of places) {
    const owner = app.accounts.get(userId) ?? newAccount(userId)
    const friends = optional(member(place, record(place, accountMembers), 'friends'), entries, [])
    for (const [friendId, friend] of friends) owner.friends.set(friendId, readFriend(app, owner, friendId, friend))
  }
}

const accountMembers = ['nick', 'faceUrl', 'otherApp', 'lists', 'friends']

function readAccount(userId: string, place: Place): Account {
  const places = record(place, accountMembers)
  const nick = optional(member(place, places, 'nick'), text, undefined)
  const faceUrl = optional(member(place, places, 'faceUrl'), text, undefined)
  const account = newAccount(userId)
  if (nick !== undefined) account.profile.set('Tag_Profile_IM_Nick', nick)
  if (faceUrl !== undefined) account.profile.set('Tag_Profile_IM_Image', faceUrl)
  account.otherApp = optional(member(place, places, 'otherApp'), flag, false)
  account.lists = new Set(optional(member(place, places, 'lists'), (names) => list(names, text), []))
  return account
}

const friendMembers = ['remark', 'lists', 'custom', 'source', 'wording', 'addedAt']

function readFriend(app: App, owner: Account, friendId: string, place: Place): Friend {
  if (!app.accounts.has(friendId)) throw new Misread(place, 'is the friend of an account that the app has not')
  const places = record(place, friendMembers)
  const at = (key: string) => member(place, places, key)
  const remark = optional(at('remark'), text, undefined)
  const addWording = optional(at('wording'), text, undefined)
  const lists = optional(at('lists'), (names) => list(names, text), [])
  for (const name of lists) owner.lists.add(name)
  const custom = optional(at('custom'), entries, [])
  return {
    addSource: optional(at('source'), text, 'AddSource_Type_Import'),
    addTime: optional(at('addedAt'), (time) => integer(time, 0), DEMO_TIME),
    ...(remark === undefined ? {} : { remark }),
    ...(addWording === undefined ? {} : { addWording }),
    lists,
    custom: new Map(custom.map(([name, value]) => [name, readCustom(app, name, value)])),
  }
}

function readCustom(app: App, name: string, place: Place): string | number {
  const type = app.customFields.get(name)
  if (type === undefined) throw new Misread(place, 'is not declared in the customFields of the app')
  return type === 'string' ? text(place) : integer(place, 0)
}
