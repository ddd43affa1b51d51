import { setAttributes } from '../../world/attributes.ts'
import { attributesGiven } from './attributes-given.ts'
import { userCommand, usersOf } from './users.ts'

/** Setting attributes of users, https://trtc.io/document/37170; those left out stay as they are. */
export const imSetAttr = userCommand('im_set_attr', (call) => {
  const users = usersOf(call, 'UserAttrs', ({ Attrs }) => attributesGiven(call, Attrs))
  return {
    run() {
      for (const { account, what } of users) setAttributes(account, what)
      return {}
    },
  }
})
