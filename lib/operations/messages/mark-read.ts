import type * as shapes from '../../../schemas/messages/mark-read.ts'
import { defineOperation } from '../../operation.ts'
import { toUnixSeconds } from '../times.ts'
import { byPair } from '../turns.ts'

export default defineOperation<typeof shapes>({
  name: 'messages.mark-read',
  summary: 'Marks what an account got from another as read, up to a time',
  path: 'v4/openim/admin_set_msg_read',
  page: 'https://trtc.io/document/38996',
  effect: 'write',
  turn: byPair,
  // Without it, a late repeat would mark as read what nobody has seen yet.
  nowIn: 'until',
  call: ({ userId, peerId, until }) => ({
    Report_Account: userId,
    Peer_Account: peerId,
    MsgReadTime: String(toUnixSeconds(until)),
  }),
})
