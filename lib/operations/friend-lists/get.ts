import { type GetFriendLists, getFriendLists } from '../../../schemas/friend-lists/get.ts'
import { type Answered, defineOperation, type Members } from '../../operation.ts'
import { isName } from '../names.ts'

function readList({ GroupName: name, FriendNumber: count, To_Account }: Members, withFriends: boolean) {
  const friendIds = To_Account ?? []
  if (!isName(name) || !Number.isSafeInteger(count) || Number(count) < 0) return undefined
  if (!withFriends) return { name, count }
  const isList = Array.isArray(friendIds) && friendIds.every(isName)
  return isList ? { name, count, friendIds } : undefined
}

function readLists({ ResultItem }: Members, { withFriends = false }: GetFriendLists): Answered | undefined {
  const entries = ResultItem ?? []
  if (!Array.isArray(entries)) return undefined
  const lists = entries.map((entry) => readList(Object(entry), withFriends))
  return lists.includes(undefined) ? undefined : { answer: { lists } }
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
