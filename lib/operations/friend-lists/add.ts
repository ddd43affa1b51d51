import type * as shapes from '../../../schemas/friend-lists/add.ts'
import { defineOperation } from '../../operation.ts'
import { byAccount } from '../turns.ts'
import { userIdItems } from '../user-ids.ts'

export default defineOperation<typeof shapes, string>({
  name: 'friend-lists.add',
  summary: 'Creates friend lists, and puts friends into them',
  path: 'v4/sns/group_add',
  page: 'https://trtc.io/document/34950',
  effect: 'write',
  turn: byAccount,
  call: ({ userId, lists }, { items }) => ({ From_Account: userId, GroupName: lists, To_Account: items }),
  items: { ...userIdItems('friendIds', 'ResultItem'), optional: true, merge: 'distinct' },
  takesRepeated: true,
})
