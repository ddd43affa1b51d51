import { Refusal } from '../../replies.ts'
import { accountOf } from '../../world/accounts.ts'
import { endSessions } from '../../world/sessions.ts'
import type { Command } from '../command.ts'
import { namedUserId } from '../request.ts'

/** Ending the sessions of an account, https://trtc.io/document/34957. Identifier is what UserID was called before. */
export const kick: Command = {
  service: 'im_open_login_svc',
  name: 'kick',
  order: ['ActionStatus', 'ErrorInfo', 'ErrorCode'],
  prepare({ app, body: { Identifier, UserID = Identifier } }) {
    const account = accountOf(app, namedUserId(UserID, 70402))
    if (!account) throw new Refusal(70107)
    return {
      run() {
        endSessions(account)
        return {}
      },
    }
  },
}
