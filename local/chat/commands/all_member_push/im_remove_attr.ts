import { unsureCodes } from '../../limits.ts'
import { removeAttributes } from '../../world/attributes.ts'
import { entriesOf } from '../request.ts'
import { attributeNamed } from './attributes-given.ts'
import { userCommand, usersOf } from './users.ts'

/** Taking attributes from users, by name, https://trtc.io/document/37171; one that a user has not is no failure. */
export const imRemoveAttr = userCommand('im_remove_attr', (call) => {
  const bad = unsureCodes.badPushMember
  const users = usersOf(call, 'UserAttrs', ({ Attrs }) =>
    entriesOf(Attrs, Number.POSITIVE_INFINITY, { bad, tooMany: bad }).map((name) => attributeNamed(call, name)),
  )
  return {
    run() {
      for (const { account, what } of users) removeAttributes(account, what)
      return {}
    },
  }
})
