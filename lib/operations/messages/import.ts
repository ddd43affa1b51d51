import type * as shapes from '../../../schemas/messages/import.ts'
import { defineOperation } from '../../operation.ts'
import { faultsOfMessage } from '../elements.ts'
import { toContent } from '../message.ts'
import { toUnixSeconds } from '../times.ts'
import { byPair } from '../turns.ts'

/** Whether a message is new, so that it counts as unread and phones show it, or is history. */
const LIVE = 5
const HISTORY = 2

export default defineOperation<typeof shapes>({
  name: 'messages.import',
  summary: 'Puts a message of another system into the history of two accounts, at its own time',
  path: 'v4/openim/importmsg',
  page: 'https://trtc.io/document/35014',
  effect: 'write',
  turn: byPair,
  // Chat knows a message by its numbers and time for ever, so that a repeat is one at any time.
  sends: ({ peerId }) => peerId,
  call: (body, { numbers }) => ({
    SyncFromOldSystem: body.live ? LIVE : HISTORY,
    From_Account: body.userId,
    To_Account: body.peerId,
    MsgSeq: numbers.seq,
    MsgRandom: numbers.random,
    MsgTimeStamp: toUnixSeconds(body.sentAt),
    ...toContent(body),
  }),
  refuses: ({ elements, customData }) => faultsOfMessage(elements, customData),
})
