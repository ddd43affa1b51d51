import { importAccount } from '../../world/accounts.ts'
import type { Command, CommandCall } from '../command.ts'
import { type ItemOutcome, outcomesOf, refusedItem } from '../items.ts'
import { entriesOf, fits, membersOf, namedUserId } from '../request.ts'
import { applyGiven, type Given, importFault, profileGiven } from './new-account.ts'

interface NewAccount {
  userId: string
  given: Given
}

/**
 * Importing accounts, https://trtc.io/document/34954: as bare UserIDs in Accounts, or as objects in AccountList, which counts where
 * both are there. Those that can't be imported stand in FailAccounts, bare and without a reason.
 */
export const multiaccountImport: Command = {
  service: 'im_open_login_svc',
  name: 'multiaccount_import',
  order: ['ActionStatus', 'ErrorCode', 'ErrorInfo'],
  rate: 'accountCallsPerSecond',
  prepare(call) {
    const items = newAccountsOf(call)
    return {
      run(faults) {
        const outcomes = outcomesOf(call, items, faults, (item) => add(call, item))
        const failed = outcomes.flatMap(({ item, outcome }) => ('code' in outcome ? [item.userId] : []))
        return { FailAccounts: failed }
      },
    }
  },
}

function newAccountsOf(call: CommandCall): NewAccount[] {
  const { Accounts, AccountList } = call.body
  const entries = entriesOf(AccountList ?? Accounts, call.limits.accountsPerCall, { bad: 70402, tooMany: 70402 })
  if (AccountList === undefined) return entries.map((userId) => ({ userId: namedUserId(userId, 70402), given: [] }))
  return entries.map((entry) => {
    const members = membersOf(entry, 70402)
    return { userId: namedUserId(members.UserID, 70402), given: profileGiven(call, members) }
  })
}

function add(call: CommandCall, { userId, given }: NewAccount): ItemOutcome {
  const fault = fits(userId, 1, call.limits.userIdBytes) ? importFault(call, userId) : 70402
  if (fault) return refusedItem(call, fault)
  applyGiven(importAccount(call.app, userId), given)
  return {}
}
