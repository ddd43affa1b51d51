import { checkCommand } from './check.ts'

/** Who is whose friend, https://trtc.io/document/34907. */
export const friendCheck = checkCommand({
  name: 'friend_check',
  rows: 'InfoItem',
  prefix: 'CheckResult_Type_',
  none: 'CheckResult_Type_NoRelation',
  has: (one, userId) => one.friends.has(userId),
})
