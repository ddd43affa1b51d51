import type * as shapes from '../../../schemas/user-tags/delete-all.ts'
import { defineOperation } from '../../operation.ts'
import { byFamily } from '../turns.ts'
import { userIdsToChange } from '../users.ts'

export default defineOperation<typeof shapes, string>({
  name: 'user-tags.delete-all',
  summary: 'Takes all tags from users',
  path: 'v4/all_member_push/im_remove_all_tags',
  page: 'https://trtc.io/document/37175',
  effect: 'write',
  byName: true,
  rate: 100,
  turn: byFamily('user-tags'),
  call: (_, { items }) => ({ To_Account: items }),
  items: userIdsToChange,
})
