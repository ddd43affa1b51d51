import type { Account } from '../../world/account.ts'
import { removeFriend } from '../../world/relations.ts'
import type { Command, CommandCall } from '../command.ts'
import { answerItems, type ItemOutcome, refusedItem } from '../items.ts'
import { accountFault, deletesBoth, fromAccountOf, toAccountsOf } from '../request.ts'

/** Deleting friends from one list or from both sides', https://trtc.io/document/34905: 31704 for who is no friend. */
export const friendDelete: Command = {
  service: 'sns',
  name: 'friend_delete',
  successInfo: '0',
  prepare(call) {
    const owner = fromAccountOf(call)
    const items = toAccountsOf(call)
    const both = deletesBoth(call)
    const carryOut = ({ userId }: { userId: string }) => remove(call, owner, userId, both)
    return { writes: owner, run: (faults) => answerItems(call, { rows: 'ResultItem', items, carryOut }, faults) }
  },
}

function remove(call: CommandCall, owner: Account, userId: string, both: boolean): ItemOutcome {
  const unknown = accountFault(call, userId)
  if (unknown) return refusedItem(call, unknown)
  if (!owner.friends.has(userId)) return refusedItem(call, 31704)
  removeFriend(owner, userId)
  if (both) removeFriend(call.app.accounts.get(userId)!, owner.userId)
  return {}
}
