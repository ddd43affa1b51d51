import type * as shapes from '../../../schemas/conversations/delete.ts'
import { defineOperation } from '../../operation.ts'
import { GROUP, ONE_TO_ONE } from '../conversation.ts'
import { byAccount } from '../turns.ts'

export default defineOperation<typeof shapes>({
  name: 'conversations.delete',
  summary: 'Takes a conversation from the list of an account, with its messages where wanted',
  path: 'v4/recentcontact/delete',
  page: 'https://trtc.io/document/43088',
  effect: 'write',
  turn: byAccount,
  call: ({ userId, peerId, groupId, clearHistory }) => ({
    From_Account: userId,
    Type: peerId === undefined ? GROUP : ONE_TO_ONE,
    To_Account: peerId,
    // The page spells it so, here alone.
    ToGroupid: groupId,
    ClearRamble: clearHistory ? 1 : 0,
  }),
})
