import { Refusal } from '../../replies.ts'
import { accountOf, deleteAccount } from '../../world/accounts.ts'
import type { Command, CommandCall } from '../command.ts'
import { answerItems, type ItemOutcome, refusedItem } from '../items.ts'
import { namedAccountsOf } from './named-accounts.ts'

/**
 * Deleting accounts with all that hangs on them, https://trtc.io/document/34955: 71000 where the app may not, 70107 for an account
 * that is not there, 30008 for one whose relations are being written now.
 */
export const accountDelete: Command = {
  service: 'im_open_login_svc',
  name: 'account_delete',
  order: ['ActionStatus', 'ErrorCode', 'ErrorInfo'],
  rate: 'accountCallsPerSecond',
  prepare(call) {
    const items = namedAccountsOf(call, 'DeleteItem')
    if (!call.app.accountDeletion) throw new Refusal(71000)
    const carryOut = ({ userId }: { userId: string }) => remove(call, userId)
    const order = ['ResultCode', 'ResultInfo', 'UserID']
    return { run: (faults) => answerItems(call, { rows: 'ResultItem', id: 'UserID', order, items, carryOut }, faults) }
  },
}

function remove(call: CommandCall, userId: string): ItemOutcome {
  const account = accountOf(call.app, userId)
  if (!account) return refusedItem(call, 70107)
  if (account.writing) return refusedItem(call, 30008)
  deleteAccount(call.app, userId, call.now)
  return {}
}
