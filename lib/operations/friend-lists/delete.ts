import { body, type DeleteFriendLists } from '../../../schemas/friend-lists/delete.ts'
import { defineOperation } from '../../operation.ts'

export default defineOperation<DeleteFriendLists>({
  name: 'friend-lists.delete',
  summary: 'Deletes friend lists; the friends stay friends',
  path: 'v4/sns/group_delete',
  page: 'https://trtc.io/document/34926',
  schema: body,
  effect: 'write',
  call: ({ userId, lists }) => ({ From_Account: userId, GroupName: lists }),
})
