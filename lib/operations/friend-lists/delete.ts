import type * as shapes from '../../../schemas/friend-lists/delete.ts'
import { defineOperation } from '../../operation.ts'
import { byAccount } from '../turns.ts'

export default defineOperation<typeof shapes>({
  name: 'friend-lists.delete',
  summary: 'Deletes friend lists; the friends stay friends',
  path: 'v4/sns/group_delete',
  page: 'https://trtc.io/document/34926',
  effect: 'write',
  turn: byAccount,
  call: ({ userId, lists }) => ({ From_Account: userId, GroupName: lists }),
  takesRepeated: true,
})
