import type * as shapes from '../../../schemas/accounts/delete.ts'
import { defineOperation } from '../../operation.ts'
import { byFamily } from '../turns.ts'
import { namedAccounts } from './named-accounts.ts'

export default defineOperation<typeof shapes, string>({
  name: 'accounts.delete',
  summary:
    'Deletes accounts for good, with their profiles, friends, groups and conversations; most plans lock their UserIDs for three months',
  path: 'v4/im_open_login_svc/account_delete',
  page: 'https://trtc.io/document/34955',
  effect: 'write',
  byName: true,
  rate: 100,
  turn: byFamily('accounts'),
  call: (_, { items }) => ({ DeleteItem: items }),
  items: namedAccounts,
  done: ['ACCOUNT_NOT_FOUND'],
  takesRepeated: true,
})
