import type * as shapes from '../../../schemas/sessions/kick.ts'
import { defineOperation } from '../../operation.ts'
import { byAccount } from '../turns.ts'

export default defineOperation<typeof shapes>({
  name: 'sessions.kick',
  summary: 'Ends all sessions of an account; it may log in again with a new UserSig',
  path: 'v4/im_open_login_svc/kick',
  page: 'https://trtc.io/document/34957',
  effect: 'write',
  turn: byAccount,
  call: ({ userId }) => ({ UserID: userId }),
})
