import { Refusal } from '../../replies.ts'
import { messageOf } from '../../world/conversations.ts'
import { recall } from '../../world/message.ts'
import type { Command } from '../command.ts'
import { accountNamed, msgKeyOf } from './message-members.ts'

/** Recalling a message on both sides, https://trtc.io/document/35015, however old it is: 20022 for none, 20023 for one recalled before. */
export const adminMsgwithdraw: Command = {
  service: 'openim',
  name: 'admin_msgwithdraw',
  order: ['ActionStatus', 'ErrorInfo', 'ErrorCode'],
  prepare(call) {
    const { app, body } = call
    const from = accountNamed(call, body.From_Account, { missing: 90008 })
    const to = accountNamed(call, body.To_Account, { missing: 90003 })
    const key = msgKeyOf(call)
    return {
      run() {
        const message = messageOf(app, from.userId, to.userId, key)
        if (!message) throw new Refusal(20022)
        if (message.recalled) throw new Refusal(20023)
        recall(message)
        return {}
      },
    }
  },
}
