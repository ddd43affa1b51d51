import type * as shapes from '../../../schemas/bots/delete.ts'
import { defineOperation } from '../../operation.ts'
import { byAccount } from '../turns.ts'

export default defineOperation<typeof shapes>({
  name: 'bots.delete',
  summary: 'Takes a bot out of service; its account stays',
  path: 'v4/openim_robot_http_svc/delete_robot',
  page: 'https://trtc.io/document/55282',
  effect: 'write',
  turn: byAccount,
  call: ({ userId }) => ({ Robot_Account: userId }),
})
