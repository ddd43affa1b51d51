import type * as shapes from '../../../schemas/message-extensions/list.ts'
import { defineOperation } from '../../operation.ts'
import { readPairs } from '../extensions.ts'

export default defineOperation<typeof shapes>({
  name: 'message-extensions.list',
  summary: 'Lists the pairs of a key and a value that a message was given, page by page',
  path: 'v4/openim_msg_ext_http_svc/get_key_values',
  page: 'https://trtc.io/document/51194',
  effect: 'read',
  byName: true,
  call: ({ userId, peerId, messageKey }, { from = 0 }) => ({
    From_Account: userId,
    To_Account: peerId,
    MsgKey: messageKey,
    StartSeq: from,
  }),
  read: (reply, _, from) => readPairs(reply, from),
})
