import { attributesOf } from '../../world/attributes.ts'
import { readUsers, userCommand } from './users.ts'

/** The attributes of users, https://trtc.io/document/37169; an account that is not there is left out. */
export const imGetAttr = userCommand('im_get_attr', (call) =>
  readUsers(call, 'UserAttrs', (account) => ({ Attrs: Object.fromEntries(attributesOf(call.app, account)) })),
)
