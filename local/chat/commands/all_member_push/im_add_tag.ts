import { unsureCodes } from '../../limits.ts'
import { Refusal } from '../../replies.ts'
import { addTags, countWith } from '../../world/tags.ts'
import { tagsGiven } from './tags-given.ts'
import { userCommand, usersOf } from './users.ts'

/** Giving users tags, https://trtc.io/document/37173: at most ten a call, and a hundred in all. */
export const imAddTag = userCommand('im_add_tag', (call) => {
  const users = usersOf(call, 'UserTags', ({ Tags }, account) => {
    const tags = tagsGiven(call, Tags)
    if (countWith(account, tags) > call.limits.tagsPerUser) throw new Refusal(unsureCodes.tooManyTagsOfUser)
    return tags
  })
  return {
    run() {
      for (const { account, what } of users) addTags(account, what)
      return {}
    },
  }
})
