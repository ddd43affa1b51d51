import type * as shapes from '../../../schemas/bots/list.ts'
import type { Members } from '../../json.ts'
import { type Answered, defineOperation, type Unclear } from '../../operation.ts'
import { isName } from '../names.ts'

function readBots({ Robot_Account }: Members): Answered | Unclear {
  const userIds: unknown = Robot_Account ?? []
  if (!Array.isArray(userIds)) return 'Robot_Account is no list'
  const odd = userIds.findIndex((userId) => !isName(userId))
  return odd < 0 ? { answer: { userIds } } : `Robot_Account/${odd} names no account`
}

export default defineOperation<typeof shapes>({
  name: 'bots.list',
  summary: 'Lists the bots of an app',
  path: 'v4/openim_robot_http_svc/get_all_robots',
  page: 'https://trtc.io/document/55280',
  effect: 'read',
  call: () => ({}),
  read: readBots,
})
