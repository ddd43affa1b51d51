import { Refusal } from '../../replies.ts'
import { createGroup } from '../../world/contact-groups.ts'
import { entriesOf, membersOf } from '../request.ts'
import { BAD, contactOf, contactResults, markCommand } from './contact.ts'
import { join, newGroupName } from './contact-group.ts'

/**
 * Creating a conversation group, one a call, https://trtc.io/document/53437: 51010 for the 21st of an account, 51008 for more than
 * 1,000 conversations. The group is there even where none of its conversations could be put into it.
 */
export const createContactGroup = markCommand('create_contact_group', (call, owner) => {
  const { limits, body } = call
  const [given] = entriesOf(body.GroupContactItem, 1, { bad: BAD, tooMany: BAD })
  const { GroupName, ContactItem } = membersOf(given, BAD)
  const name = newGroupName(call, owner, GroupName)
  const entries = entriesOf(ContactItem, limits.contactsPerGroup, { bad: BAD, tooMany: 51008 })
  const items = entries.map((entry) => ({ contact: contactOf(entry) }))
  if (owner.contacts.groups.size >= limits.contactGroups) throw new Refusal(51010)
  return {
    run(faults) {
      const number = createGroup(owner, name)
      const carryOut = ({ contact }: (typeof items)[number]) => join(call, owner, number, contact)
      const GroupItem = { GroupName: name, GroupId: number }
      return { GroupResultItem: [{ GroupItem, ResultItem: contactResults(call, items, faults, { carryOut }) }] }
    },
  }
})
