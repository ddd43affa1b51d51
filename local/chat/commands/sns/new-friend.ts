import type { Friend } from '../../world/account.ts'
import type { CommandCall } from '../command.ts'
import { type ItemRefusal, illegalItem } from '../items.ts'
import { arrayOf, fits, objectOf, userIdOf } from '../request.ts'

/** One member of AddFriendItem. */
export interface NewFriend {
  userId: string
  given: Record<string, unknown>
}

export function newFriendsOf(call: CommandCall): NewFriend[] {
  return arrayOf(call, 'AddFriendItem').map((value) => {
    const given = objectOf(call, value, 'AddFriendItem')
    return { userId: userIdOf(call, given.To_Account, 'To_Account'), given }
  })
}

/** AddSource: the prefix and a keyword of 1 to 8 English letters, https://trtc.io/document/33521 */
export function originFault(call: CommandCall, given: NewFriend['given']): ItemRefusal | undefined {
  const { AddSource, AddWording = '' } = given
  if (typeof AddSource !== 'string' || !/^AddSource_Type_[A-Za-z]{1,8}$/.test(AddSource)) {
    return illegalItem(call, 'Source')
  }
  if (typeof AddWording !== 'string' || !fits(AddWording, 0, call.limits.wordingBytes)) {
    return illegalItem(call, 'Wording')
  }
  return undefined
}

/** The times that only friend_import takes. */
export function timesFault(call: CommandCall, given: NewFriend['given']): ItemRefusal | undefined {
  const wrong = ['AddTime', 'RemarkTime'].find((name) => given[name] !== undefined && !isTime(given[name]))
  return wrong === undefined ? undefined : illegalItem(call, wrong)
}

function isTime(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0
}

/** A friend as the members say that were found good; what is not said began now, and stands in no list. */
export function newFriend(call: CommandCall, given: NewFriend['given']): Friend {
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
