import type { Members } from '../json.ts'

/** Where the value of a tag stands in what is answered, and how it is read; undefined for what can't be. */
export interface Field {
  readonly path: readonly string[]
  readonly read: (value: unknown) => unknown
}

/**
 * What Chat tells by tags, in our words. Tags nobody knows are left out, and `null` is no value; a value that can't be read, or of a tag
 * that stands twice, is left out as well and named in `unreadable` by its path: one odd value must not hide what stands beside it.
 * @param tags objects of Tag and Value
 * @param fieldOf undefined for a tag that nobody knows
 */
export function readTags(tags: readonly unknown[], fieldOf: (tag: string) => Field | undefined): Members {
  const told = {}
  const unreadable: string[] = []
  for (const [tag, value] of valuesOf(tags)) {
    const field = fieldOf(tag)
    const read = field?.read(value)
    if (read !== undefined) place(told, field?.path ?? [], read)
    else if (field) unreadable.push(field.path.join('.'))
  }
  return unreadable.length === 0 ? told : { ...told, unreadable }
}

/** The values by their tags; undefined for those of a tag that stands twice. */
function valuesOf(tags: readonly unknown[]): Map<string, unknown> {
  const values = new Map<string, unknown>()
  for (const tag of tags) {
    const { Tag, Value } = Object(tag)
    if (typeof Tag !== 'string' || Value === undefined || Value === null) continue
    values.set(Tag, values.has(Tag) ? undefined : Value)
  }
  return values
}

/** Sets the value whatever the last name of its path is, `__proto__` included. */
function place(whole: object, path: readonly string[], value: unknown): void {
  const last = path.length - 1
  let inner: object = whole
  for (const [index, name] of path.entries()) {
    if (index === last) define(inner, name, value)
    else inner = enter(inner as Record<string, object>, name)
  }
}

/** The object under that name, made where there is none; no value of Chat's ever has such a place. */
function enter(object: Record<string, object>, name: string): object {
  const known = Object.hasOwn(object, name) ? object[name] : undefined
  if (known) return known
  const made = {}
  define(object, name, made)
  return made
}

function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
}
