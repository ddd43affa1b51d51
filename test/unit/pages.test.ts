import { describe, expect, test } from 'vitest'
import { operations } from '../../lib/operations/index.ts'

const answerTo = (operation: string, reply: object) =>
  operations.get(operation)?.read?.(reply as Record<string, unknown>, { withFriends: true }, undefined)

describe('a page with an entry that names nobody can’t be understood, and says which', () => {
  test.each<readonly [operation: string, reply: object, why: string]>([
    [
      'friends.list',
      { UserDataItem: [{ To_Account: 'a' }, { To_Account: '' }], CompleteFlag: 1 },
      'UserDataItem/1: it names no account',
    ],
    [
      'blocklist.list',
      { BlackListItem: [{ To_Account: '', AddBlackTimeStamp: 1 }], StartIndex: 0 },
      'BlackListItem/0: it names no account',
    ],
    ['friend-lists.get', { ResultItem: [{ GroupName: '', FriendNumber: 0 }] }, 'ResultItem/0: it names no list'],
  ])('%s %j', (operation, reply, why) => expect(answerTo(operation, reply)).toBe(why))
})

describe('a page that is no page says why', () => {
  test.each<readonly [operation: string, reply: object, why: string]>([
    ['friends.list', { UserDataItem: 'x' }, 'UserDataItem is no list'],
    ['friends.list', {}, 'CompleteFlag does not end the list, and NextStartIndex is no integer'],
    ['blocklist.list', {}, 'StartIndex is no integer'],
  ])('%s %j', (operation, reply, why) => expect(answerTo(operation, reply)).toBe(why))
})
