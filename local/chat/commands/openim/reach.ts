import { randomInt } from 'node:crypto'
import type { Account } from '../../world/account.ts'
import { accountOf } from '../../world/accounts.ts'
import { type Obstacle, obstacleBetween } from '../../world/obstacles.ts'
import type { CommandCall } from '../command.ts'
import { wordsOf } from './draft.ts'

const codes: Readonly<Record<Obstacle, number>> = {
  muted: 20012,
  blocked: 20007,
  strangers: 20009,
  'not on own list': 20010,
  'not on their list': 20011,
}

/** Why a message does not reach an account: `unknown` for one that was not imported, or what the app looks at; 0 where it does. */
export type RefusalTo = (userId: string, unknown: number) => number

export function refusalFrom({ app, body, now }: CommandCall, from: Account): RefusalTo {
  const forbidden = wordsOf(body.ForbidCallbackControl, ['ForbidBeforeSendMsgCallback', 'ForbidAfterSendMsgCallback'])
  const asksWebhook = !forbidden.includes('ForbidBeforeSendMsgCallback')
  return (userId, unknown) => {
    const recipient = accountOf(app, userId)
    if (!recipient) return unknown
    const obstacle = obstacleBetween(app, from, recipient, now)
    if (obstacle) return codes[obstacle]
    return asksWebhook ? (app.webhookRefusals.get(userId) ?? 0) : 0
  }
}

/** How a call sends: every message it makes has the same MsgSeq, be it the caller's or the service's own. */
export function sendingOf({ now, limits }: CommandCall) {
  const seq = randomInt(2 ** 32)
  return { now, repeatMs: limits.sendRepeatMs, drawSeq: () => seq }
}
