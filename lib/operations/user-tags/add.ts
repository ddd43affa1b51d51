import type * as shapes from '../../../schemas/user-tags/add.ts'
import { defineOperation } from '../../operation.ts'
import { byFamily } from '../turns.ts'
import { type TaggedUser, taggedUsers } from './tagged-users.ts'

export default defineOperation<typeof shapes, TaggedUser>({
  name: 'user-tags.add',
  summary: 'Gives users tags; those they have already stay',
  path: 'v4/all_member_push/im_add_tag',
  page: 'https://trtc.io/document/37173',
  effect: 'write',
  rate: 100,
  turn: byFamily('user-tags'),
  call: (_, { items }) => ({ UserTags: items }),
  items: taggedUsers,
})
