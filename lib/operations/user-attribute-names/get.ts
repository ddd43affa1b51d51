import type * as shapes from '../../../schemas/user-attribute-names/get.ts'
import type { Members } from '../../json.ts'
import { type Answered, defineOperation, type Unclear } from '../../operation.ts'
import { readTexts } from '../texts.ts'

function readNames({ AttrNames }: Members): Answered | Unclear {
  const names = readTexts('AttrNames', AttrNames)
  return typeof names === 'string' ? names : { answer: { names } }
}

export default defineOperation<typeof shapes>({
  name: 'user-attribute-names.get',
  summary: 'Reads the names of the attributes that users of the app may have, by slot',
  path: 'v4/all_member_push/im_get_attr_name',
  page: 'https://trtc.io/document/37168',
  effect: 'read',
  rate: 100,
  call: () => ({}),
  read: readNames,
})
