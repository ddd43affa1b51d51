import { Refusal } from '../../replies.ts'
import { importAccount } from '../../world/accounts.ts'
import type { Command, CommandCall } from '../command.ts'
import { fits, namedUserId } from '../request.ts'
import { applyGiven, importFault, profileGiven } from './new-account.ts'

/**
 * Importing one account, https://trtc.io/document/34953: 70402 for a bad parameter, 40601 for too long a profile value, 70399 for a
 * UserID that is locked since it was deleted, 70398 for one too many. An account that is there already gets the profile given.
 */
export const accountImport: Command = {
  service: 'im_open_login_svc',
  name: 'account_import',
  order: ['ActionStatus', 'ErrorInfo', 'ErrorCode'],
  prepare(call) {
    const userId = newUserId(call)
    const given = profileGiven(call, call.body)
    const fault = importFault(call, userId)
    if (fault) throw new Refusal(fault)
    return {
      run() {
        applyGiven(importAccount(call.app, userId), given)
        return {}
      },
    }
  },
}

// Identifier is what UserID was called before, and what most clients still send.
function newUserId({ body: { Identifier, UserID = Identifier }, limits }: CommandCall): string {
  const userId = namedUserId(UserID, 70402)
  if (!fits(userId, 1, limits.userIdBytes)) throw new Refusal(70402)
  return userId
}
