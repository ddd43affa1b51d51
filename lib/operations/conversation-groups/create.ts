import type * as shapes from '../../../schemas/conversation-groups/create.ts'
import type { Members } from '../../json.ts'
import { defineOperation } from '../../operation.ts'
import { type Conversation, conversationItems, ownVerdicts } from '../conversation.ts'
import { readCount } from '../counts.ts'
import { byAccount } from '../turns.ts'

const PUT_IN =
  'The group is there: put the conversation in with conversation-groups.update, for another create would make another group.'

/** The group is there whatever became of its conversations. */
function readGroup({ GroupResultItem }: Members): Members {
  const { GroupItem } = Object(Object(GroupResultItem)[0])
  const conversationGroupId = readCount(Object(GroupItem).GroupId)
  return conversationGroupId === undefined ? {} : { conversationGroupId }
}

export default defineOperation<typeof shapes, Conversation>({
  name: 'conversation-groups.create',
  summary: 'Creates a group of conversations for an account',
  path: 'v4/recentcontact/create_contact_group',
  page: 'https://trtc.io/document/53437',
  effect: 'write',
  turn: byAccount,
  // What Chat makes of a repeat is not described: it may make a second group.
  repeatFor: 0,
  lookFor: () => 'conversation-marks.list tells which groups the account has, and what is in them.',
  call: ({ userId, name }, { items }) => ({
    From_Account: userId,
    GroupContactItem: [{ GroupName: name, ContactItem: items }],
  }),
  items: {
    ...conversationItems(1000),
    // A conversation that failed is put into the group by `conversation-groups.update`: a repeat would create the group once more.
    told: { ...ownVerdicts('GroupResultItem.0.ResultItem'), isFinal: PUT_IN },
    beside: readGroup,
  },
})
