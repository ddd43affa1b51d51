import type * as shapes from '../../../schemas/friends/import.ts'
import { type BodyOf, defineOperation } from '../../operation.ts'
import { toUnixSeconds } from '../times.ts'
import { byAccount } from '../turns.ts'
import { verdicts } from '../verdicts.ts'
import { customItems, undeclaredIntegers } from './custom-fields.ts'
import { toAddSource } from './sources.ts'

type FriendToImport = BodyOf<typeof shapes>['friends'][number]

export default defineOperation<typeof shapes, FriendToImport>({
  name: 'friends.import',
  summary: 'Brings existing friendships in, one way, without asking anybody',
  path: 'v4/sns/friend_import',
  page: 'https://trtc.io/document/34903',
  effect: 'write',
  turn: byAccount,
  call: ({ userId }, { items }) => ({ From_Account: userId, AddFriendItem: items }),
  items: {
    member: 'friends',
    id: ({ userId }) => userId,
    toUpstream: ({ userId, source, remark, remarkedAt, lists, wording, addedAt, custom }) => ({
      To_Account: userId,
      AddSource: toAddSource(source),
      Remark: remark,
      RemarkTime: toUnixSeconds(remarkedAt),
      GroupName: lists,
      AddWording: wording,
      AddTime: toUnixSeconds(addedAt),
      CustomItem: custom && customItems(custom),
    }),
    as: 'userId',
    told: verdicts('ResultItem'),
    limit: 1000,
    merge: 'distinct',
    fields: 'custom',
  },
  infoMeans: [
    ['_Friend_Exist', 'ALREADY_FRIEND'],
    ['_Already_Exist', 'ALREADY_FRIEND'],
  ],
  done: ['ALREADY_FRIEND'],
  check: ({ friends }, app) => undeclaredIntegers('friends', friends, app),
  takesRepeated: true,
})
