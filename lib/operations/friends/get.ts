import type * as shapes from '../../../schemas/friends/get.ts'
import type { Members } from '../../json.ts'
import { defineOperation, type Unclear } from '../../operation.ts'
import { byAccount } from '../turns.ts'
import { userIdItems } from '../user-ids.ts'
import { readFriend, tagOfField } from './friend.ts'

const usual = ['remark', 'lists', 'source', 'wording', 'addedAt']

function readEntry({ To_Account, SnsProfileItem }: Members): Members | Unclear {
  const friend = readFriend(To_Account, SnsProfileItem)
  return typeof friend === 'string' ? friend : { friend }
}

export default defineOperation<typeof shapes, string>({
  name: 'friends.get',
  summary: 'Reads chosen fields of chosen friends',
  path: 'v4/sns/friend_get_list',
  page: 'https://trtc.io/document/34910',
  effect: 'read',
  turn: byAccount,
  call: ({ userId, fields = usual }, { items }) => ({
    From_Account: userId,
    To_Account: items,
    TagList: [...new Set(fields)].map(tagOfField),
  }),
  // The page recommends 100: larger replies may be too big.
  items: { ...userIdItems('friendIds', 'InfoItem'), limit: 100, read: readEntry, large: 'friend' },
})
