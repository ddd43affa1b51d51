import { describe, expect, test } from 'vitest'
import { operations } from '../../lib/operations/index.ts'

const answerTo = (operation: string, reply: object, body: object = {}) =>
  operations.get(operation)?.answer?.(reply as Record<string, unknown>, body, 0)

describe('a page with an entry that names nobody can’t be understood', () => {
  test.each([
    ['friends.list', { UserDataItem: [{ To_Account: '' }], CompleteFlag: 1 }, {}],
    ['blocklist.list', { BlackListItem: [{ To_Account: '', AddBlackTimeStamp: 1 }], StartIndex: 0 }, {}],
    ['friend-lists.get', { ResultItem: [{ GroupName: '', FriendNumber: 0 }] }, {}],
    ['friend-lists.get', { ResultItem: [{ GroupName: 'l', FriendNumber: -1 }] }, {}],
    [
      'friend-lists.get',
      { ResultItem: [{ GroupName: 'l', FriendNumber: 1, To_Account: [''] }] },
      { withFriends: true },
    ],
  ])('%s %j', (operation, reply, body) => expect(answerTo(operation, reply, body)).toBeUndefined())
})
