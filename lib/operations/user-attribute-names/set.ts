import type * as shapes from '../../../schemas/user-attribute-names/set.ts'
import type { Pointed } from '../../errors/gateway-error.ts'
import { type BodyOf, defineOperation } from '../../operation.ts'
import { byFamily } from '../turns.ts'

/** Of two slots of one name nobody could tell which is meant. */
function sameTwice({ names }: BodyOf<typeof shapes>): Pointed[] {
  const given = Object.entries(names)
  const isSecond = (name: string, index: number) => given.findIndex(([, one]) => one === name) < index
  return given.flatMap(([slot, name], index) =>
    isSecond(name, index) ? [{ pointer: `/names/${slot}`, message: 'stands here for the second time' }] : [],
  )
}

export default defineOperation<typeof shapes>({
  name: 'user-attribute-names.set',
  summary: 'Names the attributes that users of the app may have; slots left out keep their names',
  path: 'v4/all_member_push/im_set_attr_name',
  page: 'https://trtc.io/document/37167',
  effect: 'write',
  rate: 100,
  turn: byFamily('user-attribute-names'),
  call: ({ names }) => ({ AttrNames: names }),
  refuses: sameTwice,
})
