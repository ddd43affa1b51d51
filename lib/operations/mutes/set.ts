import type * as shapes from '../../../schemas/mutes/set.ts'
import { defineOperation } from '../../operation.ts'
import { toSeconds } from '../lasts.ts'
import { byAccount } from '../turns.ts'

export default defineOperation<typeof shapes>({
  name: 'mutes.set',
  summary: 'Silences an account between two or in groups, or lifts that; what is left out stays as it is',
  path: 'v4/openconfigsvr/setnospeaking',
  page: 'https://trtc.io/document/34923',
  effect: 'write',
  turn: byAccount,
  call: ({ userId, oneToOne, group }) => ({
    Set_Account: userId,
    C2CmsgNospeakingTime: toSeconds(oneToOne),
    GroupmsgNospeakingTime: toSeconds(group),
  }),
})
