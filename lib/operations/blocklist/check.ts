import type * as shapes from '../../../schemas/blocklist/check.ts'
import { defineOperation } from '../../operation.ts'
import { readRelation } from '../relation.ts'
import { byAccount } from '../turns.ts'
import { userIdItems } from '../user-ids.ts'

export default defineOperation<typeof shapes, string>({
  name: 'blocklist.check',
  summary: 'Tells which accounts are blocked, and which way',
  path: 'v4/sns/black_list_check',
  page: 'https://trtc.io/document/34913',
  effect: 'read',
  turn: byAccount,
  call: ({ userId, mutual = true }, { items }) => ({
    From_Account: userId,
    To_Account: items,
    CheckType: mutual ? 'BlackCheckResult_Type_Both' : 'BlackCheckResult_Type_Single',
  }),
  items: { ...userIdItems('userIds', 'BlackListCheckItem'), read: readRelation('BlackCheckResult_Type_') },
})
