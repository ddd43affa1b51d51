import { accountOf } from '../../world/accounts.ts'
import type { Command } from '../command.ts'
import { answerItems, type ItemOutcome } from '../items.ts'
import { namedAccountsOf } from './named-accounts.ts'

/** Whether accounts were imported, https://trtc.io/document/34956. One that was not is no failure. */
export const accountCheck: Command = {
  service: 'im_open_login_svc',
  name: 'account_check',
  order: ['ActionStatus', 'ErrorCode', 'ErrorInfo'],
  rate: 'accountCallsPerSecond',
  prepare(call) {
    const items = namedAccountsOf(call, 'CheckItem')
    const carryOut = ({ userId }: { userId: string }): ItemOutcome => ({
      adds: { AccountStatus: accountOf(call.app, userId) ? 'Imported' : 'NotImported' },
    })
    const order = ['UserID', 'ResultCode', 'ResultInfo']
    return { run: (faults) => answerItems(call, { rows: 'ResultItem', id: 'UserID', order, items, carryOut }, faults) }
  },
}
