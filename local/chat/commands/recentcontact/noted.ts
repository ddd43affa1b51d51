import type { Account } from '../../world/account.ts'
import type { Noted } from '../../world/contacts.ts'
import { contactItem } from './contact.ts'

/** What is noted of a conversation, as the pages print it; what is not there is left out. */
export const notedItem = ({ bits, custom, groups, changedAt, ...contact }: Noted) => ({
  ...contactItem(contact),
  ...(bits.size > 0 && { StandardMark: bitText(bits) }),
  ...(custom !== '' && { CustomMark: custom }),
  ...(groups.size > 0 && { ContactGroupId: [...groups] }),
  Timestamp: changedAt,
})

/** A number in base two: bit 0 stands at the end. */
const bitText = (bits: Set<number>): string => [...bits].reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n).toString(2)

export const groupItems = ({ contacts: { groups } }: Account) =>
  [...groups].map(([GroupId, GroupName]) => ({ GroupName, GroupId }))
