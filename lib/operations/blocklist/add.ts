import { type AddToBlocklist, body } from '../../../schemas/blocklist/add.ts'
import { defineOperation } from '../../operation.ts'
import { userIdItems } from '../user-ids.ts'

export default defineOperation<AddToBlocklist, string>({
  name: 'blocklist.add',
  summary: 'Blocks accounts, which ends friendships on both sides',
  path: 'v4/sns/black_list_add',
  page: 'https://trtc.io/document/34911',
  schema: body,
  effect: 'write',
  call: ({ userId }, { items }) => ({ From_Account: userId, To_Account: items }),
  items: userIdItems('userIds', 'ResultItem'),
  infoMeans: [['_Already_Exist', 'ALREADY_BLOCKED']],
  alreadyDone: 'ALREADY_BLOCKED',
})
