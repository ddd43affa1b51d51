import { body, type FriendToImport, type ImportFriends } from '../../../schemas/friends/import.ts'
import { defineOperation } from '../../operation.ts'
import { toUnixSeconds } from '../times.ts'
import { customItems, undeclaredIntegers } from './custom-fields.ts'
import { toAddSource } from './sources.ts'

export default defineOperation<ImportFriends, FriendToImport>({
  name: 'friends.import',
  summary: 'Brings existing friendships in, one way, without asking anybody',
  path: 'v4/sns/friend_import',
  page: 'https://trtc.io/document/34903',
  schema: body,
  effect: 'write',
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
    results: 'ResultItem',
    limit: 1000,
    fields: 'custom',
  },
  infoMeans: [
    ['_Friend_Exist', 'ALREADY_FRIEND'],
    ['_Already_Exist', 'ALREADY_FRIEND'],
  ],
  alreadyDone: 'ALREADY_FRIEND',
  check: ({ friends }, app) => undeclaredIntegers('friends', friends, app),
})
