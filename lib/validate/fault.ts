import type { Pointed } from '../errors/gateway-error.ts'
import { nearest } from '../nearest.ts'

const MOST_CHARACTERS = 200

/** A fault in words that name the cure. They are found only where somebody reads them: a body can have a million faults. */
export class Fault implements Pointed {
  readonly #pointer: string
  readonly #say: string | (() => string)
  readonly #key: string | undefined

  /** @param key the member of what stands at `pointer`, where that is at fault */
  constructor(pointer: string, say: string | (() => string), key?: string) {
    this.#pointer = pointer
    this.#say = say
    this.#key = key
  }

  get pointer(): string {
    return cut(this.#key === undefined ? this.#pointer : this.#pointer + step(this.#key))
  }

  get message(): string {
    return cut(typeof this.#say === 'string' ? this.#say : this.#say())
  }
}

const cut = (text: string): string => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text)

/** A step of a JSON Pointer (RFC 6901). */
export const step = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`

/** Names what would have been known here, the nearest first where it looks like a slip. */
export function unknownMember(key: string, known: readonly string[]): string {
  const near = nearest(key, known)
  return `is not a known member; ${near ? `did you mean "${near}"?` : `known are ${known.join(', ')}`}`
}

/** The same of a value, where only some are known. */
export function unknownValue(value: unknown, known: readonly unknown[]): string {
  const near = typeof value === 'string' && nearest(value, known.map(String))
  return near ? `is not a known value; did you mean "${near}"?` : `must be one of ${known.join(', ')}`
}
