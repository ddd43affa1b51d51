import type * as shapes from '../../../schemas/messages/send.ts'
import { defineOperation } from '../../operation.ts'
import { faultsOfMessage } from '../elements.ts'
import { readValues } from '../entries.ts'
import { faultsOfOnlineOnly, toContent, toControls, toSwitches, toSync } from '../message.ts'
import { readKey } from '../names.ts'
import { fromUnixTime, ifSet } from '../times.ts'
import { byPair } from '../turns.ts'
import { lookInHistory, REPEAT_MS } from './repeats.ts'

export default defineOperation<typeof shapes>({
  name: 'messages.send',
  summary: 'Sends a message to an account',
  path: 'v4/openim/sendmsg',
  page: 'https://trtc.io/document/34919',
  effect: 'write',
  turn: byPair,
  repeatFor: REPEAT_MS,
  sends: ({ peerId }) => peerId,
  lookFor: lookInHistory,
  call: (body, { numbers }) => ({
    SyncOtherMachine: toSync(body),
    From_Account: body.userId,
    To_Account: body.peerId,
    MsgLifeTime: body.lifetimeSeconds,
    MsgSeq: numbers.seq,
    MsgRandom: numbers.random,
    ...toControls(body),
    ...toContent(body),
    ...toSwitches(body),
  }),
  read: ({ MsgKey, MsgTime }) => ({
    answer: readValues({ messageKey: [MsgKey, readKey], sentAt: [ifSet(MsgTime), fromUnixTime] }),
  }),
  refuses: (body) => [...faultsOfOnlineOnly(body), ...faultsOfMessage(body.elements, body.customData)],
})
