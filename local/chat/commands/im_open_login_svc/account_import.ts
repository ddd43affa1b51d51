import { Refusal } from '../../replies.ts'
import { newAccount } from '../../world/account.ts'
import type { Command, CommandCall } from '../command.ts'
import { fits } from '../request.ts'

/**
 * Importing one account, https://trtc.io/document/34953: 70402 for a bad parameter, 40601 for too long a profile value.
 * An account that is there already gets the profile given.
 */
export const accountImport: Command = {
  service: 'im_open_login_svc',
  name: 'account_import',
  prepare(call) {
    const userId = newUserId(call)
    const profile = [
      ['Tag_Profile_IM_Nick', profileValue(call, 'Nick')],
      ['Tag_Profile_IM_Image', profileValue(call, 'FaceUrl')],
    ] as const
    return {
      run() {
        const account = call.app.accounts.get(userId) ?? newAccount(userId)
        call.app.accounts.set(userId, account)
        for (const [tag, value] of profile) {
          if (value !== undefined) account.profile.set(tag, value)
        }
        return {}
      },
    }
  },
}

// Identifier is what UserID was called before, and what most clients still send.
function newUserId(call: CommandCall): string {
  const { Identifier, UserID = Identifier } = call.body
  if (UserID === undefined) throw new Refusal(70402)
  if (typeof UserID !== 'string') throw new Refusal(60015)
  if (!fits(UserID, 1, call.limits.userIdBytes)) throw new Refusal(70402)
  return UserID
}

function profileValue(call: CommandCall, name: string): string | undefined {
  const value = call.body[name]
  if (value === undefined) return undefined
  if (typeof value !== 'string') throw new Refusal(70402)
  if (!fits(value, 0, call.limits.profileValueBytes)) throw new Refusal(40601, 'a profile value is too long')
  return value
}
