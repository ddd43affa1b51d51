import { removeAllTags } from '../../world/tags.ts'
import { toAccountsOf, userCommand } from './users.ts'

/** Taking all tags from users, https://trtc.io/document/37175. */
export const imRemoveAllTags = userCommand('im_remove_all_tags', (call) => {
  const accounts = toAccountsOf(call)
  return {
    run() {
      for (const account of accounts) removeAllTags(account)
      return {}
    },
  }
})
