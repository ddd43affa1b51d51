import type * as shapes from '../../../schemas/user-attributes/get.ts'
import type { Members } from '../../json.ts'
import { defineOperation, type Unclear } from '../../operation.ts'
import { readTexts } from '../texts.ts'
import { usersToRead } from '../users.ts'

function readEntry({ Attrs }: Members): Members | Unclear {
  const attributes = readTexts('Attrs', Attrs)
  return typeof attributes === 'string' ? attributes : { attributes }
}

export default defineOperation<typeof shapes, string>({
  name: 'user-attributes.get',
  summary: 'Reads the attributes of users, by which pushes choose',
  path: 'v4/all_member_push/im_get_attr',
  page: 'https://trtc.io/document/37169',
  effect: 'read',
  rate: 100,
  call: (_, { items }) => ({ To_Account: items }),
  items: usersToRead('UserAttrs', 'attributes', readEntry),
})
