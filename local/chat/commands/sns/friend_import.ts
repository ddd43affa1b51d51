import type { Account } from '../../world/account.ts'
import { addFriend } from '../../world/relations.ts'
import type { Command, CommandCall } from '../command.ts'
import { answerItems, type ItemOutcome, type ItemRefusal, illegalItem, refusedItem } from '../items.ts'
import { accountFault, fromAccountOf } from '../request.ts'
import { applyChange, type FriendChange, listsFault, readField, readLists, readRemark } from './friend-fields.ts'
import { type NewFriend, newFriend, newFriendsOf, originFault, timesFault } from './new-friend.ts'

/** Importing friends into one account's list, one way, https://trtc.io/document/34903: also 30010 per item. */
export const friendImport: Command = {
  service: 'sns',
  name: 'friend_import',
  prepare(call) {
    const owner = fromAccountOf(call)
    const items = newFriendsOf(call)
    const carryOut = (item: NewFriend) => add(call, owner, item)
    return { writes: owner, run: (faults) => answerItems(call, { rows: 'ResultItem', items, carryOut }, faults) }
  },
}

function add(call: CommandCall, owner: Account, { userId, given }: NewFriend): ItemOutcome {
  const unknown = accountFault(call, userId)
  if (unknown) return refusedItem(call, unknown)
  const change: FriendChange = { custom: new Map() }
  const illegal = readChange(call, change, given) ?? originFault(call, given) ?? timesFault(call, given)
  if (illegal) return illegal
  if (userId === owner.userId) return illegalItem(call, 'To_Account')
  if (owner.friends.has(userId)) return refusedItem(call, 30001)
  if (owner.friends.size >= call.limits.friends) return refusedItem(call, 30010)
  const full = listsFault(call, owner, change.lists)
  if (full) return full
  const friend = newFriend(call, given)
  addFriend(owner, userId, friend)
  applyChange(owner, friend, change)
  return {}
}

function readChange(call: CommandCall, change: FriendChange, given: NewFriend['given']): ItemRefusal | undefined {
  const { Remark, GroupName, CustomItem = [] } = given
  const refusal =
    (Remark === undefined ? undefined : readRemark(call, change, Remark)) ??
    (GroupName === undefined ? undefined : readLists(call, change, GroupName))
  if (refusal) return refusal
  if (!Array.isArray(CustomItem)) return illegalItem(call, 'Custom')
  for (const field of CustomItem) {
    const custom = String(field?.Tag).startsWith('Tag_SNS_Custom_')
    const fault = custom ? readField(call, change, field.Tag, field.Value) : illegalItem(call, 'Custom')
    if (fault) return fault
  }
  return undefined
}
