import { Refusal } from '../../replies.ts'
import { createBot } from '../../world/bots.ts'
import { setField } from '../../world/profile.ts'
import type { Command, CommandCall } from '../command.ts'
import { fits } from '../request.ts'
import { botIdOf } from './bot-id.ts'

/** Making a bot, https://trtc.io/document/55281: 10004 for a bad parameter, 10008 for a 21st one. Making one twice makes one. */
export const createRobot: Command = {
  service: 'openim_robot_http_svc',
  name: 'create_robot',
  order: ['ActionStatus', 'ErrorInfo', 'ErrorCode'],
  prepare(call) {
    const { app, body, limits } = call
    const userId = botIdOf(call, body.UserID)
    const given = (
      [
        ['Tag_Profile_IM_Nick', body.Nick],
        ['Tag_Profile_IM_Image', body.FaceUrl],
        ['Tag_Profile_IM_SelfSignature', body.SelfSignature],
      ] as const
    ).flatMap(([tag, value]): Array<[string, string]> => (value === undefined ? [] : [[tag, textOf(call, value)]]))
    if (!app.bots.has(userId) && app.bots.size >= limits.bots) throw new Refusal(10008)
    return {
      run() {
        const account = createBot(app, userId)
        for (const [tag, value] of given) setField(account, tag, value)
        return {}
      },
    }
  },
}

function textOf({ limits }: CommandCall, value: unknown): string {
  if (typeof value !== 'string' || !fits(value, 0, limits.profileValueBytes)) throw new Refusal(10004)
  return value
}
