import type * as shapes from '../../../schemas/conversations/get-unread.ts'
import type { Members } from '../../json.ts'
import { type Answered, defineOperation, type Unclear } from '../../operation.ts'
import { readCount } from '../counts.ts'

/** Chat's own library takes it for a text of digits. */
const readUnread = (value: unknown) =>
  readCount(typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value)

function readEntry({ C2CUnreadMsgNum }: Members): Members | Unclear {
  const unread = readUnread(C2CUnreadMsgNum)
  return unread === undefined ? 'C2CUnreadMsgNum is no number of messages' : { unread }
}

function readAll({ AllC2CUnreadMsgNum }: Members): Answered | Unclear {
  const unread = readUnread(AllC2CUnreadMsgNum)
  return unread === undefined ? 'AllC2CUnreadMsgNum is no number of messages' : { answer: { unread } }
}

export default defineOperation<typeof shapes, string>({
  name: 'conversations.get-unread',
  summary: 'Counts the unread one-to-one messages of an account: all of them, or those from each of some peers',
  path: 'v4/openim/get_c2c_unread_msg_num',
  page: 'https://trtc.io/document/41046',
  effect: 'read',
  call: ({ userId }, { items }) => ({ To_Account: userId, Peer_Account: items }),
  items: {
    member: 'peerIds',
    optional: true,
    id: (peerId) => peerId,
    as: 'peerId',
    toUpstream: (peerId) => peerId,
    told: {
      form: 'names',
      list: 'C2CUnreadMsgNumList',
      id: 'Peer_Account',
      fails: { list: 'ErrorList', id: 'Peer_Account', code: 'ErrorCode' },
    },
    limit: 10,
    read: readEntry,
  },
  read: readAll,
})
