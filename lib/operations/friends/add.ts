import type * as shapes from '../../../schemas/friends/add.ts'
import { type BodyOf, defineOperation } from '../../operation.ts'
import { byAccount } from '../turns.ts'
import { verdicts } from '../verdicts.ts'
import { toAddSource } from './sources.ts'

type FriendToAdd = BodyOf<typeof shapes>['friends'][number]

export default defineOperation<typeof shapes, FriendToAdd>({
  name: 'friends.add',
  summary: 'Adds friends, or asks them where they want to be asked',
  path: 'v4/sns/friend_add',
  page: 'https://trtc.io/document/34902',
  effect: 'write',
  turn: byAccount,
  call: ({ userId, mutual = true, force = false }, { items }) => ({
    From_Account: userId,
    AddFriendItem: items,
    AddType: mutual ? 'Add_Type_Both' : 'Add_Type_Single',
    ForceAddFlags: force ? 1 : 0,
  }),
  items: {
    member: 'friends',
    id: ({ userId }) => userId,
    toUpstream: ({ userId, source, remark, list, wording }) => ({
      To_Account: userId,
      AddSource: toAddSource(source),
      Remark: remark,
      GroupName: list,
      AddWording: wording,
    }),
    as: 'userId',
    told: verdicts('ResultItem'),
    limit: 1000,
    merge: 'distinct',
    mayPend: true,
  },
  infoMeans: [
    ['_Friend_Exist', 'ALREADY_FRIEND'],
    ['_Already_Exist', 'ALREADY_FRIEND'],
  ],
  done: ['ALREADY_FRIEND'],
  takesRepeated: true,
})
