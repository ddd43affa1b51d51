import type * as shapes from '../../../schemas/accounts/import-one.ts'
import { defineOperation } from '../../operation.ts'
import { byAccount } from '../turns.ts'

export default defineOperation<typeof shapes>({
  name: 'accounts.import-one',
  summary: 'Makes an account known to Chat, or changes the nickname and picture of one that is',
  path: 'v4/im_open_login_svc/account_import',
  page: 'https://trtc.io/document/34953',
  effect: 'write',
  turn: byAccount,
  call: ({ userId, nick, avatarUrl }) => ({ UserID: userId, Nick: nick, FaceUrl: avatarUrl }),
})
