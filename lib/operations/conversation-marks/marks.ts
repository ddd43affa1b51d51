import type { Members } from '../../json.ts'
import { readValues } from '../entries.ts'
import { isName } from '../names.ts'
import { fromUnixTime, noneIfZero } from '../times.ts'

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** The names of conversation groups by their numbers; what names none is passed over. */
export function groupNamesIn(groups: unknown): ReadonlyMap<unknown, string> {
  const list: readonly unknown[] = Array.isArray(groups) ? groups : []
  return new Map(
    list.flatMap((group) => {
      const { GroupName, GroupId } = Object(group) as Members
      return isName(GroupName) ? [[GroupId, GroupName] as const] : []
    }),
  )
}

/** One group that has no name makes the list of them unreadable: without it, it would pass for whole. */
function readGroups(ids: unknown, names: ReadonlyMap<unknown, string>) {
  if (!Array.isArray(ids)) return undefined
  const groups = ids.map((id) => names.get(id))
  return groups.includes(undefined) ? undefined : groups
}

/** What an entry says of a conversation, the names of its groups standing elsewhere in the reply. */
export const readMarks = (
  { StandardMark, CustomMark, ContactGroupId, Timestamp }: Members,
  names: ReadonlyMap<unknown, string>,
): Members => ({
  marks: readValues({
    bits: [StandardMark, text],
    custom: [CustomMark, text],
    groups: [ContactGroupId ?? [], (ids) => readGroups(ids, names)],
    changedAt: [noneIfZero(Timestamp), fromUnixTime],
  }),
})
