import { deleteGroup } from '../../world/contact-groups.ts'
import { entriesOf } from '../request.ts'
import { BAD, markCommand } from './contact.ts'
import { groupOf } from './contact-group.ts'

/** Deleting a conversation group, one a call, https://trtc.io/document/53441: 51009 where it is not there. */
export const delContactGroup = markCommand(
  'del_contact_group',
  (call, owner) => {
    const [given] = entriesOf(call.body.GroupName, 1, { bad: BAD, tooMany: BAD })
    const { name, number } = groupOf(owner, given)
    return {
      run() {
        deleteGroup(owner, number)
        return { GroupItem: [{ GroupName: name, GroupId: number }] }
      },
    }
  },
  { display: false },
)
