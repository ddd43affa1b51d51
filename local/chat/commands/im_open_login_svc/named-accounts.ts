import type { CommandCall } from '../command.ts'
import { entriesOf, membersOf, namedUserId } from '../request.ts'

/** The accounts of DeleteItem and CheckItem: 70402 for what is not as the pages say, or for more than 100. */
export function namedAccountsOf(call: CommandCall, list: string): Array<{ userId: string }> {
  const entries = entriesOf(call.body[list], call.limits.accountsPerCall, { bad: 70402, tooMany: 70402 })
  return entries.map((entry) => ({ userId: namedUserId(membersOf(entry, 70402).UserID, 70402) }))
}
