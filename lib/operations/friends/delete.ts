import type * as shapes from '../../../schemas/friends/delete.ts'
import { defineOperation } from '../../operation.ts'
import { byAccount } from '../turns.ts'
import { userIdItems } from '../user-ids.ts'
import { deleteType } from './delete-type.ts'

export default defineOperation<typeof shapes, string>({
  name: 'friends.delete',
  summary: 'Deletes friends, on one side or both',
  path: 'v4/sns/friend_delete',
  page: 'https://trtc.io/document/34905',
  effect: 'write',
  turn: byAccount,
  call: ({ userId, mutual }, { items }) => ({
    From_Account: userId,
    To_Account: items,
    DeleteType: deleteType(mutual),
  }),
  items: { ...userIdItems('friendIds', 'ResultItem'), merge: 'distinct' },
  infoMeans: [
    ['_Not_Friend', 'NOT_A_FRIEND'],
    ['_Not_Exist', 'NOT_A_FRIEND'],
  ],
  done: ['NOT_A_FRIEND'],
  takesRepeated: true,
})
