import type { Account, AllowType } from './account.ts'

/** What an account says of itself, as pulls show it. https://trtc.io/document/33521 */

const allowTypeWords: Record<AllowType, string> = {
  accept: 'AllowType_Type_AllowAny',
  ask: 'AllowType_Type_NeedConfirm',
  deny: 'AllowType_Type_DenyAny',
}

/** The fields of an account's profile, by tag. Nickname and AllowType are always there; other unset ones are left out. */
export function profileFieldsOf({ profile, allowType }: Account): Array<[string, string | number]> {
  return [['Tag_Profile_IM_Nick', ''], ['Tag_Profile_IM_AllowType', allowTypeWords[allowType]], ...profile]
}
