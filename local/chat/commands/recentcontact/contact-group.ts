import { unsureCodes } from '../../limits.ts'
import { Refusal } from '../../replies.ts'
import type { Account } from '../../world/account.ts'
import { groupNamed, joinGroup, sizeOf } from '../../world/contact-groups.ts'
import type { Contact } from '../../world/contacts.ts'
import { notedOf } from '../../world/marks.ts'
import type { CommandCall } from '../command.ts'
import { type ItemOutcome, refusedItem } from '../items.ts'
import { fits } from '../request.ts'
import { BAD } from './contact.ts'

/** The name of a group that is there: 51009 for any other. */
export function groupOf(owner: Account, name: unknown): { name: string; number: number } {
  if (typeof name !== 'string' || name === '') throw new Refusal(BAD)
  const number = groupNamed(owner, name)
  if (number === undefined) throw new Refusal(51009)
  return { name, number }
}

/** A name for a group: 51011 for more than 32 bytes. */
export function newGroupName({ limits }: CommandCall, owner: Account, name: unknown, own?: number): string {
  if (typeof name !== 'string' || name === '') throw new Refusal(BAD)
  if (!fits(name, 1, limits.contactGroupBytes)) throw new Refusal(51011)
  const taken = groupNamed(owner, name)
  if (taken !== undefined && taken !== own) throw new Refusal(unsureCodes.contactGroupExists)
  return name
}

/** Puts a conversation into a group: 51008 where that is full. One that is in it already stays. */
export function join(call: CommandCall, owner: Account, number: number, contact: Contact): ItemOutcome {
  const isIn = notedOf(owner, contact)?.groups.has(number) ?? false
  if (!isIn && sizeOf(owner, number) >= call.limits.contactsPerGroup) return refusedItem(call, 51008)
  joinGroup(owner, contact, number, call.now)
  return {}
}
