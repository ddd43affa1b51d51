import type { Members } from '../../operation.ts'
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

/** A friend in our words. Tags nobody knows are left out; undefined where the list or a known value can't be read. */
export function readFriend(userId: unknown, tags: unknown): Members | undefined {
  if (typeof userId !== 'string' || !Array.isArray(tags)) return undefined
  const friend: Record<string, unknown> = { userId }
  for (const tag of tags) {
    const { Tag, Value } = Object(tag)
    const [name, read] = (typeof Tag === 'string' && members.get(Tag)) || []
    const value = read?.(Value)
    if (name && value === undefined) return undefined
    if (name) friend[name] = value
    else placeNamed(friend, String(Tag), Value)
  }
  return friend
}

function placeNamed(friend: Record<string, unknown>, tag: string, value: unknown): void {
  const [prefix = '', path = []] = families.find(([start]) => tag.startsWith(start)) ?? []
  let place = friend
  for (const step of path) {
    place[step] ??= {}
    place = place[step] as Record<string, unknown>
  }
  if (path.length > 0) place[tag.slice(prefix.length)] = value
}
