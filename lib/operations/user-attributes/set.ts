import type * as shapes from '../../../schemas/user-attributes/set.ts'
import { type BodyOf, defineOperation } from '../../operation.ts'
import { byFamily } from '../turns.ts'
import { usersToChange } from '../users.ts'

type User = BodyOf<typeof shapes>['users'][number]

export default defineOperation<typeof shapes, User>({
  name: 'user-attributes.set',
  summary: 'Sets attributes of users; those left out stay as they are',
  path: 'v4/all_member_push/im_set_attr',
  page: 'https://trtc.io/document/37170',
  effect: 'write',
  rate: 100,
  turn: byFamily('user-attributes'),
  call: (_, { items }) => ({ UserAttrs: items }),
  items: usersToChange(({ userId, attributes }) => ({ To_Account: userId, Attrs: attributes })),
})
