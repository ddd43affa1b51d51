import { Refusal } from '../../replies.ts'
import type { Account } from '../../world/account.ts'
import type { Contact } from '../../world/contacts.ts'
import { countMarked, isMarked, type Marking, mark, notedOf } from '../../world/marks.ts'
import type { CommandCall } from '../command.ts'
import { type ItemOutcome, refusedItem } from '../items.ts'
import { entriesOf, fits, membersOf } from '../request.ts'
import { BAD, contactOf, contactResults, markCommand } from './contact.ts'

const STANDARD = 1
const CUSTOM = 2
const MOST_BIT = 63

interface Item extends Marking {
  contact: Contact
  type: number
}

/**
 * Marking conversations, https://trtc.io/document/53438: 51006 for none or more than 100 in a call, 51008 for the 1,001st of an account.
 * OptType says which of the marks given count.
 */
export const markContact = markCommand('mark_contact', (call, owner) => {
  const entries = entriesOf(call.body.MarkItem, call.limits.marksPerCall, { bad: BAD, tooMany: 51006 })
  if (entries.length === 0) throw new Refusal(51006)
  const items = entries.map((entry) => itemOf(call, entry))
  const adds = ({ type }: Item) => ({ OptType: type })
  const carryOut = (item: Item) => markOne(call, owner, item)
  return { run: (faults) => ({ ResultItem: contactResults(call, items, faults, { adds, carryOut }) }) }
})

function itemOf({ limits }: CommandCall, entry: unknown): Item {
  const { OptType, ContactItem, SetMark, ClearMark, CustomMark = '' } = membersOf(entry, BAD)
  const type = [STANDARD, CUSTOM, STANDARD + CUSTOM].find((one) => one === OptType)
  if (type === undefined || typeof CustomMark !== 'string') throw new Refusal(BAD)
  if (!fits(CustomMark, 0, limits.customMarkBytes)) throw new Refusal(BAD)
  const [set, clear] = [bitsOf(SetMark), bitsOf(ClearMark)]
  const isStandard = type !== CUSTOM
  return {
    contact: contactOf(ContactItem),
    type,
    set: isStandard ? set : [],
    clear: isStandard ? clear : [],
    custom: type === STANDARD ? undefined : CustomMark,
  }
}

function bitsOf(value: unknown = []): number[] {
  const isBit = (bit: unknown) => Number.isInteger(bit) && (bit as number) >= 0 && (bit as number) <= MOST_BIT
  if (!Array.isArray(value) || !value.every(isBit)) throw new Refusal(BAD)
  return value
}

function markOne(call: CommandCall, owner: Account, item: Item): ItemOutcome {
  const before = notedOf(owner, item.contact)
  const isNew = !before || !isMarked(before)
  const adds = item.set.length > 0 || (item.custom ?? '') !== ''
  if (isNew && adds && countMarked(owner) >= call.limits.markedContacts) return refusedItem(call, 51008)
  mark(owner, item.contact, item, call.now)
  return {}
}
