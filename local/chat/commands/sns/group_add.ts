import { Refusal } from '../../replies.ts'
import type { Account } from '../../world/account.ts'
import { createLists, joinLists } from '../../world/relations.ts'
import type { Command, CommandCall } from '../command.ts'
import { answerItems, type ItemOutcome, refusedItem } from '../items.ts'
import { accountFault, fromAccountOf, listNamesOf, toAccountsOf } from '../request.ts'
import { listsFault } from './friend-fields.ts'

/** Making friend lists and putting friends into them, https://trtc.io/document/34950: 32216 for who is no friend. */
export const groupAdd: Command = {
  service: 'sns',
  name: 'group_add',
  prepare(call) {
    const owner = fromAccountOf(call)
    const names = listNamesOf(call)
    const items = call.body.To_Account === undefined ? undefined : toAccountsOf(call)
    const full = listsFault(call, owner, names)
    if (full) throw new Refusal(full.code, full.info)
    const carryOut = ({ userId }: { userId: string }) => join(call, owner, names, userId)
    return {
      writes: owner,
      run(faults) {
        createLists(owner, names)
        const rows = items ? answerItems(call, { rows: 'ResultItem', items, carryOut }, faults) : {}
        return { ...rows, CurrentSequence: owner.sequences.lists }
      },
    }
  },
}

function join(call: CommandCall, owner: Account, names: string[], userId: string): ItemOutcome {
  const unknown = accountFault(call, userId)
  if (unknown) return refusedItem(call, unknown)
  const friend = owner.friends.get(userId)
  if (!friend) return refusedItem(call, 32216)
  joinLists(owner, friend, names)
  return {}
}
