import type { Limits } from './limits.ts'
import { entries, flag, integer, list, Misread, member, optional, type Place, record, text } from './reading.ts'
import type { Account } from './world/account.ts'
import type { App } from './world/app.ts'
import { createGroup, groupNamed } from './world/contact-groups.ts'
import { type Contact, GROUP, keyOf, ONE_TO_ONE } from './world/contacts.ts'

/** A conversation as a seed names it: with an account, or in a group. */
interface SeedContact {
  peer?: string
  group?: string
}

/** What an account keeps of its conversations, as a seed writes it. */
export interface SeedContacts {
  recent?: Array<SeedContact & { at?: number; pinned?: boolean }>
  contactGroups?: string[]
  noted?: Array<SeedContact & { bits?: number[]; custom?: string; groups?: string[]; changedAt?: number }>
}

export const contactMembers = ['recent', 'contactGroups', 'noted'] as const

/** 2023-11-14, as all of the demo data. */
const DEMO_TIME = 1_700_000_000

/** Reads these members of an account, which stand at `at`; all accounts of the app are there. */
export function readContacts(
  app: App,
  limits: Limits,
  account: Account,
  at: (key: (typeof contactMembers)[number]) => Place,
): void {
  for (const name of optional(at('contactGroups'), (names) => list(names, text), [])) createGroup(account, name)
  optional(at('recent'), (places) => list(places, (place) => readRecent(app, account, place)), [])
  optional(at('noted'), (places) => list(places, (place) => readNoted(app, account, place)), [])
  const pinned = [...account.contacts.recent.values()].filter((one) => one.pinned)
  if (pinned.length > limits.pinnedConversations) throw new Misread(at('recent'), 'has too many that are pinned')
}

function readRecent(app: App, { contacts: { recent } }: Account, place: Place): void {
  const places = record(place, ['peer', 'group', 'at', 'pinned'])
  const contact = readContact(app, place)
  const at = optional(member(place, places, 'at'), (time) => integer(time, 0), DEMO_TIME)
  recent.set(keyOf(contact), { ...contact, at, pinned: optional(member(place, places, 'pinned'), flag, false) })
}

function readNoted(app: App, account: Account, place: Place): void {
  const places = record(place, ['peer', 'group', 'bits', 'custom', 'groups', 'changedAt'])
  const contact = readContact(app, place)
  const at = (key: string) => member(place, places, key)
  account.contacts.noted.set(keyOf(contact), {
    ...contact,
    bits: new Set(optional(at('bits'), (bits) => list(bits, (bit) => integer(bit, 0, 63)), [])),
    custom: optional(at('custom'), text, ''),
    groups: new Set(optional(at('groups'), (names) => list(names, (name) => readGroup(account, name)), [])),
    changedAt: optional(at('changedAt'), (time) => integer(time, 0), DEMO_TIME),
  })
}

function readContact(app: App, place: Place): Contact {
  const named = entries(place).filter(([name]) => name === 'peer' || name === 'group')
  const [first] = named
  if (!first || named.length > 1) throw new Misread(place, 'must have either a peer or a group')
  const [name, at] = first
  if (name === 'group') return { kind: GROUP, id: text(at) }
  if (!app.accounts.has(text(at))) throw new Misread(at, 'is an account that the app has not')
  return { kind: ONE_TO_ONE, id: text(at) }
}

function readGroup(account: Account, place: Place): number {
  const number = groupNamed(account, text(place))
  if (number === undefined) throw new Misread(place, 'is not named among the contactGroups of the account')
  return number
}
