import { removeFriend } from '../../world/relations.ts'
import type { Command } from '../command.ts'
import { deletesBoth, fromAccountOf } from '../request.ts'

/** Deleting every friend of one account, and it from their lists if asked, https://trtc.io/document/34906. */
export const friendDeleteAll: Command = {
  service: 'sns',
  name: 'friend_delete_all',
  prepare(call) {
    const owner = fromAccountOf(call)
    const both = deletesBoth(call)
    return {
      writes: owner,
      run() {
        for (const userId of owner.friends.keys()) {
          removeFriend(owner, userId)
          if (both) removeFriend(call.app.accounts.get(userId)!, owner.userId)
        }
        return {}
      },
    }
  },
}
