import { Refusal } from '../../replies.ts'
import type { Account } from '../../world/account.ts'
import { isLocked } from '../../world/accounts.ts'
import { setField } from '../../world/profile.ts'
import type { CommandCall } from '../command.ts'
import { fits } from '../request.ts'

/** What importing may say of an account's profile. */
export type Given = ReadonlyArray<readonly [tag: string, value: string]>

/** Nick and FaceUrl: 70402 for what is no text, 40601 for too long a one. */
export function profileGiven(call: CommandCall, members: Record<string, unknown>): Given {
  return [
    ['Tag_Profile_IM_Nick', members.Nick],
    ['Tag_Profile_IM_Image', members.FaceUrl],
  ].flatMap(([tag, value]) => (value === undefined ? [] : [[tag as string, textOf(call, value)] as const]))
}

function textOf(call: CommandCall, value: unknown): string {
  if (typeof value !== 'string') throw new Refusal(70402)
  if (!fits(value, 0, call.limits.profileValueBytes)) throw new Refusal(40601)
  return value
}

/** Why a UserID of a good length can't be imported now: deleted too short a time ago, or one more than the app may have. */
export function importFault({ app, limits, now }: CommandCall, userId: string): number {
  if (isLocked(app, userId, limits.reimportLockMs, now)) return 70399
  return !app.accounts.has(userId) && app.accounts.size >= limits.accounts ? 70398 : 0
}

/** Values given replace those of before. */
export function applyGiven(account: Account, given: Given): void {
  for (const [tag, value] of given) setField(account, tag, value)
}
