import { readUsers, userCommand } from './users.ts'

/** The tags of users, https://trtc.io/document/37172; an account that is not there is left out. */
export const imGetTag = userCommand('im_get_tag', (call) =>
  readUsers(call, 'UserTags', ({ tags }) => ({ Tags: [...tags] })),
)
