import { type AddFriends, body, type FriendToAdd } from '../../../schemas/friends/add.ts'
import { defineOperation } from '../../operation.ts'
import { toAddSource } from './sources.ts'

export default defineOperation<AddFriends, FriendToAdd>({
  name: 'friends.add',
  summary: 'Adds friends, or asks them where they want to be asked',
  path: 'v4/sns/friend_add',
  page: 'https://trtc.io/document/34902',
  schema: body,
  effect: 'write',
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
    results: 'ResultItem',
    limit: 1000,
    mayPend: true,
  },
  infoMeans: [
    ['_Friend_Exist', 'ALREADY_FRIEND'],
    ['_Already_Exist', 'ALREADY_FRIEND'],
  ],
  alreadyDone: 'ALREADY_FRIEND',
})
