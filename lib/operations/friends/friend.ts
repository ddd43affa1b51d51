import { RoundedNumber } from '../../errors/rounded-number.ts'
import type { Members } from '../../json.ts'
import type { Unclear } from '../../operation.ts'
import { isName } from '../names.ts'
import { type Field, readTags } from '../tags.ts'
import { fromUnixTime } from '../times.ts'
import { fromAddSource } from './sources.ts'

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
const texts = (value: unknown) =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined
const source = (value: unknown) => (typeof value === 'string' ? fromAddSource(value) : undefined)

/** Chat's tags, and our members. */
const members: ReadonlyMap<string, Field> = new Map([
  ['Tag_SNS_IM_Remark', { path: ['remark'], read: text }],
  ['Tag_SNS_IM_RemarkTime', { path: ['remarkedAt'], read: fromUnixTime }],
  ['Tag_SNS_IM_Group', { path: ['lists'], read: texts }],
  ['Tag_SNS_IM_AddSource', { path: ['source'], read: source }],
  ['Tag_SNS_IM_AddWording', { path: ['wording'], read: text }],
  ['Tag_SNS_IM_AddTime', { path: ['addedAt'], read: fromUnixTime }],
])
const tagOf: ReadonlyMap<string, string> = new Map([...members].map(([tag, { path }]) => [path.join('.'), tag]))

/** What may stand in a friend, for one of whom nothing can be read. */
const everything: readonly string[] = [...tagOf.keys(), 'custom', 'profile']

/** Tag families with names of the app's own, and where their values stand in a friend. The longer prefix comes first. */
const families = [
  ['Tag_SNS_Custom_', ['custom']],
  ['Tag_Profile_Custom_', ['profile', 'custom']],
  ['Tag_Profile_IM_', ['profile']],
] as const

/** The tag that asks for a field of ours, such as `remark`, `custom.Test`, `profile.Nick` or `profile.custom.Role`. */
export function tagOfField(field: string): string {
  const [prefix] = families.find(([, path]) => field.startsWith(`${path.join('.')}.`)) ?? ['']
  return tagOf.get(field) ?? `${prefix}${field.slice(field.lastIndexOf('.') + 1)}`
}

/** What a tag says of a friend; undefined for one that nobody knows. */
function fieldOf(tag: string): Field | undefined {
  const known = members.get(tag)
  if (known) return known
  const [prefix, path] = families.find(([start]) => tag.startsWith(start)) ?? []
  if (!prefix) return undefined
  const field = [...path, tag.slice(prefix.length)]
  return { path: field, read: field.join('.') === PLACE_OF_CUSTOM ? () => undefined : plain }
}

/** A field of this name would stand where the custom fields of a profile do. */
const PLACE_OF_CUSTOM = 'profile.custom'

/**
 * A friend in our words. Tags nobody knows are left out, and `null` is no value; a value that can't be read, or of a tag that stands
 * twice, is left out as well and named in `unreadable`, by the name that `fields` has for it: one odd value must not hide a friend.
 * @throws RoundedNumber
 */
export function readFriend(userId: unknown, tags: unknown): Members | Unclear {
  if (!isName(userId)) return 'it names no account'
  const list: unknown = tags ?? []
  if (!Array.isArray(list)) return { userId, unreadable: everything }
  return { userId, ...readTags(list, fieldOf) }
}

const MOST_LEVELS = 20

/**
 * Fields that apps name themselves hold texts and numbers; whatever else comes is passed on, unless writing it would break us.
 * Integers that a number can't hold are told as a text of digits.
 */
function plain(value: unknown, levels = MOST_LEVELS): unknown {
  if (typeof value === 'number') return exact(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (levels === 0) return undefined
  const inner = Object.entries(value).map(([name, one]): [string, unknown] => [name, plain(one, levels - 1)])
  if (inner.some(([, one]) => one === undefined)) return undefined
  return Array.isArray(value) ? inner.map(([, one]) => one) : Object.fromEntries(inner)
}

/** The exact reply has no such numbers, and NaN for those that are no integers it could tell. */
function exact(value: number): number | undefined {
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new RoundedNumber()
  return Number.isNaN(value) ? undefined : value
}
