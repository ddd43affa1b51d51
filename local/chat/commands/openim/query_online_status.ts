import { unsureWords } from '../../limits.ts'
import { accountOf } from '../../world/accounts.ts'
import { type Presence, presences, presencesOf } from '../../world/sessions.ts'
import type { Command, CommandCall } from '../command.ts'
import { type ItemOutcome, outcomesOf, refusedItem } from '../items.ts'
import { entriesOf, namedUserId } from '../request.ts'

/** Where accounts are online, https://trtc.io/document/35477: those that are not there stand in ErrorList with 70107. */
export const queryOnlineStatus: Command = {
  service: 'openim',
  name: 'query_online_status',
  order: ['ActionStatus', 'ErrorInfo', 'ErrorCode'],
  prepare(call) {
    const named = entriesOf(call.body.To_Account, call.limits.statesPerCall, { bad: 90003, tooMany: 90011 })
    const items = named.map((userId) => ({ userId: namedUserId(userId, 90003) }))
    const detailed = call.body.IsNeedDetail === 1
    return {
      run(faults) {
        const outcomes = outcomesOf(call, items, faults, ({ userId }) => read(call, userId, detailed))
        const found = outcomes.flatMap(({ item, outcome }) =>
          'code' in outcome ? [] : [{ To_Account: item.userId, ...outcome.adds }],
        )
        const failed = outcomes.flatMap(({ item, outcome }) =>
          'code' in outcome ? [{ To_Account: item.userId, ErrorCode: outcome.code }] : [],
        )
        return { QueryResult: found, ...(failed.length > 0 ? { ErrorList: failed } : {}) }
      },
    }
  },
}

function read(call: CommandCall, userId: string, detailed: boolean): ItemOutcome {
  const account = accountOf(call.app, userId)
  if (!account) return refusedItem(call, 70107)
  const sessions = presencesOf(account, call.limits.pushOnlineMs, call.now)
  const best: Presence = presences.find((one) => sessions.some(([, presence]) => presence === one)) ?? 'Offline'
  const detail = sessions.map(([platform, presence]) => ({ Platform: platform, Status: presence }))
  return { adds: { [unsureWords.accountState]: best, ...(detailed && detail.length > 0 ? { Detail: detail } : {}) } }
}
