import type * as shapes from '../../../schemas/profiles/set.ts'
import { defineOperation } from '../../operation.ts'
import { byAccount } from '../turns.ts'
import { profileItems } from './fields.ts'

export default defineOperation<typeof shapes>({
  name: 'profiles.set',
  summary: 'Sets fields of an account’s profile',
  path: 'v4/profile/portrait_set',
  page: 'https://trtc.io/document/34916',
  effect: 'write',
  turn: byAccount,
  fields: 'custom',
  call: ({ app: _, userId, ...profile }) => ({ From_Account: userId, ProfileItem: profileItems(profile) }),
})
