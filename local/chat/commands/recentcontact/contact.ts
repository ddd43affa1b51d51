import { unsureCodes } from '../../limits.ts'
import { Refusal } from '../../replies.ts'
import type { Account } from '../../world/account.ts'
import { accountOf } from '../../world/accounts.ts'
import { type Contact, GROUP, ONE_TO_ONE } from '../../world/contacts.ts'
import type { Command, CommandCall, ItemFaults, Prepared } from '../command.ts'
import { type ItemOutcome, outcomesOf, refusedItem } from '../items.ts'
import { membersOf, namedUserId } from '../request.ts'

/** What every command of the service refuses that is not as its page says. */
export const BAD = 50002

/** A command on the conversations of From_Account, which must have been imported. */
export function contactCommand(
  name: string,
  prepare: (call: CommandCall, owner: Account) => Prepared,
  more: Pick<Command, 'display'> = {},
): Command {
  return { service: 'recentcontact', name, ...more, prepare: (call) => prepare(call, ownerOf(call)) }
}

/** The same of groups and marks, which not every plan has. */
export function markCommand(...[name, prepare, more]: Parameters<typeof contactCommand>): Command {
  const planned: typeof prepare = (call, owner) => {
    if (!call.app.conversationMarks) throw new Refusal(51013)
    return prepare(call, owner)
  }
  return contactCommand(name, planned, more)
}

function ownerOf({ app, body }: CommandCall): Account {
  const owner = accountOf(app, namedUserId(body.From_Account, BAD))
  if (!owner) throw new Refusal(50001)
  return owner
}

/** An integer from 0 up, which must be there. */
export function countOf({ body }: CommandCall, name: string): number {
  const value = body[name]
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new Refusal(BAD)
  return value as number
}

/** The conversation that an object names. Type is a number in samples and a text in tables; `group` is how the page spells a group's id. */
export function contactOf(value: unknown, group = 'ToGroupId'): Contact {
  const members = membersOf(value, BAD)
  const kind = [ONE_TO_ONE, GROUP].find((one) => String(members.Type) === String(one))
  const id = members[kind === GROUP ? group : 'To_Account']
  if (kind === undefined || id === undefined || id === '') throw new Refusal(BAD)
  if (typeof id !== 'string') throw new Refusal(60015)
  return { kind: kind === GROUP ? GROUP : ONE_TO_ONE, id }
}

/** How replies name a conversation. */
export const contactItem = ({ kind, id }: Contact) =>
  kind === GROUP ? { Type: kind, ToGroupId: id } : { Type: kind, To_Account: id }

/** What is asked for of one conversation. */
export interface Wanted {
  contact: Contact
}

/** Carries out what is asked for of each, and writes the list of what became of it. */
export function contactResults<Item extends Wanted>(
  call: CommandCall,
  items: Item[],
  faults: ItemFaults,
  work: { adds?: (item: Item) => object; carryOut: (item: Item) => ItemOutcome },
): unknown[] {
  const named = items.map((item) => ({ ...item, userId: item.contact.id }))
  const carryOut = (item: Item) =>
    isThere(call, item.contact) ? work.carryOut(item) : refusedItem(call, unsureCodes.unknownContact)
  return outcomesOf(call, named, faults, carryOut).map(({ item, outcome }) => ({
    ...work.adds?.(item),
    ContactItem: contactItem(item.contact),
    ResultCode: 'code' in outcome ? outcome.code : 0,
    ResultInfo: 'code' in outcome ? outcome.info : '',
  }))
}

const isThere = ({ app }: CommandCall, { kind, id }: Contact): boolean =>
  kind === GROUP || accountOf(app, id) !== undefined
