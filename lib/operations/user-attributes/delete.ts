import type * as shapes from '../../../schemas/user-attributes/delete.ts'
import { type BodyOf, defineOperation } from '../../operation.ts'
import { byFamily } from '../turns.ts'
import { usersToChange } from '../users.ts'

type User = BodyOf<typeof shapes>['users'][number]

export default defineOperation<typeof shapes, User>({
  name: 'user-attributes.delete',
  summary: 'Takes attributes from users, by name',
  path: 'v4/all_member_push/im_remove_attr',
  page: 'https://trtc.io/document/37171',
  effect: 'write',
  rate: 100,
  turn: byFamily('user-attributes'),
  call: (_, { items }) => ({ UserAttrs: items }),
  items: usersToChange(({ userId, names }) => ({ To_Account: userId, Attrs: names })),
})
