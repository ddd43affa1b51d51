import { type AddFriendLists, body } from '../../../schemas/friend-lists/add.ts'
import { defineOperation } from '../../operation.ts'
import { userIdItems } from '../user-ids.ts'

export default defineOperation<AddFriendLists, string>({
  name: 'friend-lists.add',
  summary: 'Creates friend lists, and puts friends into them',
  path: 'v4/sns/group_add',
  page: 'https://trtc.io/document/34950',
  schema: body,
  effect: 'write',
  call: ({ userId, lists }, { items }) => ({ From_Account: userId, GroupName: lists, To_Account: items }),
  items: { ...userIdItems('friendIds', 'ResultItem'), optional: true },
})
