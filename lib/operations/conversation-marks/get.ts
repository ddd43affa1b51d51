import type * as shapes from '../../../schemas/conversation-marks/get.ts'
import { defineOperation } from '../../operation.ts'
import { type Conversation, conversationItems, itemNamedIn } from '../conversation.ts'
import { groupNamesIn, readMarks } from './marks.ts'

export default defineOperation<typeof shapes, Conversation>({
  name: 'conversation-marks.get',
  summary: 'Reads the marks of chosen conversations of an account, and the groups they are in',
  path: 'v4/recentcontact/search_contact_group',
  page: 'https://trtc.io/document/53442',
  effect: 'read',
  call: ({ userId }, { items }) => ({ From_Account: userId, ContactItem: items }),
  items: {
    ...conversationItems(300),
    told: { form: 'names', list: 'ContactResultItem', id: itemNamedIn, absent: 'ok' },
    read: (entry, _, { GroupItem }) => readMarks(entry, groupNamesIn(GroupItem)),
    large: 'marks',
  },
})
