import { attributesOf } from '../../world/attributes.ts'
import { rowsOf, toUserIdsOf, userCommand } from './users.ts'

/** The attributes of users, https://trtc.io/document/37169; an account that is not there is left out. */
export const imGetAttr = userCommand('im_get_attr', (call) => {
  toUserIdsOf(call)
  const read = (account: Parameters<typeof attributesOf>[1]) => ({
    Attrs: Object.fromEntries(attributesOf(call.app, account)),
  })
  return { run: ({ codes }) => ({ UserAttrs: rowsOf(call, codes, read) }) }
})
