import { unsureCodes } from '../../limits.ts'
import { Refusal } from '../../replies.ts'
import { notedOf } from '../../world/marks.ts'
import { entriesOf } from '../request.ts'
import { BAD, contactOf, markCommand } from './contact.ts'
import { groupItems, notedItem } from './noted.ts'

/**
 * What is noted of chosen conversations, and the names of the groups that these are in, https://trtc.io/document/53442. One of which
 * nothing is noted is left out.
 */
export const searchContactGroup = markCommand('search_contact_group', (call, owner) => {
  const most = call.limits.contactsPerSearch
  const entries = entriesOf(call.body.ContactItem, most, { bad: BAD, tooMany: unsureCodes.badSearch })
  if (entries.length === 0) throw new Refusal(unsureCodes.badSearch)
  const contacts = entries.map((entry) => contactOf(entry))
  return {
    run({ codes }) {
      const asked = contacts.filter(({ id }) => !Object.hasOwn(codes, id))
      const found = asked.flatMap((contact) => notedOf(owner, contact) ?? [])
      const isNamed = ({ GroupId }: { GroupId: number }) => found.some(({ groups }) => groups.has(GroupId))
      return { ContactResultItem: found.map(notedItem), GroupItem: groupItems(owner).filter(isNamed) }
    },
  }
})
