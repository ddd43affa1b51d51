import { type GetFriendLists, getFriendLists } from '../../../schemas/friend-lists/get.ts'
import { type Answered, defineOperation, type Members, type Unclear } from '../../operation.ts'
import { readEntries } from '../entries.ts'
import { isName } from '../names.ts'

function readList({ GroupName: name, FriendNumber: count, To_Account }: Members, withFriends: boolean) {
  if (!isName(name)) return 'it names no list'
  if (!Number.isSafeInteger(count) || Number(count) < 0) return 'FriendNumber is no count'
  if (!withFriends) return { name, count }
  const friendIds = To_Account ?? []
  const isList = Array.isArray(friendIds) && friendIds.every(isName)
  return isList ? { name, count, friendIds } : 'To_Account is no list of accounts'
}

function readLists({ ResultItem }: Members, { withFriends = false }: GetFriendLists): Answered | Unclear {
  const lists = readEntries('ResultItem', ResultItem, (entry) => readList(entry, withFriends))
  return typeof lists === 'string' ? lists : { answer: { lists } }
}

export default defineOperation<GetFriendLists>({
  name: 'friend-lists.get',
  summary: 'Reads friend lists, with their friends where wanted',
  path: 'v4/sns/group_get',
  page: 'https://trtc.io/document/40123',
  schema: getFriendLists,
  effect: 'read',
  call: ({ userId, lists, withFriends = false }) => ({
    From_Account: userId,
    NeedFriend: withFriends ? 'Need_Friend_Type_Yes' : 'Need_Friend_Type_No',
    GroupName: lists,
  }),
  answer: readLists,
})
