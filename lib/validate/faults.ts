import { type FormatName, formats } from '../../schemas/formats.ts'
import { isUtcTime, textFault } from '../../schemas/text.ts'
import type { Pointed } from '../errors/gateway-error.ts'
import type { Members } from '../json.ts'
import { nearest } from '../nearest.ts'

/** What of JSON Schema, and of our own keywords, the schemas use: see schemas/fragments.ts and scripts/compile-schemas.ts. */
interface Schema {
  readonly type?: string | readonly string[]
  readonly const?: string
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: false | Schema
  readonly propertyNames?: { readonly format: FormatName }
  readonly minProperties?: number
  readonly changesOneOf?: readonly string[]
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueBy?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly bytes?: readonly [min: number, max: number]
  readonly intact?: boolean
  readonly format?: FormatName
  readonly utcTime?: boolean
}

const MOST_CHARACTERS = 200

/** A fault in words that name the cure. They are found only where somebody reads them: a body can have a million faults. */
class Fault implements Pointed {
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
const step = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`

/**
 * All faults of a value, each once, in time linear in its size. Where a value is of another type, or a list too long, what stands
 * inside is not looked at. The compiled validators only tell good from bad; a test holds the two to the same reading.
 */
export function* faultsIn(value: unknown, schema: object, pointer = ''): Generator<Pointed, void, undefined> {
  const { type } = schema as Schema
  if (type !== undefined && ![type].flat().some((name) => isOf[name]?.(value))) {
    yield new Fault(pointer, `must be ${[type].flat().map(article).join(' or ')}`)
  } else if (Array.isArray(value)) yield* faultsInList(value, schema, pointer)
  else if (typeof value === 'object' && value !== null) yield* faultsInObject(value as Members, schema, pointer)
  else if (typeof value === 'string') yield* faultsInText(value, schema, pointer)
  else if (typeof value === 'number') yield* faultsInNumber(value, schema, pointer)
}

const isOf: Readonly<Record<string, (value: unknown) => boolean>> = {
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
}

const article = (type: string): string => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`)

function* faultsInList(list: readonly unknown[], schema: Schema, pointer: string): Generator<Pointed> {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, uniqueBy, items } = schema
  const entries = minItems === 1 ? 'entry' : 'entries'
  if (list.length < minItems) yield new Fault(pointer, `must have at least ${minItems} ${entries}`)
  if (list.length > maxItems) {
    yield new Fault(pointer, `must have at most ${maxItems} entries; split it into several requests`)
    return
  }
  if (!items) return
  const seen = new Set<string>()
  for (const [index, entry] of list.entries()) {
    const place = `${pointer}/${index}`
    yield* faultsIn(entry, items, place)
    if (uniqueBy === undefined) continue
    const id: unknown = uniqueBy === '' ? entry : Object(entry)[uniqueBy]
    if (typeof id !== 'string') continue
    if (seen.has(id))
      yield new Fault(uniqueBy === '' ? place : place + step(uniqueBy), 'stands here for the second time')
    seen.add(id)
  }
}

function* faultsInObject(object: Members, schema: Schema, pointer: string): Generator<Pointed> {
  const { properties = {}, additionalProperties, propertyNames, minProperties = 0, changesOneOf } = schema
  const strange = Object.keys(object).filter((key) => !Object.hasOwn(properties, key))
  const unknown = new Set(additionalProperties === false ? strange : [])
  yield* faultsOfMissing(object, schema, unknown, pointer)
  for (const key of unknown) yield new Fault(pointer, () => unknownKey(key, Object.keys(properties)), key)
  if (Object.keys(object).length < minProperties) yield new Fault(pointer, 'must not be empty; leave it out instead')
  // A member that is not known is probably what was to be changed.
  if (changesOneOf && strange.length === 0 && !changesOneOf.some((key) => object[key] !== undefined)) {
    yield new Fault(pointer, `has nothing to change: give at least one of ${changesOneOf.join(', ')}`)
  }
  for (const [key, member] of Object.entries(properties)) {
    if (Object.hasOwn(object, key)) yield* faultsIn(object[key], member, pointer + step(key))
  }
  if (!additionalProperties) return
  for (const key of strange) {
    const name = propertyNames && formats[propertyNames.format]
    if (name && !name.pattern.test(key)) yield new Fault(pointer, `its name must be ${name.means}`, key)
    yield* faultsIn(object[key], additionalProperties, pointer + step(key))
  }
}

/** A member that is missing is often there, misspelt: then it is told of as that alone. */
function* faultsOfMissing(object: Members, schema: Schema, unknown: Set<string>, pointer: string): Generator<Pointed> {
  for (const name of schema.required ?? []) {
    if (Object.hasOwn(object, name)) continue
    const slip = [...unknown].find((key) => nearest(key, [name]) || key.toLowerCase() === name.toLowerCase())
    if (slip === undefined) yield new Fault(pointer, required(schema.properties?.[name]), name)
    else {
      unknown.delete(slip)
      yield new Fault(pointer, `is not a known member; did you mean "${name}"?`, slip)
    }
  }
}

/** Where only one word will do, it is told. */
const required = ({ const: only }: Schema = {}): string =>
  only === undefined ? 'is required' : `is required: "${only}", where that is what is meant`

/** Names what would have been known here, the nearest first where it looks like a slip. */
function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known)
  return `is not a known member; ${near ? `did you mean "${near}"?` : `known are ${known.join(', ')}`}`
}

function* faultsInText(text: string, schema: Schema, pointer: string): Generator<Pointed> {
  const { const: only, bytes, intact, format, utcTime } = schema
  if (only !== undefined && text !== only) yield new Fault(pointer, `must be "${only}"`)
  const fault = bytes ? textFault(text, ...bytes) : ''
  if (fault !== '') yield new Fault(pointer, fault)
  if (intact && text.includes('\ufffd')) {
    yield new Fault(pointer, 'holds U+FFFD: a character of it was lost on its way; send it in UTF-8')
  }
  if (format && !formats[format].pattern.test(text)) yield new Fault(pointer, `must be ${formats[format].means}`)
  if (utcTime && !isUtcTime(text)) {
    yield new Fault(pointer, 'must be a real date and time from 1970 on, written like 2023-11-14T22:13:20Z')
  }
}

const UNSAFE = 'must be a safe integer (2^53 - 1 at most either way)'

function* faultsInNumber(value: number, { minimum, maximum }: Schema, pointer: string): Generator<Pointed> {
  if (minimum !== undefined && value < minimum) {
    yield new Fault(pointer, minimum === Number.MIN_SAFE_INTEGER ? UNSAFE : `must be at least ${minimum}`)
  }
  if (maximum !== undefined && value > maximum) {
    yield new Fault(pointer, maximum === Number.MAX_SAFE_INTEGER ? UNSAFE : `must be at most ${maximum}`)
  }
}
