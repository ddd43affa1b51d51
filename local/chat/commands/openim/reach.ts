import { createHash } from 'node:crypto'
import type { Account } from '../../world/account.ts'
import { accountOf } from '../../world/accounts.ts'
import { type Obstacle, obstacleBetween } from '../../world/obstacles.ts'
import type { Sending } from '../../world/sends.ts'
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

/** How a call sends. Every message it makes has the same MsgSeq, be it the caller's or the service's own. */
export function sendingOf({ app, body, now, limits }: CommandCall): Sending {
  const drawn = drawnSeq(app.name, body.From_Account, body.MsgRandom, now)
  return { now, repeatMs: limits.sendRepeatMs, drawnSeq: drawn }
}

/** The MsgSeq that the service gives to a message without one: any number, but the same again where all is the same. */
export function drawnSeq(...of: unknown[]): number {
  return createHash('sha256').update(JSON.stringify(of)).digest().readUInt32BE()
}
