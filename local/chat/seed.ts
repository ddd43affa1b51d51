import { readFileSync } from 'node:fs'
import { type Limits, readLimits } from './limits.ts'
import { entries, flag, integer, list, Misread, member, oneOf, optional, type Place, record, text } from './reading.ts'
import { type Region, regionNames } from './regions.ts'
import { readAccounts, type SeedAccount } from './seed-accounts.ts'
import { readMessages, readMessaging, type SeedMessage } from './seed-messages.ts'
import { newAccount } from './world/account.ts'
import { type App, appStatuses, customFieldTypes, type Plan, plans, type SendCheck } from './world/app.ts'
import { nameAttributes, slots } from './world/attributes.ts'
import { BOT_PREFIX, createBot } from './world/bots.ts'
import type { CheckedSeed } from './world/checked-seed.ts'
import type { FirstMessage } from './world/first-messages.ts'
import { fieldRuleOf } from './world/profile.ts'
import { noPushes } from './world/push-task.ts'

/** A seed file as it is written; README.md says what each member means. */
export interface Seed {
  limits?: Partial<Limits>
  /** Whether `random` must be there, and be a uint32, as the documentation has it; else anything goes, as real clients send it. */
  strictRandom?: boolean
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
  customProfileFields?: Record<string, (typeof customFieldTypes)[number]>
  plan?: Plan
  accountDeletion?: boolean
  pushToAll?: boolean
  conversationMarks?: boolean
  readOnlyProfileTags?: string[]
  writeOnlyProfileTags?: string[]
  attributeNames?: Record<string, string>
  bots?: string[]
  roamingDays?: number
  sendChecks?: SendCheck[]
  webhookRefusals?: Record<string, number>
  messageExtensions?: boolean
  messages?: SeedMessage[]
  accounts?: Record<string, SeedAccount>
}

/** Reads and checks a seed: an object, or the path of a JSON file. The error of a bad one names the place. */
export function readSeed(given: Seed | string): CheckedSeed {
  const source = typeof given === 'string' ? given : 'the seed'
  try {
    return checkSeed(typeof given === 'string' ? JSON.parse(readFileSync(given, 'utf8')) : given)
  } catch (cause) {
    throw new Error(`${source} is no good seed: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

/** As readSeed, of what was read already; throws Misread. */
export function checkSeed(value: unknown): CheckedSeed {
  const root = { value, path: '' }
  const places = record(root, ['$comment', 'limits', 'strictRandom', 'apps'])
  const limits = readLimits(member(root, places, 'limits'))
  const strictRandom = optional(member(root, places, 'strictRandom'), flag, false)
  const appPlaces = entries(member(root, places, 'apps'))
  const apps = new Map(appPlaces.map(([name, place]) => [name, readApp(name, limits, place)]))
  const messages = new Map(appPlaces.map(([name, place]) => [name, firstMessages(apps.get(name)!, place)]))
  if (apps.size === 0) throw new Misread(member(root, places, 'apps'), 'must name an app')
  const ids = [...apps.values()].map((app) => app.sdkAppId)
  if (new Set(ids).size < ids.length) throw new Misread(member(root, places, 'apps'), 'must not repeat a sdkAppId')
  return { limits, strictRandom, apps, messages }
}

const appMembers = [
  'sdkAppId',
  'region',
  'admins',
  'secretKey',
  'status',
  'allowedIps',
  'customFields',
  'customProfileFields',
  'plan',
  'accountDeletion',
  'pushToAll',
  'conversationMarks',
  'readOnlyProfileTags',
  'writeOnlyProfileTags',
  'attributeNames',
  'bots',
  'roamingDays',
  'sendChecks',
  'webhookRefusals',
  'messageExtensions',
  'messages',
  'accounts',
]

function readApp(name: string, limits: Limits, place: Place): App {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) throw new Misread(place, 'must be named with A-Z a-z 0-9 _ - only')
  const places = record(place, appMembers)
  const at = (key: string) => member(place, places, key)
  const admins = list(at('admins'), text)
  if (admins.length === 0) throw new Misread(at('admins'), 'must name an administrator')
  const secretKey = text(at('secretKey'))
  const plan = optional(at('plan'), (given) => oneOf(given, plans), 'trial')
  const app: App = {
    name,
    sdkAppId: integer(at('sdkAppId'), 1, 2 ** 32 - 1),
    region: oneOf(at('region'), regionNames),
    admins,
    key: secretKey,
    secretKey,
    status: optional(at('status'), (status) => oneOf(status, appStatuses), 'active'),
    allowedIps: optional(at('allowedIps'), (ips) => list(ips, text), []),
    plan,
    accountDeletion: optional(at('accountDeletion'), flag, plan === 'trial'),
    pushToAll: optional(at('pushToAll'), flag, true),
    conversationMarks: optional(at('conversationMarks'), flag, true),
    customFields: optional(at('customFields'), customFields, new Map()),
    customProfileFields: optional(at('customProfileFields'), customFields, new Map()),
    readOnlyProfileTags: [],
    writeOnlyProfileTags: [],
    accounts: new Map(admins.map((admin) => [admin, newAccount(admin)])),
    deleted: new Map(),
    bots: new Set(),
    attributeNames: new Map(),
    pushes: noPushes(),
    ...readMessaging(at),
    conversations: new Map(),
  }
  app.readOnlyProfileTags = optional(at('readOnlyProfileTags'), (tags) => profileTags(app, tags), [])
  app.writeOnlyProfileTags = optional(at('writeOnlyProfileTags'), (tags) => profileTags(app, tags), [])
  nameAttributes(app, optional(at('attributeNames'), attributeNames, []))
  readAccounts(app, limits, optional(at('accounts'), entries, []))
  for (const bot of optional(at('bots'), bots, [])) createBot(app, bot)
  return app
}

function firstMessages(app: App, place: Place): FirstMessage[] {
  return optional(member(place, record(place, appMembers), 'messages'), (given) => readMessages(app, given), [])
}

function profileTags(app: App, place: Place): string[] {
  return list(place, (tag) => {
    if (!fieldRuleOf(app, text(tag))) throw new Misread(tag, 'is the tag of no profile field of the app')
    return text(tag)
  })
}

function attributeNames(place: Place): Array<[string, string]> {
  return Object.entries(record(place, slots)).map(([slot, name]) => [slot, text(name)])
}

function bots(place: Place): string[] {
  return list(place, (bot) => {
    if (!text(bot).startsWith(BOT_PREFIX)) throw new Misread(bot, `must begin with ${BOT_PREFIX}`)
    return text(bot)
  })
}

function customFields(place: Place): App['customFields'] {
  return new Map(entries(place).map(([name, type]) => [customName(name, type), oneOf(type, customFieldTypes)]))
}

function customName(name: string, place: Place): string {
  if (!/^[A-Za-z]{1,8}$/.test(name)) throw new Misread(place, 'must be named with 1 to 8 English letters')
  return name
}
