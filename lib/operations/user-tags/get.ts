import type * as shapes from '../../../schemas/user-tags/get.ts'
import type { Members } from '../../json.ts'
import { defineOperation, type Unclear } from '../../operation.ts'
import { readTextList } from '../texts.ts'
import { usersToRead } from '../users.ts'

function readEntry({ Tags }: Members): Members | Unclear {
  const tags = readTextList('Tags', Tags)
  return typeof tags === 'string' ? tags : { tags }
}

export default defineOperation<typeof shapes, string>({
  name: 'user-tags.get',
  summary: 'Reads the tags of users, by which pushes choose',
  path: 'v4/all_member_push/im_get_tag',
  page: 'https://trtc.io/document/37172',
  effect: 'read',
  rate: 100,
  call: (_, { items }) => ({ To_Account: items }),
  items: usersToRead('UserTags', 'tags', readEntry),
})
