import type { Account } from '../../world/account.ts'
import { block } from '../../world/relations.ts'
import type { Command, CommandCall } from '../command.ts'
import { answerItems, type ItemOutcome, illegalItem, refusedItem } from '../items.ts'
import { accountFault, fromAccountOf, toAccountsOf } from '../request.ts'

/** Blocking, which ends friendships on both sides, https://trtc.io/document/34911: 30013 where the blocklist is full. */
export const blackListAdd: Command = {
  service: 'sns',
  name: 'black_list_add',
  prepare(call) {
    const owner = fromAccountOf(call)
    const items = toAccountsOf(call)
    const carryOut = ({ userId }: { userId: string }) => add(call, owner, userId)
    return { writes: owner, run: (faults) => answerItems(call, { rows: 'ResultItem', items, carryOut }, faults) }
  },
}

function add(call: CommandCall, owner: Account, userId: string): ItemOutcome {
  const unknown = accountFault(call, userId)
  if (unknown) return refusedItem(call, unknown)
  if (userId === owner.userId) return illegalItem(call, 'To_Account')
  if (owner.blocked.has(userId)) return refusedItem(call, 30001)
  if (owner.blocked.size >= call.limits.blocked) return refusedItem(call, 30013)
  block(owner, call.app.accounts.get(userId)!, Math.floor(call.now / 1000))
  return {}
}
