import type { Limits } from '../limits.ts'
import type { Account, AllowType } from './account.ts'
import type { App, CustomFieldType } from './app.ts'

/** What an account says of itself, as pulls show it. https://trtc.io/document/33521 */

const STANDARD = 'Tag_Profile_IM_'
const CUSTOM = 'Tag_Profile_Custom_'

const allowTypeWords: Record<AllowType, string> = {
  accept: 'AllowType_Type_AllowAny',
  ask: 'AllowType_Type_NeedConfirm',
  deny: 'AllowType_Type_DenyAny',
}

/** What a field takes: a text of so many bytes, one of some words, or a number. */
export type FieldRule =
  | { kind: 'text'; bytes: keyof Limits }
  | { kind: 'word'; words: readonly string[] }
  | { kind: 'number' }

const longText: FieldRule = { kind: 'text', bytes: 'profileValueBytes' }
const number: FieldRule = { kind: 'number' }

/** The standard fields by the end of their tag. */
export const standardFields: Record<string, FieldRule> = {
  Nick: longText,
  Gender: { kind: 'word', words: ['Gender_Type_Unknown', 'Gender_Type_Female', 'Gender_Type_Male'] },
  BirthDay: number,
  Location: { kind: 'text', bytes: 'locationBytes' },
  SelfSignature: longText,
  AllowType: { kind: 'word', words: Object.values(allowTypeWords) },
  Language: number,
  Image: longText,
  MsgSettings: number,
  AdminForbidType: { kind: 'word', words: ['AdminForbid_Type_None', 'AdminForbid_Type_SendOut'] },
  Level: number,
  Role: number,
}

const customFields: Record<CustomFieldType, FieldRule> = { string: longText, integer: number }

/** The rule of the field that a tag names, standard or declared by the app; undefined for a tag that nobody knows. */
export function fieldRuleOf({ customProfileFields }: App, tag: string): FieldRule | undefined {
  if (tag.startsWith(STANDARD)) {
    const name = tag.slice(STANDARD.length)
    return Object.hasOwn(standardFields, name) ? standardFields[name] : undefined
  }
  const type = tag.startsWith(CUSTOM) ? customProfileFields.get(tag.slice(CUSTOM.length)) : undefined
  return type && customFields[type]
}

export function isStandard(tag: string): boolean {
  return tag.startsWith(STANDARD)
}

/** How a value misses its rule, or undefined where it keeps it. */
export function misfitOf(rule: FieldRule, value: unknown, limits: Limits): 'type' | 'length' | 'value' | undefined {
  if (typeof value !== (rule.kind === 'number' ? 'number' : 'string')) return 'type'
  if (rule.kind === 'text') return Buffer.byteLength(value as string) > limits[rule.bytes] ? 'length' : undefined
  const good =
    rule.kind === 'word'
      ? rule.words.includes(value as string)
      : Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32
  return good ? undefined : 'value'
}

/** Writes one field, whose value must keep the field's rule. What an account allows is a field like any other. */
export function setField(account: Account, tag: string, value: string | number): void {
  const allowType = Object.entries(allowTypeWords).find(([, word]) => word === value)?.[0] as AllowType | undefined
  if (tag === `${STANDARD}AllowType` && allowType) account.allowType = allowType
  else account.profile.set(tag, value)
}

/** The fields of an account's profile, by tag. Nickname and AllowType are always there; other unset ones are left out. */
export function profileFieldsOf({ profile, allowType }: Account): Array<[string, string | number]> {
  return [['Tag_Profile_IM_Nick', ''], ['Tag_Profile_IM_AllowType', allowTypeWords[allowType]], ...profile]
}
