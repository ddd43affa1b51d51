import { unsureCodes } from '../../limits.ts'
import { Refusal, type Reply } from '../../replies.ts'
import { type Draft, send } from '../../world/sends.ts'
import type { Command, CommandCall, ItemFaults } from '../command.ts'
import { outcomesOf, refusedItem } from '../items.ts'
import { entriesOf, namedUserId } from '../request.ts'
import { draftOf } from './draft.ts'
import { senderOf } from './message-members.ts'
import { type RefusalTo, refusalFrom, sendingOf } from './reach.ts'

/**
 * One message to up to 500 accounts, https://trtc.io/document/34920. Whom it did not reach stands in ErrorList, and the word of the
 * envelope is SomeError then, with the code 0; where it reached nobody the whole call fails.
 */
export const batchsendmsg: Command = {
  service: 'openim',
  name: 'batchsendmsg',
  order: ['ErrorInfo', 'ActionStatus', 'ErrorCode'],
  prepare(call) {
    const named = entriesOf(call.body.To_Account, call.limits.recipientsPerCall, { bad: 90003, tooMany: 90011 })
    const recipients = named.map((userId) => ({ userId: namedUserId(userId, 90003) }))
    if (recipients.length === 0) throw new Refusal(90003)
    const from = senderOf(call, 90008)
    const draft = draftOf(call, from)
    const refusalTo = refusalFrom(call, from)
    if (recipients.every(({ userId }) => refusalTo(userId, 70107))) throw new Refusal(unsureCodes.nobodyReached)
    const batch = { draft, recipients, refusalTo }
    return { run: (faults) => sendToAll(call, batch, faults) }
  },
}

interface Batch {
  draft: Draft
  recipients: Array<{ userId: string }>
  refusalTo: RefusalTo
}

function sendToAll(call: CommandCall, { draft, recipients, refusalTo }: Batch, faults: ItemFaults): Reply {
  const sending = sendingOf(call)
  const outcomes = outcomesOf(call, recipients, faults, ({ userId }) => {
    const code = refusalTo(userId, 70107)
    return code ? refusedItem(call, code) : { adds: { MsgKey: send(call.app, userId, draft, sending).key } }
  })
  const failed = outcomes.flatMap(({ item, outcome }) =>
    'code' in outcome ? [{ To_Account: item.userId, ErrorCode: outcome.code }] : [],
  )
  const [key] = outcomes.flatMap(({ outcome }) => ('code' in outcome ? [] : [outcome.adds?.MsgKey]))
  if (key === undefined) throw new Refusal(unsureCodes.nobodyReached)
  return { MsgKey: key, ...(failed.length > 0 ? { ActionStatus: 'SomeError', ErrorList: failed } : {}) }
}
