import type { Account, Friend } from '../../world/account.ts'
import { addFriend } from '../../world/relations.ts'
import type { Command, CommandCall } from '../command.ts'
import { answerItems, type ItemOutcome, type ItemRefusal, illegalItem, refusedItem } from '../items.ts'
import { accountFault, choiceOf, fromAccountOf } from '../request.ts'
import { applyChange, type FriendChange, listsFault, readLists, readRemark } from './friend-fields.ts'
import { type NewFriend, newFriend, newFriendsOf, originFault } from './new-friend.ts'

interface Wish {
  /** The other side gets a friend as well. */
  both: boolean
  /** The other side is not asked. */
  forced: boolean
}

/** Adding friends, who may refuse or have to be asked, https://trtc.io/document/34902. */
export const friendAdd: Command = {
  service: 'sns',
  name: 'friend_add',
  prepare(call) {
    const owner = fromAccountOf(call)
    const items = newFriendsOf(call)
    const wish = {
      both: choiceOf(call, 'AddType', ['Add_Type_Both', 'Add_Type_Single'], 'Add_Type_Both') === 'Add_Type_Both',
      forced: choiceOf(call, 'ForceAddFlags', [0, 1], 0) === 1,
    }
    const carryOut = (item: NewFriend) => add(call, owner, wish, item)
    return { writes: owner, run: (faults) => answerItems(call, { rows: 'ResultItem', items, carryOut }, faults) }
  },
}

function add(call: CommandCall, owner: Account, wish: Wish, { userId, given }: NewFriend): ItemOutcome {
  const unknown = accountFault(call, userId)
  if (unknown) return refusedItem(call, unknown)
  const change: FriendChange = { custom: new Map() }
  const illegal = readChange(call, change, given) ?? originFault(call, given)
  if (illegal) return illegal
  if (userId === owner.userId) return illegalItem(call, 'To_Account')
  const peer = call.app.accounts.get(userId)!
  const code = refusalCode(call, owner, peer, wish)
  if (code) return refusedItem(call, code)
  const full = listsFault(call, owner, change.lists)
  if (full) return full
  const { AddSource, AddWording } = given
  const friend = newFriend(call, { AddSource, AddWording })
  if (peer.allowType === 'ask' && !wish.forced) return ask(call, owner, userId, friend)
  addFriend(owner, userId, friend)
  applyChange(owner, friend, change)
  if (wish.both && !peer.friends.has(owner.userId)) addFriend(peer, owner.userId, newFriend(call, { AddSource }))
  return {}
}

// GroupName is one name here, where friend_import takes an array; clients that always send it send "" for none.
function readChange(call: CommandCall, change: FriendChange, given: NewFriend['given']): ItemRefusal | undefined {
  const { Remark, GroupName } = given
  return (
    (Remark === undefined ? undefined : readRemark(call, change, Remark)) ??
    (GroupName === undefined || GroupName === '' ? undefined : readLists(call, change, [GroupName]))
  )
}

// Force spares the other side's consent, never a blocklist or a limit.
function refusalCode({ limits }: CommandCall, owner: Account, peer: Account, { both, forced }: Wish): number {
  if (owner.friends.has(peer.userId)) return 30001
  if (owner.blocked.has(peer.userId)) return 30515
  if (peer.blocked.has(owner.userId)) return 30525
  if (peer.allowType === 'deny' && !forced) return 30516
  if (owner.friends.size >= limits.friends) return 30010
  const growing = both && !peer.friends.has(owner.userId)
  return growing && peer.friends.size >= limits.friends ? 30014 : 0
}

// Asking again replaces what was asked before.
function ask(
  call: CommandCall,
  owner: Account,
  userId: string,
  { addSource, addTime, addWording }: Friend,
): ItemRefusal {
  if (!owner.pending.has(userId) && owner.pending.size >= call.limits.pending) return refusedItem(call, 30012)
  owner.pending.set(userId, { addSource, ...(addWording === undefined ? {} : { addWording }), askedAt: addTime })
  return refusedItem(call, 30539)
}
