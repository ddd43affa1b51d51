import { Refusal } from '../../replies.ts'
import type { Account } from '../../world/account.ts'
import { leaveGroup, renameGroup } from '../../world/contact-groups.ts'
import type { Contact } from '../../world/contacts.ts'
import type { CommandCall, Prepared } from '../command.ts'
import type { ItemOutcome } from '../items.ts'
import { entriesOf, membersOf } from '../request.ts'
import { BAD, contactOf, contactResults, markCommand } from './contact.ts'
import { groupOf, join, newGroupName } from './contact-group.ts'

const RENAME = 1
const CHANGE = 2
const ADD = 1
const REMOVE = 2

interface Change {
  contact: Contact
  action: typeof ADD | typeof REMOVE
}

/** Renaming a conversation group, or changing what is in it, https://trtc.io/document/53439: 51009 where it is not there. */
export const updateContactGroup = markCommand(
  'update_contact_group',
  (call, owner) => {
    if (call.body.UpdateType !== 1) throw new Refusal(BAD)
    const update = membersOf(call.body.UpdateGroup, BAD)
    if (update.UpdateGroupType === RENAME) return rename(call, owner, update)
    if (update.UpdateGroupType === CHANGE) return changeWhatIsIn(call, owner, update)
    throw new Refusal(BAD)
  },
  { display: false },
)

function rename(call: CommandCall, owner: Account, update: Record<string, unknown>): Prepared {
  const { name, number } = groupOf(owner, update.OldGroupName)
  const newName = newGroupName(call, owner, update.NewGroupName, number)
  return {
    run() {
      renameGroup(owner, number, newName)
      return resultOf(RENAME, newName, number, name, {})
    },
  }
}

function changeWhatIsIn(call: CommandCall, owner: Account, update: Record<string, unknown>): Prepared {
  const most = call.limits.contactsPerGroup
  const changes = entriesOf(update.ContactUpdateItem, most, { bad: BAD, tooMany: 51008 }).map(changeOf)
  const { name, number } = groupOf(owner, update.OldGroupName)
  const carryOut = ({ contact, action }: Change): ItemOutcome => {
    if (action === ADD) return join(call, owner, number, contact)
    leaveGroup(owner, contact, number, call.now)
    return {}
  }
  const adds = ({ action }: Change) => ({ ContactOptType: action })
  return {
    run: (faults) =>
      resultOf(CHANGE, name, number, name, {
        ContactResultItem: contactResults(call, changes, faults, { adds, carryOut }),
      }),
  }
}

function changeOf(entry: unknown): Change {
  const { ContactOptType, ContactItem } = membersOf(entry, BAD)
  const action = [ADD, REMOVE].find((one) => one === ContactOptType)
  if (action === undefined) throw new Refusal(BAD)
  return { contact: contactOf(ContactItem), action: action === ADD ? ADD : REMOVE }
}

const resultOf = (type: number, name: string, number: number, before: string, results: object) => ({
  UpdateType: 1,
  UpdateGroupResult: { UpdateGroupType: type, GroupName: name, GroupId: number, OldGroupName: before, ...results },
})
