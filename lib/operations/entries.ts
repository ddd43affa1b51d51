import type { Members } from '../json.ts'
import type { Unclear } from '../operation.ts'

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

/**
 * What an entry says beside its name, by our names for it. `null` is no value; one that can't be read (`undefined`) is left out and
 * named in `unreadable`: an odd value must not hide what stands beside it.
 */
export function readValues(
  values: Readonly<Record<string, readonly [value: unknown, read: (value: unknown) => unknown]>>,
) {
  const told: Record<string, unknown> = {}
  const unreadable: string[] = []
  for (const [name, [value, read]] of Object.entries(values)) {
    if (value === undefined || value === null) continue
    const one = read(value)
    if (one === undefined) unreadable.push(name)
    else told[name] = one
  }
  return unreadable.length === 0 ? told : { ...told, unreadable }
}
