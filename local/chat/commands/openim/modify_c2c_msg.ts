import { unsureCodes } from '../../limits.ts'
import { Refusal } from '../../replies.ts'
import { messageOf } from '../../world/conversations.ts'
import { changeMessage } from '../../world/message.ts'
import type { Command } from '../command.ts'
import { checkSize, elementsOf, sentTypes } from '../message-body.ts'
import { accountNamed, customDataOf, msgKeyOf } from './message-members.ts'

/** Other elements, other CloudCustomData or both for a message that was sent, https://trtc.io/document/47722. */
export const modifyC2cMsg: Command = {
  service: 'openim',
  name: 'modify_c2c_msg',
  successInfo: 'succeed',
  order: ['ActionStatus', 'ErrorCode', 'ErrorInfo'],
  prepare(call) {
    const { app, body, limits } = call
    const to = accountNamed(call, body.To_Account, { missing: 90003, unknown: 90012 })
    const from = accountNamed(call, body.From_Account, { missing: unsureCodes.unknownSender })
    const elements = body.MsgBody === undefined ? undefined : elementsOf(body, sentTypes)
    const customData = customDataOf(call)
    if (!elements && customData === undefined) throw new Refusal(90002)
    checkSize(elements, customData, limits)
    const message = messageOf(app, from.userId, to.userId, msgKeyOf(call))
    if (!message || message.recalled) throw new Refusal(unsureCodes.noMessageToModify)
    return {
      run() {
        changeMessage(message, { body: elements, customData })
        return {}
      },
    }
  },
}
