import { body, type ListFriends } from '../../../schemas/friends/list.ts'
import { type Answered, defineOperation, type Members, type Unclear } from '../../operation.ts'
import { readCount } from '../counts.ts'
import { readEntries, readValues } from '../entries.ts'
import { readFriend } from './friend.ts'

/** A page ends the list by CompleteFlag; one that neither ends nor moves on would be read for ever. */
function readPage(reply: Members, _: ListFriends, position: number): Answered | Unclear {
  const { UserDataItem, FriendNum, CompleteFlag, NextStartIndex } = reply
  const friends = readEntries('UserDataItem', UserDataItem, ({ To_Account, ValueItem }) =>
    readFriend(To_Account, ValueItem),
  )
  if (typeof friends === 'string') return friends
  const isLast = typeof CompleteFlag === 'number' && CompleteFlag !== 0
  const movesOn = Number.isSafeInteger(NextStartIndex) && Number(NextStartIndex) > position
  if (!isLast && !movesOn) return 'CompleteFlag does not end the list, and NextStartIndex does not move on'
  const answer = { friends, ...readValues({ total: [FriendNum ?? 0, readCount] }) }
  return { answer, next: isLast ? undefined : Number(NextStartIndex) }
}

export default defineOperation<ListFriends>({
  name: 'friends.list',
  summary: 'Lists all friends of an account, page by page',
  path: 'v4/sns/friend_get',
  page: 'https://trtc.io/document/34908',
  schema: body,
  effect: 'read',
  // A sequence equal to the account's own would suppress the data.
  call: ({ userId }, { position }) => ({
    From_Account: userId,
    StartIndex: position,
    StandardSequence: 0,
    CustomSequence: 0,
  }),
  answer: readPage,
})
