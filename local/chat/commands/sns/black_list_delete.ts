import { unblock } from '../../world/relations.ts'
import type { Command } from '../command.ts'
import { answerItems, type ItemOutcome, refusedItem } from '../items.ts'
import { accountFault, fromAccountOf, toAccountsOf } from '../request.ts'

/** Unblocking, https://trtc.io/document/34912: 30001 for who is not blocked. */
export const blackListDelete: Command = {
  service: 'sns',
  name: 'black_list_delete',
  prepare(call) {
    const owner = fromAccountOf(call)
    const items = toAccountsOf(call)
    const carryOut = ({ userId }: { userId: string }): ItemOutcome => {
      const fault = accountFault(call, userId) || (owner.blocked.has(userId) ? 0 : 30001)
      if (fault) return refusedItem(call, fault)
      unblock(owner, userId)
      return {}
    }
    return { writes: owner, run: (faults) => answerItems(call, { rows: 'ResultItem', items, carryOut }, faults) }
  },
}
