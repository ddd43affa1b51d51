import type * as shapes from '../../../schemas/conversation-groups/update.ts'
import { defineOperation } from '../../operation.ts'
import { type Conversation, conversationItems, ownVerdicts, toContactItem } from '../conversation.ts'
import { byAccount } from '../turns.ts'

interface Change extends Conversation {
  readonly action: 'add' | 'remove'
}

/** The only kind of update that there is. */
const OF_GROUP = 1
const RENAME = 1
const CHANGE = 2

export default defineOperation<typeof shapes, Change>({
  name: 'conversation-groups.update',
  summary: 'Renames a group of conversations, or puts conversations into it and takes them out',
  path: 'v4/recentcontact/update_contact_group',
  page: 'https://trtc.io/document/53439',
  effect: 'write',
  turn: byAccount,
  call: ({ userId, name, newName }, { items }) => ({
    From_Account: userId,
    UpdateType: OF_GROUP,
    UpdateGroup: {
      UpdateGroupType: newName === undefined ? CHANGE : RENAME,
      OldGroupName: name,
      NewGroupName: newName,
      ContactUpdateItem: items,
    },
  }),
  items: {
    ...conversationItems(1000),
    optional: true,
    toUpstream: ({ action, ...conversation }) => ({
      ContactOptType: action === 'add' ? 1 : 2,
      ContactItem: toContactItem(conversation),
    }),
    told: ownVerdicts('UpdateGroupResult.ContactResultItem'),
    isNeverDone: true,
  },
  read: () => ({ answer: {} }),
  // The old name is gone once the group is renamed.
  done: ['CONVERSATION_GROUP_NOT_FOUND'],
  takesRepeated: true,
})
