import { unsureCodes } from '../../limits.ts'
import { markRead } from '../../world/unread.ts'
import type { Command } from '../command.ts'
import { accountNamed, wholeNumber } from './message-members.ts'

/** An account has read a conversation up to a time, now where none is given, https://trtc.io/document/38996. */
export const adminSetMsgRead: Command = {
  service: 'openim',
  name: 'admin_set_msg_read',
  order: ['ActionStatus', 'ErrorInfo', 'ErrorCode'],
  prepare(call) {
    const { app, body, now } = call
    const reader = accountNamed(call, body.Report_Account, { missing: 90008 })
    const peer = accountNamed(call, body.Peer_Account, { missing: 90003 })
    const until = wholeNumber(body.MsgReadTime, unsureCodes.badMessageMember) ?? Math.floor(now / 1000)
    return {
      run() {
        markRead(app, reader.userId, peer.userId, until)
        return {}
      },
    }
  },
}
