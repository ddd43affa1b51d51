import type * as shapes from '../../../schemas/blocklist/add.ts'
import { defineOperation } from '../../operation.ts'
import { byAccount } from '../turns.ts'
import { userIdItems } from '../user-ids.ts'

export default defineOperation<typeof shapes, string>({
  name: 'blocklist.add',
  summary: 'Blocks accounts, which ends friendships on both sides',
  path: 'v4/sns/black_list_add',
  page: 'https://trtc.io/document/34911',
  effect: 'write',
  turn: byAccount,
  call: ({ userId }, { items }) => ({ From_Account: userId, To_Account: items }),
  items: { ...userIdItems('userIds', 'ResultItem'), merge: 'distinct' },
  infoMeans: [['_Already_Exist', 'ALREADY_BLOCKED']],
  done: ['ALREADY_BLOCKED'],
  takesRepeated: true,
})
