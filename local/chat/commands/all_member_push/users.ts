import { unsureCodes } from '../../limits.ts'
import { Refusal } from '../../replies.ts'
import type { Account } from '../../world/account.ts'
import { accountOf } from '../../world/accounts.ts'
import type { Command, CommandCall, Prepared } from '../command.ts'
import { entriesOf, membersOf, namedUserId } from '../request.ts'

const bad = unsureCodes.badPushMember

/** As all pages of the service print their replies. */
export const envelopeFirst = ['ActionStatus', 'ErrorInfo', 'ErrorCode']

/** What the commands on tags and attributes have in common. */
export function userCommand(name: string, prepare: (call: CommandCall) => Prepared): Command {
  return { service: 'all_member_push', name, order: envelopeFirst, rate: 'accountCallsPerSecond', prepare }
}

/** The UserIDs of To_Account: 90018 for more than 100. */
function toUserIdsOf({ body, limits }: CommandCall): string[] {
  const entries = entriesOf(body.To_Account, limits.accountsPerCall, { bad, tooMany: 90018 })
  return entries.map((userId) => namedUserId(userId, bad))
}

/** The accounts to change, all of which must be there. */
export function toAccountsOf(call: CommandCall): Account[] {
  return toUserIdsOf(call).map((userId) => accountNamed(call, userId))
}

/** The users of a list, and what the call says of each: 90018 for more than 100. All is checked before anything changes. */
export function usersOf<What>(
  call: CommandCall,
  list: string,
  read: (members: Record<string, unknown>, account: Account) => What,
): Array<{ account: Account; what: What }> {
  const entries = entriesOf(call.body[list], call.limits.accountsPerCall, { bad, tooMany: 90018 })
  return entries.map((entry) => {
    const members = membersOf(entry, bad)
    const account = accountNamed(call, namedUserId(members.To_Account, bad))
    return { account, what: read(members, account) }
  })
}

function accountNamed({ app }: CommandCall, userId: string): Account {
  const account = accountOf(app, userId)
  if (!account) throw new Refusal(unsureCodes.unknownAccountOfPush)
  return account
}

/** The list that a read answers, with an entry for each account that is there; a scripted fault of an account leaves its entry out. */
export function readUsers(call: CommandCall, list: string, read: (account: Account) => object): Prepared {
  const userIds = toUserIdsOf(call)
  const entryOf = (userId: string) => {
    const account = accountOf(call.app, userId)
    return account ? [{ To_Account: userId, ...read(account) }] : []
  }
  const isSpared = (codes: Record<string, number>) => (userId: string) => !Object.hasOwn(codes, userId)
  return { run: ({ codes }) => ({ [list]: userIds.filter(isSpared(codes)).flatMap(entryOf) }) }
}
