import { body, type FriendUpdate, type UpdateFriends } from '../../../schemas/friends/update.ts'
import { defineOperation } from '../../operation.ts'
import { customItems, undeclaredIntegers } from './custom-fields.ts'

const snsItems = ({ remark, lists, custom = {} }: FriendUpdate) => [
  ...(remark === undefined ? [] : [{ Tag: 'Tag_SNS_IM_Remark', Value: remark }]),
  ...(lists === undefined ? [] : [{ Tag: 'Tag_SNS_IM_Group', Value: lists }]),
  ...customItems(custom),
]

export default defineOperation<UpdateFriends, FriendUpdate>({
  name: 'friends.update',
  summary: 'Sets remark, friend lists and custom fields of friends',
  path: 'v4/sns/friend_update',
  page: 'https://trtc.io/document/34904',
  schema: body,
  effect: 'write',
  call: ({ userId }, { items }) => ({ From_Account: userId, UpdateItem: items }),
  items: {
    member: 'friends',
    id: ({ userId }) => userId,
    toUpstream: (friend) => ({ To_Account: friend.userId, SnsItem: snsItems(friend) }),
    results: 'ResultItem',
    limit: 1000,
    fields: 'custom',
    sets: true,
  },
  check: ({ friends }, app) => undeclaredIntegers('friends', friends, app),
})
