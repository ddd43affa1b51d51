import type * as shapes from '../../../schemas/friends/delete-all.ts'
import { defineOperation } from '../../operation.ts'
import { byAccount } from '../turns.ts'
import { deleteType } from './delete-type.ts'

export default defineOperation<typeof shapes>({
  name: 'friends.delete-all',
  summary: 'Deletes every friend of an account, on one side or both',
  path: 'v4/sns/friend_delete_all',
  page: 'https://trtc.io/document/34906',
  effect: 'write',
  turn: byAccount,
  // Friends added meanwhile would go as well.
  repeatFor: 0,
  call: ({ userId, mutual }) => ({ From_Account: userId, DeleteType: deleteType(mutual) }),
  takesRepeated: true,
})
