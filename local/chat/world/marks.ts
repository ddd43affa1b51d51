import type { Account } from './account.ts'
import { type Contact, keyOf, type Noted } from './contacts.ts'

// Marks of conversations. https://trtc.io/document/53438

/** What is noted of a conversation; undefined for nothing. */
export const notedOf = ({ contacts: { noted } }: Account, contact: Contact): Noted | undefined =>
  noted.get(keyOf(contact))

/** Whether it bears a mark; being in a group is none. */
export const isMarked = ({ bits, custom }: Noted): boolean => bits.size > 0 || custom !== ''

/** How many conversations of the account bear marks. */
export function countMarked({ contacts: { noted } }: Account): number {
  return [...noted.values()].filter(isMarked).length
}

/** Bits to set and to clear, and a text of the app's own where one is given. */
export interface Marking {
  set: number[]
  clear: number[]
  custom: string | undefined
}

export function mark(account: Account, contact: Contact, { set, clear, custom }: Marking, now: number): void {
  change(account, contact, now, (noted) => {
    for (const bit of clear) noted.bits.delete(bit)
    for (const bit of set) noted.bits.add(bit)
    noted.custom = custom ?? noted.custom
  })
}

/** Changes what is noted of a conversation. */
export function change(account: Account, contact: Contact, now: number, alter: (noted: Noted) => void): void {
  const { kind, id } = contact
  const noted = notedOf(account, contact) ?? { kind, id, bits: new Set(), custom: '', groups: new Set(), changedAt: 0 }
  alter(noted)
  noted.changedAt = Math.floor(now / 1000)
  account.contacts.noted.set(keyOf(contact), noted)
  prune(account)
}

/** Forgets conversations of which nothing is noted any more. */
export function prune({ contacts: { noted } }: Account): void {
  for (const [key, one] of noted) if (!isMarked(one) && one.groups.size === 0) noted.delete(key)
}
