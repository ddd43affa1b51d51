import type * as shapes from '../../../schemas/messages/recall.ts'
import { defineOperation } from '../../operation.ts'
import { byPair } from '../turns.ts'

export default defineOperation<typeof shapes>({
  name: 'messages.recall',
  summary: 'Takes a message back, however old it is; this can’t be undone',
  path: 'v4/openim/admin_msgwithdraw',
  page: 'https://trtc.io/document/35015',
  effect: 'write',
  turn: byPair,
  call: ({ userId, peerId, messageKey }) => ({ From_Account: userId, To_Account: peerId, MsgKey: messageKey }),
  done: ['ALREADY_RECALLED'],
  takesRepeated: true,
})
