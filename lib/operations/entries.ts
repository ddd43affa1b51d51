import type { Members, Unclear } from '../operation.ts'

/** Reads every entry of a list, `null` being an empty one; or says which of them can't be understood, and why. */
export function readEntries<T extends object>(
  name: string,
  entries: unknown,
  read: (entry: Members) => T | Unclear,
): readonly T[] | Unclear {
  const list: unknown = entries ?? []
  if (!Array.isArray(list)) return `${name} is no list`
  const all: T[] = []
  for (const [index, entry] of list.entries()) {
    const one = read(Object(entry))
    if (typeof one === 'string') return `${name}/${index}: ${one}`
    all.push(one)
  }
  return all
}
