import type * as shapes from '../../../schemas/message-extensions/update.ts'
import { defineOperation } from '../../operation.ts'
import { faultsOfChange, operateTypes, type Pair, pairItems } from '../extensions.ts'
import { byPair } from '../turns.ts'

export default defineOperation<typeof shapes, Pair>({
  name: 'message-extensions.update',
  summary: 'Sets or deletes pairs of a key and a value of a message, or clears them all',
  path: 'v4/openim_msg_ext_http_svc/set_key_values',
  page: 'https://trtc.io/document/51195',
  effect: 'write',
  turn: byPair,
  call: ({ userId, peerId, messageKey, action }, { items }) => ({
    From_Account: userId,
    To_Account: peerId,
    MsgKey: messageKey,
    OperateType: operateTypes[action],
    ExtensionList: items,
  }),
  items: pairItems,
  refuses: faultsOfChange,
})
