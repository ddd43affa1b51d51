import type { Command } from '../command.ts'

/** The bots in service, https://trtc.io/document/55280. */
export const getAllRobots: Command = {
  service: 'openim_robot_http_svc',
  name: 'get_all_robots',
  order: ['ActionStatus', 'ErrorInfo', 'ErrorCode'],
  bodyOptional: true,
  prepare: ({ app }) => ({ run: () => ({ Robot_Account: [...app.bots] }) }),
}
