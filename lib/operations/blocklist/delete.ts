import type * as shapes from '../../../schemas/blocklist/delete.ts'
import { defineOperation } from '../../operation.ts'
import { byAccount } from '../turns.ts'
import { userIdItems } from '../user-ids.ts'

export default defineOperation<typeof shapes, string>({
  name: 'blocklist.delete',
  summary: 'Unblocks accounts; ended friendships do not come back',
  path: 'v4/sns/black_list_delete',
  page: 'https://trtc.io/document/34912',
  effect: 'write',
  turn: byAccount,
  call: ({ userId }, { items }) => ({ From_Account: userId, To_Account: items }),
  items: { ...userIdItems('userIds', 'ResultItem'), merge: 'distinct' },
  infoMeans: [['_Not_Exist', 'NOT_BLOCKED']],
  done: ['NOT_BLOCKED'],
  takesRepeated: true,
})
