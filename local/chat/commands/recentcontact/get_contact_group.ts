import { countOf, markCommand } from './contact.ts'
import { groupItems, notedItem } from './noted.ts'

/** All that is noted of conversations, by the page, and all groups on each of them, https://trtc.io/document/53440. */
export const getContactGroup = markCommand(
  'get_contact_group',
  (call, owner) => {
    const start = countOf(call, 'StartIndex')
    const end = start + call.limits.contactsPage
    return {
      run() {
        const { noted } = owner.contacts
        const isLast = end >= noted.size
        return {
          ContactItem: [...noted.values()].slice(start, end).map(notedItem),
          GroupItem: groupItems(owner),
          CompleteFlag: isLast ? 1 : 0,
          NextStartIndex: isLast ? 0 : end,
        }
      },
    }
  },
  { display: false },
)
