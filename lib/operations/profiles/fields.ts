import type * as shapes from '../../../schemas/profiles/set.ts'
import type { Members } from '../../json.ts'
import type { BodyOf, Unclear } from '../../operation.ts'
import { type Field, readTags } from '../tags.ts'
import { readUint32 } from '../uint32.ts'

export type Profile = Omit<BodyOf<typeof shapes>, 'app' | 'userId'>
type Standard = Omit<Profile, 'custom'>

const STANDARD = 'Tag_Profile_IM_'
const CUSTOM = 'Tag_Profile_Custom_'

/** What Chat calls a value of ours, and ours one of Chat's: undefined for what can't be read. */
interface Form {
  readonly write: (value: unknown) => unknown
  readonly read: (value: unknown) => unknown
}

const readText = (value: unknown) => (typeof value === 'string' ? value : undefined)
const asItIs = (value: unknown) => value
const text: Form = { write: asItIs, read: readText }
const number: Form = { write: asItIs, read: readUint32 }

/** A keyword that we don't know is answered as it came. */
function keyword(words: readonly (readonly [ours: string | boolean, theirs: string])[]): Form {
  const theirs = new Map(words)
  const ours = new Map<unknown, unknown>(words.map(([our, their]) => [their, our]))
  return { write: (value) => theirs.get(value as string), read: (value) => ours.get(value) ?? readText(value) }
}

/** Each field by our name, in the order in which they go up: the end of Chat's tag, and the form of its value. */
const fields: Readonly<Record<keyof Standard, readonly [tag: string, form: Form]>> = {
  nick: ['Nick', text],
  signature: ['SelfSignature', text],
  avatarUrl: ['Image', text],
  location: ['Location', text],
  birthday: ['BirthDay', number],
  language: ['Language', number],
  level: ['Level', number],
  role: ['Role', number],
  messageSettings: ['MsgSettings', number],
  gender: [
    'Gender',
    keyword([
      ['unknown', 'Gender_Type_Unknown'],
      ['female', 'Gender_Type_Female'],
      ['male', 'Gender_Type_Male'],
    ]),
  ],
  friendRequests: [
    'AllowType',
    keyword([
      ['confirm', 'AllowType_Type_NeedConfirm'],
      ['accept', 'AllowType_Type_AllowAny'],
      ['deny', 'AllowType_Type_DenyAny'],
    ]),
  ],
  mayAddFriends: [
    'AdminForbidType',
    keyword([
      [true, 'AdminForbid_Type_None'],
      [false, 'AdminForbid_Type_SendOut'],
    ]),
  ],
}

/** The names of all fields but those of the app's own naming. */
export const standardNames = Object.keys(fields) as readonly (keyof Standard)[]

const fieldOfTag: ReadonlyMap<string, Field> = new Map(
  Object.entries(fields).map(([name, [tag, { read }]]) => [`${STANDARD}${tag}`, { path: [name], read }]),
)

/** Chat's form of the fields that are given: in the order above, those of the app's own naming last and in the caller's order. */
export const profileItems = ({ custom = {}, ...given }: Profile) => [
  ...standardNames
    .filter((name) => given[name] !== undefined)
    .map((name) => ({ Tag: tagOfField(name), Value: fields[name][1].write(given[name]) })),
  ...Object.entries(custom).map(([name, Value]) => ({ Tag: `${CUSTOM}${name}`, Value })),
]

/** The tag that asks for a field, such as `nick` or `custom.Team`. */
export function tagOfField(field: string): string {
  const [, own] = field.split('.')
  return own === undefined ? `${STANDARD}${fields[field as keyof Standard][0]}` : `${CUSTOM}${own}`
}

/** What a tag says of a profile; undefined for one that nobody knows. */
function fieldOf(tag: string): Field | undefined {
  const name = tag.startsWith(CUSTOM) ? tag.slice(CUSTOM.length) : ''
  return name === '' ? fieldOfTag.get(tag) : { path: ['custom', name], read: readText }
}

/** A profile in our words, without the fields that are not set; those that can't be read are named in `unreadable`. */
export function readProfile(items: unknown): Members | Unclear {
  const list: unknown = items ?? []
  return Array.isArray(list) ? readTags(list, fieldOf) : 'ProfileItem is no list'
}
