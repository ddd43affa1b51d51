import { isDeepStrictEqual } from 'node:util'

export type Json = Readonly<Record<string, unknown>>

/** The parts of the document that others refer to, by kind and name. */
export class Components {
  readonly #kinds = new Map<string, Map<string, Json>>()

  /**
   * Keeps a part and answers the reference to it. The same part may be put again; another one of its name is a fault of the printer.
   * @param kind `schemas`, `responses`, `headers` …
   */
  put(kind: string, name: string, part: Json): Json {
    const parts = this.#kinds.get(kind) ?? new Map<string, Json>()
    const before = parts.get(name)
    if (before && !isDeepStrictEqual(before, part)) throw new Error(`two ${kind} are called ${name}`)
    this.#kinds.set(kind, parts.set(name, part))
    return { $ref: `#/components/${kind}/${name}` }
  }

  schema(name: string, part: Json): Json {
    return this.put('schemas', name, part)
  }

  /** All of them, names in order, so that the text does not depend on who came first. */
  printed(): Json {
    const sorted = [...this.#kinds].toSorted(([a], [b]) => a.localeCompare(b, 'en'))
    return Object.fromEntries(sorted.map(([kind, parts]) => [kind, byName(parts)]))
  }
}

const byName = (parts: ReadonlyMap<string, Json>): Json =>
  Object.fromEntries([...parts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
