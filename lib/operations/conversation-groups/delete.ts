import type * as shapes from '../../../schemas/conversation-groups/delete.ts'
import { defineOperation } from '../../operation.ts'
import { byAccount } from '../turns.ts'

export default defineOperation<typeof shapes, string>({
  name: 'conversation-groups.delete',
  summary: 'Deletes groups of conversations; the conversations stay',
  path: 'v4/recentcontact/del_contact_group',
  page: 'https://trtc.io/document/53441',
  effect: 'write',
  turn: byAccount,
  call: ({ userId }, { items }) => ({ From_Account: userId, GroupName: items }),
  items: {
    member: 'names',
    id: (name) => name,
    as: 'name',
    toUpstream: (name) => name,
    told: { form: 'names', list: 'GroupItem', id: 'GroupName' },
    limit: 1,
  },
  done: ['CONVERSATION_GROUP_NOT_FOUND'],
  takesRepeated: true,
})
