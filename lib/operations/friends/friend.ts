import type { Members } from '../../operation.ts'
import { isName } from '../names.ts'
import { fromUnixSeconds } from '../times.ts'
import { fromAddSource } from './sources.ts'

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
const texts = (value: unknown) =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined

/** Chat's tags, our members, and how a value is read; one that can't be read makes the whole friend unreadable. */
const members: ReadonlyMap<string, readonly [name: string, read: (value: unknown) => unknown]> = new Map([
  ['Tag_SNS_IM_Remark', ['remark', text]],
  ['Tag_SNS_IM_Group', ['lists', texts]],
  ['Tag_SNS_IM_AddSource', ['source', (value) => (typeof value === 'string' ? fromAddSource(value) : undefined)]],
  ['Tag_SNS_IM_AddWording', ['wording', text]],
  ['Tag_SNS_IM_AddTime', ['addedAt', fromUnixSeconds]],
])
const tagOf: ReadonlyMap<string, string> = new Map([...members].map(([tag, [name]]) => [name, tag]))

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

/**
 * A friend in our words. Tags nobody knows are left out.
 * @returns undefined where the list or a value can't be read, or where two values claim one place
 */
export function readFriend(userId: unknown, tags: unknown): Members | undefined {
  if (!isName(userId) || !Array.isArray(tags)) return undefined
  const friend = { userId }
  return tags.every((tag) => placeValue(friend, tag)) ? friend : undefined
}

/** False where it can't be done. */
function placeValue(friend: object, tag: unknown): boolean {
  const { Tag, Value } = Object(tag)
  if (typeof Tag !== 'string') return true
  const [name = '', read] = members.get(Tag) ?? []
  const [prefix = '', path] = families.find(([start]) => Tag.startsWith(start)) ?? []
  if (read) return define(friend, name, read(Value))
  if (!path) return true
  const place = path.reduce<object | undefined>((inner, step) => inner && enter(inner, step), friend)
  return place !== undefined && define(place, Tag.slice(prefix.length), plain(Value))
}

/** Fields that apps name themselves hold texts and numbers; whatever else comes is passed on, unless writing it would break us. */
const plain = (value: unknown): unknown => (isShallow(value, MOST_LEVELS) ? value : undefined)

const MOST_LEVELS = 20

const isShallow = (value: unknown, levels: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1)))

/** The object under that name, made where there is none; undefined where something else has the place. */
function enter(object: object, name: string): object | undefined {
  if (!Object.hasOwn(object, name)) define(object, name, {})
  const inner: unknown = Object.entries(object).find(([key]) => key === name)?.[1]
  return typeof inner === 'object' && inner !== null ? inner : undefined
}

/** Sets a member whatever its name is, `__proto__` included; false for a value that can't be read, or a place that is taken. */
function define(object: object, name: string, value: unknown): boolean {
  if (value === undefined || Object.hasOwn(object, name)) return false
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
  return true
}
