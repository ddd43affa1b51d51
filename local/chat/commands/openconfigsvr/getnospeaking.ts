import { Refusal } from '../../replies.ts'
import { accountOf } from '../../world/accounts.ts'
import { secondsLeft } from '../../world/mutes.ts'
import type { Command } from '../command.ts'
import { namedUserId } from '../request.ts'

/** How long an account is silenced from now, https://trtc.io/document/34924. */
export const getnospeaking: Command = {
  service: 'openconfigsvr',
  name: 'getnospeaking',
  order: ['ErrorCode', 'ErrorInfo'],
  prepare({ app, body, now }) {
    const account = accountOf(app, namedUserId(body.Get_Account, 130002))
    if (!account) throw new Refusal(130003)
    const { oneToOne, group } = account.mutes
    return {
      run: () => ({
        C2CmsgNospeakingTime: secondsLeft(oneToOne, now),
        GroupmsgNospeakingTime: secondsLeft(group, now),
      }),
    }
  },
}
