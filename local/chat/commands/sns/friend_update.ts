import type { Account } from '../../world/account.ts'
import type { Command, CommandCall } from '../command.ts'
import { answerItems, type ItemOutcome, illegalItem, refusedItem } from '../items.ts'
import { accountFault, arrayOf, fromAccountOf, illegal, objectOf, userIdOf } from '../request.ts'
import { applyChange, type FriendChange, listsFault, readField } from './friend-fields.ts'

interface Item {
  userId: string
  fields: Array<Record<string, unknown>>
}

/** Updating friends, https://trtc.io/document/34904: 30001, 30002, 30003 and 30011 per item. */
export const friendUpdate: Command = {
  service: 'sns',
  name: 'friend_update',
  prepare(call) {
    const owner = fromAccountOf(call)
    const items = arrayOf(call, 'UpdateItem').map((value) => readItem(call, value))
    return {
      writes: owner,
      run: (faults) =>
        answerItems(call, { rows: 'ResultItem', items, carryOut: (item) => update(call, owner, item) }, faults),
    }
  },
}

function readItem(call: CommandCall, value: unknown): Item {
  const { To_Account, SnsItem } = objectOf(call, value, 'UpdateItem')
  if (!Array.isArray(SnsItem)) throw illegal(call, 'SnsItem')
  return {
    userId: userIdOf(call, To_Account, 'To_Account'),
    fields: SnsItem.map((field) => objectOf(call, field, 'SnsItem')),
  }
}

// All of an item's fields are checked before the first is written: a refused item has changed nothing.
function update(call: CommandCall, owner: Account, item: Item): ItemOutcome {
  const unknown = accountFault(call, item.userId)
  if (unknown) return refusedItem(call, unknown)
  const change: FriendChange = { custom: new Map() }
  for (const { Tag, Value } of item.fields) {
    const refusal = Value === undefined ? illegalItem(call, 'SnsItem') : readField(call, change, Tag, Value)
    if (refusal) return refusal
  }
  const friend = owner.friends.get(item.userId)
  if (!friend) return refusedItem(call, 30001)
  const full = listsFault(call, owner, change.lists)
  if (full) return full
  applyChange(owner, friend, change)
  return {}
}
