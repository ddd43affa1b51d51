import { unsureCodes } from '../../limits.ts'
import { Refusal } from '../../replies.ts'
import { send } from '../../world/sends.ts'
import type { Command } from '../command.ts'
import { namedUserId } from '../request.ts'
import { draftOf } from './draft.ts'
import { senderOf } from './message-members.ts'
import { refusalFrom, sendingOf } from './reach.ts'

/**
 * A message to one account, https://trtc.io/document/34919. A repeat within the second is answered like the first and not sent;
 * friends, blocklists and mutes are looked at only where the app's seed says so.
 */
export const sendmsg: Command = {
  service: 'openim',
  name: 'sendmsg',
  order: ['ActionStatus', 'ErrorInfo', 'ErrorCode'],
  prepare(call) {
    const to = namedUserId(call.body.To_Account, 90003)
    const from = senderOf(call, unsureCodes.unknownSender)
    const draft = draftOf(call, from)
    const refusal = refusalFrom(call, from)(to, 90012)
    if (refusal) throw new Refusal(refusal)
    return {
      run() {
        const { time, key } = send(call.app, to, draft, sendingOf(call))
        return { MsgTime: time, MsgKey: key }
      },
    }
  },
}
