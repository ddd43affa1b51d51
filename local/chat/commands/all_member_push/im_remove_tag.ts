import { removeTags } from '../../world/tags.ts'
import { tagsGiven } from './tags-given.ts'
import { userCommand, usersOf } from './users.ts'

/** Taking tags from users, https://trtc.io/document/37174; one that a user has not is no failure. */
export const imRemoveTag = userCommand('im_remove_tag', (call) => {
  const users = usersOf(call, 'UserTags', ({ Tags }) => tagsGiven(call, Tags))
  return {
    run() {
      for (const { account, what } of users) removeTags(account, what)
      return {}
    },
  }
})
