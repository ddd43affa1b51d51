import type * as shapes from '../../../schemas/friends/check.ts'
import { defineOperation } from '../../operation.ts'
import { readRelation } from '../relation.ts'
import { byAccount } from '../turns.ts'
import { userIdItems } from '../user-ids.ts'

export default defineOperation<typeof shapes, string>({
  name: 'friends.check',
  summary: 'Tells which accounts are friends, and which way',
  path: 'v4/sns/friend_check',
  page: 'https://trtc.io/document/34907',
  effect: 'read',
  turn: byAccount,
  call: ({ userId, mutual = true }, { items }) => ({
    From_Account: userId,
    To_Account: items,
    CheckType: mutual ? 'CheckResult_Type_Both' : 'CheckResult_Type_Single',
  }),
  items: { ...userIdItems('friendIds', 'InfoItem'), read: readRelation('CheckResult_Type_') },
})
