import type * as shapes from '../../../schemas/mutes/get.ts'
import type { Members } from '../../json.ts'
import { type Answered, defineOperation, type Unclear } from '../../operation.ts'
import { readMute } from '../lasts.ts'

function readMutes({ C2CmsgNospeakingTime, GroupmsgNospeakingTime }: Members): Answered | Unclear {
  const oneToOne = readMute(C2CmsgNospeakingTime)
  const group = readMute(GroupmsgNospeakingTime)
  if (!oneToOne) return 'C2CmsgNospeakingTime is no number of seconds'
  if (!group) return 'GroupmsgNospeakingTime is no number of seconds'
  return { answer: { oneToOne, group } }
}

export default defineOperation<typeof shapes>({
  name: 'mutes.get',
  summary: 'Tells whether an account is silenced between two and in groups, and for how long yet',
  path: 'v4/openconfigsvr/getnospeaking',
  page: 'https://trtc.io/document/34924',
  effect: 'read',
  call: ({ userId }) => ({ Get_Account: userId }),
  read: readMutes,
})
