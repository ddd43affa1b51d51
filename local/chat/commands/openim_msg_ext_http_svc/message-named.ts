import { Refusal } from '../../replies.ts'
import { accountOf } from '../../world/accounts.ts'
import { messageOf } from '../../world/conversations.ts'
import { type Message, numbersOf } from '../../world/message.ts'
import type { CommandCall } from '../command.ts'
import { namedUserId } from '../request.ts'

/** As the pages of the service print their replies. */
export const envelopeFirst = ['ErrorCode', 'ErrorInfo', 'ActionStatus']

/** The message a call is about: 10008 where the app's plan has no extensions, 10004 for a bad member, 23004 for a message that is not there. */
export function messageNamed({ app, body, query }: CommandCall): Message {
  if (!app.messageExtensions) throw new Refusal(10008)
  const userIds = [body.From_Account ?? query.get('identifier'), body.To_Account]
  const [from, to] = userIds.map((userId) => namedUserId(userId, 10004))
  const { MsgKey } = body
  if (typeof MsgKey !== 'string' || !numbersOf(MsgKey)) throw new Refusal(10004)
  const found = accountOf(app, from!) && accountOf(app, to!) && messageOf(app, from!, to!, MsgKey)
  if (!found || found.recalled) throw new Refusal(23004)
  return found
}
