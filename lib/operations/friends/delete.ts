import { body, type DeleteFriends } from '../../../schemas/friends/delete.ts'
import { defineOperation } from '../../operation.ts'
import { userIdItems } from '../user-ids.ts'
import { deleteType } from './delete-type.ts'

export default defineOperation<DeleteFriends, string>({
  name: 'friends.delete',
  summary: 'Deletes friends, on one side or both',
  path: 'v4/sns/friend_delete',
  page: 'https://trtc.io/document/34905',
  schema: body,
  effect: 'write',
  call: ({ userId, mutual }, { items }) => ({
    From_Account: userId,
    To_Account: items,
    DeleteType: deleteType(mutual),
  }),
  items: userIdItems('friendIds', 'ResultItem'),
  infoMeans: [
    ['_Not_Friend', 'NOT_A_FRIEND'],
    ['_Not_Exist', 'NOT_A_FRIEND'],
  ],
  alreadyDone: 'NOT_A_FRIEND',
})
