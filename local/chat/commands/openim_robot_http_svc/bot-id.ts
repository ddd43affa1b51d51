import { Refusal } from '../../replies.ts'
import { BOT_PREFIX } from '../../world/bots.ts'
import type { CommandCall } from '../command.ts'
import { fits, namedUserId } from '../request.ts'

/** The UserID of a bot, which says by its beginning that it is one: else 10004. */
export function botIdOf(call: CommandCall, value: unknown): string {
  const userId = namedUserId(value, 10004)
  const longer = fits(userId, BOT_PREFIX.length + 1, call.limits.userIdBytes)
  if (!userId.startsWith(BOT_PREFIX) || !longer) throw new Refusal(10004)
  return userId
}
