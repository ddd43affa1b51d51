import { body, type DeleteFromBlocklist } from '../../../schemas/blocklist/delete.ts'
import { defineOperation } from '../../operation.ts'
import { userIdItems } from '../user-ids.ts'

export default defineOperation<DeleteFromBlocklist, string>({
  name: 'blocklist.delete',
  summary: 'Unblocks accounts; ended friendships do not come back',
  path: 'v4/sns/black_list_delete',
  page: 'https://trtc.io/document/34912',
  schema: body,
  effect: 'write',
  call: ({ userId }, { items }) => ({ From_Account: userId, To_Account: items }),
  items: userIdItems('userIds', 'ResultItem'),
  infoMeans: [['_Not_Exist', 'NOT_BLOCKED']],
  alreadyDone: 'NOT_BLOCKED',
})
