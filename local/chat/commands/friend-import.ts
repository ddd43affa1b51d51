import type { Account, Friend } from '../app.ts'
import { snsInfo } from '../replies.ts'
import type { Command, CommandCall } from './command.ts'
import { applyChange, type FriendChange, listsFault, readField, readLists, readRemark } from './friend-fields.ts'
import { answerItems, type ItemOutcome, type ItemRefusal, illegalItem, refusedItem } from './items.ts'
import { accountFault, arrayOf, fits, fromAccountOf, objectOf, userIdOf } from './request.ts'

interface Item {
  userId: string
  given: Record<string, unknown>
}

/** Importing friends into one account's list, one way, https://trtc.io/document/34903: also 30010 per item. */
export const friendImport: Command = {
  service: 'sns',
  name: 'friend_import',
  prepare(call) {
    const owner = fromAccountOf(call)
    const items = arrayOf(call, 'AddFriendItem').map((value) => readItem(call, value))
    return {
      writes: owner,
      run: (faults) => answerItems(call, 'ResultItem', items, faults, (item) => add(call, owner, item)),
    }
  },
}

function readItem(call: CommandCall, value: unknown): Item {
  const given = objectOf(call, value, 'AddFriendItem')
  return { userId: userIdOf(call, given.To_Account, 'To_Account'), given }
}

function add(call: CommandCall, owner: Account, item: Item): ItemOutcome {
  const unknown = accountFault(call, item.userId)
  if (unknown) return refusedItem(call, unknown)
  const change: FriendChange = { custom: new Map() }
  const illegal = readChange(call, change, item.given) ?? originFault(call, item.given)
  if (illegal) return illegal
  if (item.userId === owner.userId) return illegalItem(call, 'To_Account')
  if (owner.friends.has(item.userId)) return { code: 30001, info: snsInfo(call.command, 'Friend_Exist') }
  if (owner.friends.size >= call.limits.friends) return refusedItem(call, 30010)
  const full = listsFault(call, owner, change)
  if (full) return full
  const friend = newFriend(call, item.given)
  owner.friends.set(item.userId, friend)
  applyChange(owner, friend, change)
  return {}
}

function readChange(call: CommandCall, change: FriendChange, given: Item['given']): ItemRefusal | undefined {
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

// AddSource: the prefix and a keyword of 1 to 8 English letters, https://trtc.io/document/33521
function originFault(call: CommandCall, given: Item['given']): ItemRefusal | undefined {
  const { AddSource, AddWording = '', AddTime = 0, RemarkTime = 0 } = given
  if (typeof AddSource !== 'string' || !/^AddSource_Type_[A-Za-z]{1,8}$/.test(AddSource)) {
    return illegalItem(call, 'Source')
  }
  if (typeof AddWording !== 'string' || !fits(AddWording, 0, call.limits.wordingBytes)) {
    return illegalItem(call, 'Wording')
  }
  if (!isTime(AddTime)) return illegalItem(call, 'AddTime')
  if (!isTime(RemarkTime)) return illegalItem(call, 'RemarkTime')
  return undefined
}

function isTime(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0
}

function newFriend(call: CommandCall, given: Item['given']): Friend {
  const { AddSource, AddWording, AddTime, RemarkTime } = given
  return {
    addSource: String(AddSource),
    addTime: Number(AddTime ?? Math.floor(call.now / 1000)),
    ...(AddWording ? { addWording: String(AddWording) } : {}),
    ...(RemarkTime === undefined ? {} : { remarkTime: Number(RemarkTime) }),
    lists: [],
    custom: new Map(),
  }
}
