import type { Account } from './account.ts'
import type { App } from './app.ts'
import { type Contact, keyOf, ONE_TO_ONE, type Recent } from './contacts.ts'

// The list of an account's recent conversations. https://trtc.io/document/43087

/** A message that one side of a conversation has got, or has sent. */
export interface Moved {
  owner: string
  peer: string
  /** Unix seconds */
  time: number
}

/** Told of every message that moves a conversation up in its owner's recent list: all but those sent with NoLastMsg, and online ones. */
export function noteMessage({ accounts }: App, { owner, peer, time }: Moved): void {
  const recent = accounts.get(owner)?.contacts.recent
  if (!recent) return
  const contact = { kind: ONE_TO_ONE, id: peer } as const
  const { pinned = false, at = 0 } = recent.get(keyOf(contact)) ?? {}
  recent.set(keyOf(contact), { ...contact, at: Math.max(at, time), pinned })
}

/** Takes a conversation off the list, and its pin with it; the next message puts it back. */
export function dropRecent({ contacts: { recent } }: Account, contact: Contact): void {
  recent.delete(keyOf(contact))
}

/** A place in a list that goes by time: so many entries of that second are behind it. */
export interface ListPlace {
  at: number
  index: number
}

/** The pinned conversations, the oldest first. */
export function pinnedOf(account: Account, withEmpty: boolean): Recent[] {
  return recentOf(account, withEmpty).filter((one) => one.pinned)
}

/** The others, the oldest first: no more than so many, of which the oldest leave the list. */
export function ordinaryOf(account: Account, withEmpty: boolean, most: number): Recent[] {
  const ordinary = recentOf(account, withEmpty).filter((one) => !one.pinned)
  return ordinary.slice(Math.max(0, ordinary.length - most))
}

const recentOf = ({ contacts: { recent } }: Account, withEmpty: boolean): Recent[] =>
  [...recent.values()].filter(({ at }) => withEmpty || at > 0).sort((one, other) => one.at - other.at)

/** What follows the place. */
export function after(list: Recent[], { at, index }: ListPlace): Recent[] {
  const same = list.filter((one) => one.at === at).slice(index)
  return [...same, ...list.filter((one) => one.at > at)]
}

/** The place behind these, which stand in the list; where there are none, the one before. */
export function placeBehind(list: Recent[], told: Recent[], before: ListPlace): ListPlace {
  const last = told.at(-1)
  if (!last) return before
  const same = list.filter((one) => one.at === last.at)
  return { at: last.at, index: same.indexOf(last) + 1 }
}
