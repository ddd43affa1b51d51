import { body, type DeleteAllFriends } from '../../../schemas/friends/delete-all.ts'
import { defineOperation } from '../../operation.ts'
import { deleteType } from './delete-type.ts'

export default defineOperation<DeleteAllFriends>({
  name: 'friends.delete-all',
  summary: 'Deletes every friend of an account, on one side or both',
  path: 'v4/sns/friend_delete_all',
  page: 'https://trtc.io/document/34906',
  schema: body,
  effect: 'write',
  // Friends added meanwhile would go as well.
  repeatable: false,
  call: ({ userId, mutual }) => ({ From_Account: userId, DeleteType: deleteType(mutual) }),
})
