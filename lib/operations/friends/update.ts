import type * as shapes from '../../../schemas/friends/update.ts'
import { type BodyOf, defineOperation } from '../../operation.ts'
import { byAccount } from '../turns.ts'
import { verdicts } from '../verdicts.ts'
import { customItems, undeclaredIntegers } from './custom-fields.ts'

type FriendUpdate = BodyOf<typeof shapes>['friends'][number]

const snsItems = ({ remark, lists, custom = {} }: FriendUpdate) => [
  ...(remark === undefined ? [] : [{ Tag: 'Tag_SNS_IM_Remark', Value: remark }]),
  ...(lists === undefined ? [] : [{ Tag: 'Tag_SNS_IM_Group', Value: lists }]),
  ...customItems(custom),
]

export default defineOperation<typeof shapes, FriendUpdate>({
  name: 'friends.update',
  summary: 'Sets remark, friend lists and custom fields of friends',
  path: 'v4/sns/friend_update',
  page: 'https://trtc.io/document/34904',
  effect: 'write',
  turn: byAccount,
  call: ({ userId }, { items }) => ({ From_Account: userId, UpdateItem: items }),
  items: {
    member: 'friends',
    id: ({ userId }) => userId,
    toUpstream: (friend) => ({ To_Account: friend.userId, SnsItem: snsItems(friend) }),
    as: 'userId',
    told: verdicts('ResultItem'),
    limit: 1000,
    fields: 'custom',
    merge: 'sets',
  },
  check: ({ friends }, app) => undeclaredIntegers('friends', friends, app),
})
