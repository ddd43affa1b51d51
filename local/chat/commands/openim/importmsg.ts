import { Refusal } from '../../replies.ts'
import { importMessage } from '../../world/sends.ts'
import type { Command } from '../command.ts'
import { checkSize, elementsOf, sentTypes } from '../message-body.ts'
import { isCount } from '../request.ts'
import { accountNamed, customDataOf, numbersGiven } from './message-members.ts'
import { drawnSeq } from './reach.ts'

/** What SyncFromOldSystem says: read history, or live traffic that is unread yet; older pages have 1 where newer ones have 5. */
const unreadBySync = new Map<unknown, boolean>([
  [2, false],
  [5, true],
  [1, true],
])

/** Importing a message, https://trtc.io/document/35014: one with the numbers of a message that is there already is dropped for ever. */
export const importmsg: Command = {
  service: 'openim',
  name: 'importmsg',
  order: ['ActionStatus', 'ErrorInfo', 'ErrorCode'],
  prepare(call) {
    const { app, body, limits } = call
    const unread = unreadBySync.get(body.SyncFromOldSystem)
    if (unread === undefined) throw new Refusal(90030)
    const from = accountNamed(call, body.From_Account, { missing: 90008 })
    const to = accountNamed(call, body.To_Account, { missing: 90003, unknown: 90012 })
    const { random, seq = drawnSeq(app.name, from.userId, body.MsgRandom, call.now) } = numbersGiven(call)
    const time = body.MsgTimeStamp
    if (!isCount(time, 2 ** 32 - 1)) throw new Refusal(90006)
    const elements = elementsOf(body, sentTypes)
    const customData = customDataOf(call)
    checkSize(elements, customData, limits)
    const message = { from: from.userId, to: to.userId, body: elements, random, seq, time, unread }
    return {
      run() {
        importMessage(
          app,
          { ...message, ...(customData === undefined ? {} : { customData }) },
          limits.messageLifeSeconds,
        )
        return {}
      },
    }
  },
}
