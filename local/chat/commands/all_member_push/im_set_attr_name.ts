import { unsureCodes } from '../../limits.ts'
import { Refusal } from '../../replies.ts'
import { nameAttributes, slots } from '../../world/attributes.ts'
import { membersOf } from '../request.ts'
import { attributeText } from './attributes-given.ts'
import { userCommand } from './users.ts'

/** Naming attributes, in slots 0 to 9, https://trtc.io/document/37167; slots left out keep their names. */
export const imSetAttrName = userCommand('im_set_attr_name', (call) => {
  const names = Object.entries(membersOf(call.body.AttrNames, unsureCodes.badPushMember)).map(
    ([slot, name]): [string, string] => {
      if (!slots.includes(slot)) throw new Refusal(unsureCodes.badPushMember)
      return [slot, attributeText(call, name)]
    },
  )
  return {
    run() {
      nameAttributes(call.app, names)
      return {}
    },
  }
})
