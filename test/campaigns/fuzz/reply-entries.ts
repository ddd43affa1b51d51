import { at } from '../../support/gateway/rows.ts'
import { type Call, type Members, rowOf } from './replies.ts'

/** How a call's entries call the item and the code. */
export function namesIn(call: Call): { readonly id: string; readonly code: string } {
  const { told, idPath } = rowOf(call).items ?? {}
  return {
    id: idPath ?? 'To_Account',
    code: (told && 'code' in told && told.code) || 'ResultCode',
  }
}

/** The entries of a reply, as far as they are some: where its row has them, or in the first list there is. */
export function entriesOf(reply: Members, call: Call): unknown[] {
  const own = at(reply, rowOf(call).items?.told?.list ?? '')
  if (Array.isArray(own)) return own
  return (Object.values(reply).find(Array.isArray) as unknown[] | undefined) ?? []
}

export const placeIn = (entries: readonly unknown[], place: number): number => place % Math.max(1, entries.length)

export function entryAt(reply: Members, call: Call, place: number): Members {
  const entries = entriesOf(reply, call)
  return Object(entries[placeIn(entries, place)]) as Members
}

/** An object of these members, those inside others behind a dot. */
export const made = (members: Members): Members =>
  Object.entries(members).reduce<Members>((whole, [path, value]) => {
    putAt(whole, path, value)
    return whole
  }, {})

export function putAt(whole: Members, path: string, value: unknown): void {
  const [last = '', ...way] = path.split('.').toReversed()
  const inner = way.reduceRight<Members>((node, step) => {
    if (typeof node[step] !== 'object' || node[step] === null) node[step] = {}
    return node[step] as Members
  }, whole)
  inner[last] = value
}

/** Has one of those that are named as done, or found, stand among the failures as well. */
export function failToo(reply: Members, call: Call, place: number, code: number): void {
  const told = rowOf(call).items?.told
  if (told?.form !== 'names' || !told.fails) return
  const { list, id = '', code: codeMember = '' } = told.fails
  const failed = Array.isArray(reply[list]) ? reply[list] : []
  const named = at(entryAt(reply, call, place), namesIn(call).id)
  reply[list] = [...failed, { [id]: named, [codeMember]: code || 70107 }]
}
