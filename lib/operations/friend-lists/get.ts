import type * as shapes from '../../../schemas/friend-lists/get.ts'
import type { Members } from '../../json.ts'
import { type Answered, type BodyOf, defineOperation, type Unclear } from '../../operation.ts'
import { readCount } from '../counts.ts'
import { readEntries, readValues } from '../entries.ts'
import { isName } from '../names.ts'
import { byAccount } from '../turns.ts'

/** One account that can't be read makes the list of them one: without it, it would pass for whole. */
const readNames = (value: unknown) => (Array.isArray(value) && value.every(isName) ? value : undefined)

function readList({ GroupName: name, FriendNumber, To_Account }: Members, withFriends: boolean): Members | Unclear {
  if (!isName(name)) return 'it names no list'
  const count = [FriendNumber, readCount] as const
  return { name, ...readValues(withFriends ? { count, friendIds: [To_Account ?? [], readNames] } : { count }) }
}

function readLists({ ResultItem }: Members, { withFriends = false }: BodyOf<typeof shapes>): Answered | Unclear {
  const lists = readEntries('ResultItem', ResultItem, (entry) => readList(entry, withFriends))
  return typeof lists === 'string' ? lists : { answer: { lists } }
}

export default defineOperation<typeof shapes>({
  name: 'friend-lists.get',
  summary: 'Reads friend lists, with their friends where wanted',
  path: 'v4/sns/group_get',
  page: 'https://trtc.io/document/40123',
  effect: 'read',
  turn: byAccount,
  call: ({ userId, lists, withFriends = false }) => ({
    From_Account: userId,
    NeedFriend: withFriends ? 'Need_Friend_Type_Yes' : 'Need_Friend_Type_No',
    GroupName: lists,
  }),
  read: readLists,
})
