import type * as shapes from '../../../schemas/bots/create.ts'
import { defineOperation } from '../../operation.ts'
import { byAccount } from '../turns.ts'

export default defineOperation<typeof shapes>({
  name: 'bots.create',
  summary: 'Makes a bot, or changes the profile of one that is there',
  path: 'v4/openim_robot_http_svc/create_robot',
  page: 'https://trtc.io/document/55281',
  effect: 'write',
  turn: byAccount,
  call: ({ userId, nick, avatarUrl, signature }) => ({
    UserID: userId,
    Nick: nick,
    FaceUrl: avatarUrl,
    SelfSignature: signature,
  }),
})
