import { unsureCodes } from '../../limits.ts'
import type { Reply } from '../../replies.ts'
import { accountOf } from '../../world/accounts.ts'
import { unreadOf, unreadOfAll } from '../../world/unread.ts'
import type { Command, CommandCall, ItemFaults } from '../command.ts'
import { outcomesOf, refusedItem } from '../items.ts'
import { entriesOf, namedUserId } from '../request.ts'
import { accountNamed } from './message-members.ts'

const bad = unsureCodes.badMessageMember

/** What an account has not read, https://trtc.io/document/41046: of all together, or of each that Peer_Account names. */
export const getC2cUnreadMsgNum: Command = {
  service: 'openim',
  name: 'get_c2c_unread_msg_num',
  order: ['ActionStatus', 'ErrorInfo', 'ErrorCode'],
  prepare(call) {
    const { app, body, limits } = call
    const { userId } = accountNamed(call, body.To_Account, { missing: 90003 })
    if (body.Peer_Account === undefined) return { run: () => ({ AllC2CUnreadMsgNum: unreadOfAll(app, userId) }) }
    const named = entriesOf(body.Peer_Account, limits.unreadPeersPerCall, { bad, tooMany: bad })
    const peers = named.map((peer) => ({ userId: namedUserId(peer, bad) }))
    return { run: (faults) => countOfEach(call, userId, peers, faults) }
  },
}

function countOfEach(call: CommandCall, owner: string, peers: Array<{ userId: string }>, faults: ItemFaults): Reply {
  const outcomes = outcomesOf(call, peers, faults, ({ userId }) =>
    accountOf(call.app, userId)
      ? { adds: { C2CUnreadMsgNum: unreadOf(call.app, owner, userId) } }
      : refusedItem(call, 70107),
  )
  const counted = outcomes.flatMap(({ item, outcome }) =>
    'code' in outcome ? [] : [{ Peer_Account: item.userId, ...outcome.adds }],
  )
  const failed = outcomes.flatMap(({ item, outcome }) =>
    'code' in outcome ? [{ Peer_Account: item.userId, ErrorCode: outcome.code }] : [],
  )
  return { C2CUnreadMsgNumList: counted, ...(failed.length > 0 ? { ErrorList: failed } : {}) }
}
