import type * as shapes from '../../../schemas/messages/update.ts'
import { defineOperation } from '../../operation.ts'
import { faultsOfMessage } from '../elements.ts'
import { toContent } from '../message.ts'
import { byPair } from '../turns.ts'

export default defineOperation<typeof shapes>({
  name: 'messages.update',
  summary: 'Changes what a message holds, wherever it is shown',
  path: 'v4/openim/modify_c2c_msg',
  page: 'https://trtc.io/document/47722',
  effect: 'write',
  turn: byPair,
  call: ({ userId, peerId, messageKey, elements, customData }) => ({
    From_Account: userId,
    To_Account: peerId,
    MsgKey: messageKey,
    ...toContent({ elements, customData }),
  }),
  refuses: ({ elements, customData }) => (elements ? faultsOfMessage(elements, customData) : []),
})
