import { deleteBot } from '../../world/bots.ts'
import type { Command } from '../command.ts'
import { botIdOf } from './bot-id.ts'

/** Taking a bot out of service, https://trtc.io/document/55282; one that is not in service is no failure. */
export const deleteRobot: Command = {
  service: 'openim_robot_http_svc',
  name: 'delete_robot',
  order: ['ActionStatus', 'ErrorInfo', 'ErrorCode'],
  prepare(call) {
    const userId = botIdOf(call, call.body.Robot_Account)
    return {
      run() {
        deleteBot(call.app, userId)
        return {}
      },
    }
  },
}
