import { checkCommand } from './check.ts'

/** Who has blocked whom, https://trtc.io/document/34913. */
export const blackListCheck = checkCommand({
  name: 'black_list_check',
  rows: 'BlackListCheckItem',
  prefix: 'BlackCheckResult_Type_',
  none: 'BlackCheckResult_Type_NO',
  has: (one, userId) => one.blocked.has(userId),
})
