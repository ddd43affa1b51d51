import type { ItemRules } from '../../operation.ts'

/** Items that are plain UserIDs as the pages of accounts write them, at most 100 a call. */
export const namedAccounts: ItemRules<unknown, string> = {
  member: 'userIds',
  id: (userId) => userId,
  as: 'userId',
  toUpstream: (userId) => ({ UserID: userId }),
  told: { form: 'own', list: 'ResultItem', id: 'UserID', code: 'ResultCode', info: 'ResultInfo' },
  limit: 100,
}
