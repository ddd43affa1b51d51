import type { Account, Friend } from '../../world/account.ts'
import type { CommandCall } from '../command.ts'
import { type ItemRefusal, illegalItem, refusedItem } from '../items.ts'
import { areListNames, fits } from '../request.ts'

const CUSTOM_PREFIX = 'Tag_SNS_Custom_'

/** Changes to one friend, checked; a member left out stays as it is. https://trtc.io/document/33521 */
export interface FriendChange {
  remark?: string
  lists?: string[]
  custom: Map<string, string | number>
}

/** Adds the field `tag` to the change, or says why the item is refused. Only these three kinds of field can be written. */
export function readField(
  call: CommandCall,
  change: FriendChange,
  tag: unknown,
  value: unknown,
): ItemRefusal | undefined {
  if (tag === 'Tag_SNS_IM_Remark') return readRemark(call, change, value)
  if (tag === 'Tag_SNS_IM_Group') return readLists(call, change, value)
  if (typeof tag === 'string' && tag.startsWith(CUSTOM_PREFIX)) return readCustom(call, change, tag, value)
  return illegalItem(call, 'Tag')
}

export function readRemark(call: CommandCall, change: FriendChange, value: unknown): ItemRefusal | undefined {
  if (typeof value !== 'string' || !fits(value, 0, call.limits.remarkBytes)) return illegalItem(call, 'Remark')
  change.remark = value
  return undefined
}

export function readLists(call: CommandCall, change: FriendChange, value: unknown): ItemRefusal | undefined {
  if (!Array.isArray(value) || !areListNames(call, value)) return illegalItem(call, 'Group')
  change.lists = [...new Set(value)]
  return undefined
}

function readCustom(call: CommandCall, change: FriendChange, tag: string, value: unknown): ItemRefusal | undefined {
  const name = tag.slice(CUSTOM_PREFIX.length)
  const type = call.app.customFields.get(name)
  const good =
    type === 'integer'
      ? Number.isInteger(value) && (value as number) >= 0
      : type === 'string' && typeof value === 'string' && fits(value, 0, call.limits.customValueBytes)
  if (!good) return illegalItem(call, 'Custom')
  change.custom.set(name, value as string | number)
  return undefined
}

/** Refuses lists that would not fit: they are made on demand, up to the limit of the account. */
export function listsFault(call: CommandCall, owner: Account, names: string[] = []): ItemRefusal | undefined {
  const after = new Set([...owner.lists, ...names])
  return after.size <= Math.max(owner.lists.size, call.limits.lists) ? undefined : refusedItem(call, 30011)
}

/** Writes the change: lists are replaced, and an empty remark or custom text clears the field. */
export function applyChange(owner: Account, friend: Friend, change: FriendChange): void {
  if (change.remark === '') delete friend.remark
  else if (change.remark !== undefined) friend.remark = change.remark
  if (change.lists) friend.lists = change.lists
  for (const name of change.lists ?? []) owner.lists.add(name)
  for (const [name, value] of change.custom) {
    if (value === '') friend.custom.delete(name)
    else friend.custom.set(name, value)
  }
  const { sequences } = owner
  if (change.remark !== undefined || change.lists) sequences.standard += 1
  if (change.lists) sequences.lists += 1
  if (change.custom.size > 0) sequences.custom += 1
}

/** The standard fields of a friend that are set, by tag; unset ones are left out of every pull. */
export function standardFieldsOf(friend: Friend): Array<[string, unknown]> {
  const fields: Array<[string, unknown]> = [
    ['Tag_SNS_IM_AddSource', friend.addSource],
    ['Tag_SNS_IM_Remark', friend.remark],
    ['Tag_SNS_IM_RemarkTime', friend.remarkTime],
    ['Tag_SNS_IM_Group', friend.lists.length > 0 ? friend.lists : undefined],
    ['Tag_SNS_IM_AddWording', friend.addWording],
    ['Tag_SNS_IM_AddTime', friend.addTime],
  ]
  return fields.filter(([, value]) => value !== undefined)
}

export function customFieldsOf(friend: Friend): Array<[string, unknown]> {
  return [...friend.custom].map(([name, value]) => [CUSTOM_PREFIX + name, value])
}
