import type * as shapes from '../../../schemas/friends/list.ts'
import type { Members } from '../../json.ts'
import { type Answered, defineOperation, type Unclear } from '../../operation.ts'
import { readCount } from '../counts.ts'
import { readEntries, readValues } from '../entries.ts'
import { byAccount } from '../turns.ts'
import { readFriend } from './friend.ts'

/** A page ends the list by CompleteFlag. */
function readPage(reply: Members): Answered | Unclear {
  const { UserDataItem, FriendNum, CompleteFlag, NextStartIndex } = reply
  const friends = readEntries('UserDataItem', UserDataItem, ({ To_Account, ValueItem }) =>
    readFriend(To_Account, ValueItem),
  )
  if (typeof friends === 'string') return friends
  const isLast = typeof CompleteFlag === 'number' && CompleteFlag !== 0
  if (!isLast && !Number.isSafeInteger(NextStartIndex))
    return 'CompleteFlag does not end the list, and NextStartIndex is no integer'
  const answer = { friends, ...readValues({ total: [FriendNum ?? 0, readCount] }) }
  return { answer, next: isLast ? undefined : Number(NextStartIndex) }
}

export default defineOperation<typeof shapes>({
  name: 'friends.list',
  summary: 'Lists all friends of an account, page by page',
  path: 'v4/sns/friend_get',
  page: 'https://trtc.io/document/34908',
  effect: 'read',
  turn: byAccount,
  // A sequence equal to the account's own would suppress the data.
  call: ({ userId }, { from = 0 }) => ({
    From_Account: userId,
    StartIndex: from,
    StandardSequence: 0,
    CustomSequence: 0,
  }),
  read: readPage,
})
