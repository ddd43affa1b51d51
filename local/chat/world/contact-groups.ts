import type { Account } from './account.ts'
import type { Contact } from './contacts.ts'
import { change, prune } from './marks.ts'

// Groups that an account puts its conversations into. https://trtc.io/document/53437

/** The number of the group of this name; undefined where there is none. Names are unique within the account. */
export function groupNamed({ contacts: { groups } }: Account, name: string): number | undefined {
  return [...groups].find(([, one]) => one === name)?.[0]
}

export function createGroup({ contacts }: Account, name: string): number {
  contacts.groupsMade += 1
  contacts.groups.set(contacts.groupsMade, name)
  return contacts.groupsMade
}

export function renameGroup({ contacts: { groups } }: Account, number: number, name: string): void {
  groups.set(number, name)
}

/** Deletes a group, which its conversations leave thereby. */
export function deleteGroup(account: Account, number: number): void {
  account.contacts.groups.delete(number)
  for (const noted of account.contacts.noted.values()) noted.groups.delete(number)
  prune(account)
}

/** How many conversations a group holds. */
export function sizeOf({ contacts: { noted } }: Account, number: number): number {
  return [...noted.values()].filter(({ groups }) => groups.has(number)).length
}

export function joinGroup(account: Account, contact: Contact, number: number, now: number): void {
  change(account, contact, now, ({ groups }) => groups.add(number))
}

export function leaveGroup(account: Account, contact: Contact, number: number, now: number): void {
  change(account, contact, now, ({ groups }) => groups.delete(number))
}
