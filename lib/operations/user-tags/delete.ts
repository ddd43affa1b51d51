import type * as shapes from '../../../schemas/user-tags/delete.ts'
import { defineOperation } from '../../operation.ts'
import { byFamily } from '../turns.ts'
import { type TaggedUser, taggedUsers } from './tagged-users.ts'

export default defineOperation<typeof shapes, TaggedUser>({
  name: 'user-tags.delete',
  summary: 'Takes tags from users',
  path: 'v4/all_member_push/im_remove_tag',
  page: 'https://trtc.io/document/37174',
  effect: 'write',
  rate: 100,
  turn: byFamily('user-tags'),
  call: (_, { items }) => ({ UserTags: items }),
  items: taggedUsers,
})
