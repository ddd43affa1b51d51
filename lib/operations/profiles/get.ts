import type * as shapes from '../../../schemas/profiles/get.ts'
import type { Members } from '../../json.ts'
import { defineOperation, type Unclear } from '../../operation.ts'
import { userIdItems } from '../user-ids.ts'
import { readProfile, standardNames, tagOfField } from './fields.ts'

const usual = standardNames.filter((name) => name !== 'messageSettings')

function readEntry({ ProfileItem }: Members): Members | Unclear {
  const profile = readProfile(ProfileItem)
  return typeof profile === 'string' ? profile : { profile }
}

export default defineOperation<typeof shapes, string>({
  name: 'profiles.get',
  summary: 'Reads chosen fields of the profiles of accounts',
  path: 'v4/profile/portrait_get',
  page: 'https://trtc.io/document/34917',
  effect: 'read',
  call: ({ fields = usual }, { items }) => ({
    To_Account: items,
    TagList: [...new Set<string>(fields)].map(tagOfField),
  }),
  items: { ...userIdItems('userIds', 'UserProfileItem'), limit: 100, read: readEntry, large: 'profile' },
})
