import type * as shapes from '../../../schemas/accounts/check.ts'
import type { Members } from '../../json.ts'
import { defineOperation, type Unclear } from '../../operation.ts'
import { namedAccounts } from './named-accounts.ts'

function readStatus({ AccountStatus }: Members): Members | Unclear {
  if (AccountStatus === 'Imported') return { imported: true }
  if (AccountStatus === 'NotImported') return { imported: false }
  return 'AccountStatus is neither Imported nor NotImported'
}

export default defineOperation<typeof shapes, string>({
  name: 'accounts.check',
  summary: 'Tells which accounts Chat knows',
  path: 'v4/im_open_login_svc/account_check',
  page: 'https://trtc.io/document/34956',
  effect: 'read',
  rate: 100,
  call: (_, { items }) => ({ CheckItem: items }),
  items: { ...namedAccounts, read: readStatus },
})
