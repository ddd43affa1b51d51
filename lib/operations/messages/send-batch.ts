import type * as shapes from '../../../schemas/messages/send-batch.ts'
import { defineOperation } from '../../operation.ts'
import { faultsOfMessage } from '../elements.ts'
import { readValues } from '../entries.ts'
import { toContent, toControls, toSwitches, toSync } from '../message.ts'
import { readKey } from '../names.ts'
import { lookInHistory, REPEAT_MS } from './repeats.ts'

export default defineOperation<typeof shapes, string>({
  name: 'messages.send-batch',
  summary: 'Sends one message to many accounts, to each by itself',
  path: 'v4/openim/batchsendmsg',
  page: 'https://trtc.io/document/34920',
  effect: 'write',
  repeatFor: REPEAT_MS,
  sends: () => '',
  lookFor: (_, numbers) => lookInHistory({}, numbers),
  alsoDone: ['SomeError'],
  call: (body, { items, numbers }) => ({
    SyncOtherMachine: toSync(body),
    From_Account: body.userId,
    To_Account: items,
    MsgSeq: numbers.seq,
    MsgRandom: numbers.random,
    ...toControls(body),
    ...toContent(body),
    MsgLifeTime: body.lifetimeSeconds,
    ...toSwitches(body),
  }),
  items: {
    member: 'peerIds',
    id: (peerId) => peerId,
    as: 'peerId',
    toUpstream: (peerId) => peerId,
    told: { form: 'fails', list: 'ErrorList', id: 'To_Account', code: 'ErrorCode' },
    read: ({ MsgKey }) => readValues({ messageKey: [MsgKey, readKey] }),
    limit: 500,
  },
  refuses: ({ elements, customData }) => faultsOfMessage(elements, customData),
})
