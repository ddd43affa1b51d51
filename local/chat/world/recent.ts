import type { Account } from './account.ts'
import { type Contact, keyOf, type Recent } from './contacts.ts'

// The list of an account's recent conversations. https://trtc.io/document/43087

/** A message was sent or came in a conversation: it is the last one now. Beyond so many, the oldest leave the list; pinned ones stay. */
export function noteMessage({ contacts: { recent } }: Account, contact: Contact, at: number, most: number): void {
  const key = keyOf(contact)
  const pinned = recent.get(key)?.pinned ?? false
  recent.delete(key)
  recent.set(key, { kind: contact.kind, id: contact.id, at, pinned })
  const ordinary = [...recent].filter(([, one]) => !one.pinned)
  for (const [old] of ordinary.slice(0, Math.max(0, ordinary.length - most))) recent.delete(old)
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

/** The recent conversations of one sort, the oldest first. */
export function recentOf({ contacts: { recent } }: Account, pinned: boolean, withEmpty: boolean): Recent[] {
  return [...recent.values()]
    .filter((one) => one.pinned === pinned && (withEmpty || one.at > 0))
    .sort((one, other) => one.at - other.at)
}

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
