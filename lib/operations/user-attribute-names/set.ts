import type * as shapes from '../../../schemas/user-attribute-names/set.ts'
import { defineOperation } from '../../operation.ts'
import { byFamily } from '../turns.ts'

export default defineOperation<typeof shapes>({
  name: 'user-attribute-names.set',
  summary: 'Names the attributes that users of the app may have; slots left out keep their names',
  path: 'v4/all_member_push/im_set_attr_name',
  page: 'https://trtc.io/document/37167',
  effect: 'write',
  rate: 100,
  turn: byFamily('user-attribute-names'),
  call: ({ names }) => ({ AttrNames: names }),
})
