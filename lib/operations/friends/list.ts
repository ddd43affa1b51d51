import { type ListFriends, listFriends } from '../../../schemas/friends/list.ts'
import { type Answered, defineOperation, type Members } from '../../operation.ts'
import { readFriend } from './friend.ts'

/** A page ends the list by CompleteFlag; one that neither ends nor moves on would be read for ever. */
function readPage(reply: Members, _: ListFriends, position: number): Answered | undefined {
  const { UserDataItem, FriendNum, CompleteFlag, NextStartIndex } = reply
  const entries = UserDataItem ?? []
  const total = FriendNum ?? 0
  if (!Array.isArray(entries) || !Number.isSafeInteger(total)) return undefined
  const friends = entries.map((entry) => readFriend(entry?.To_Account, entry?.ValueItem ?? []))
  const isLast = typeof CompleteFlag === 'number' && CompleteFlag !== 0
  const movesOn = Number.isSafeInteger(NextStartIndex) && Number(NextStartIndex) > position
  if (friends.includes(undefined) || !(isLast || movesOn)) return undefined
  return { answer: { friends, total }, next: isLast ? undefined : Number(NextStartIndex) }
}

export default defineOperation<ListFriends>({
  name: 'friends.list',
  summary: 'Lists all friends of an account, page by page',
  path: 'v4/sns/friend_get',
  page: 'https://trtc.io/document/34908',
  schema: listFriends,
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
