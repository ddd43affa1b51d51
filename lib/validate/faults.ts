import { type FormatName, formats } from '../../schemas/formats.ts'
import { idOf, isUtcTime, passingFault, textFault } from '../../schemas/text.ts'
import type { Union } from '../../schemas/union.ts'
import type { Pointed } from '../errors/gateway-error.ts'
import type { Members } from '../json.ts'
import { nearest } from '../nearest.ts'
import { Fault, step, unknownMember, unknownValue } from './fault.ts'

/** What of JSON Schema, and of our own keywords, the schemas use: see schemas/fragments.ts and scripts/compile-schemas/keywords.ts. */
interface Schema {
  readonly type?: string | readonly string[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: false | Schema
  readonly propertyNames?: Schema
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly atLeastOneOf?: readonly string[]
  readonly changesOneOf?: readonly string[]
  readonly exactlyOneOf?: readonly string[]
  readonly unionBy?: Union
  readonly passedOn?: number
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueBy?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly bytes?: readonly [min: number, max: number]
  readonly intact?: boolean
  readonly format?: FormatName
  readonly utcTime?: boolean
  readonly latest?: string
}

/**
 * All faults of a value, each once, in time linear in its size. Where a value is of another type, or a list too long, what stands
 * inside is not looked at. The compiled validators only tell good from bad; a test holds the two to the same reading.
 */
export function* faultsIn(value: unknown, schema: object, pointer = ''): Generator<Pointed, void, undefined> {
  const { type, const: only, enum: known } = schema as Schema
  // The one word that will do is told to whoever wrote something of another type, too: most often `true`.
  if (only !== undefined && value !== only) yield new Fault(pointer, `must be ${JSON.stringify(only)}`)
  else if (type !== undefined && ![type].flat().some((name) => isOf[name]?.(value))) {
    yield new Fault(pointer, `must be ${[type].flat().map(article).join(' or ')}`)
  } else if (known && !known.includes(value)) yield new Fault(pointer, () => unknownValue(value, known))
  else if (Array.isArray(value)) yield* faultsInList(value, schema, pointer)
  else if (typeof value === 'object' && value !== null) yield* faultsInObject(value as Members, schema, pointer)
  else if (typeof value === 'number') yield* faultsInNumber(value, schema, pointer)
  else if (typeof value === 'string') {
    for (const fault of faultsOfText(value, schema)) yield new Fault(pointer, fault)
  }
}

const isOf: Readonly<Record<string, (value: unknown) => boolean>> = {
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: Number.isFinite,
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
  const seen = new Set<string | number>()
  for (const [index, entry] of list.entries()) {
    const place = `${pointer}/${index}`
    yield* faultsIn(entry, items, place)
    if (uniqueBy === undefined) continue
    const id = idOf(entry, uniqueBy)
    if (id === undefined) continue
    if (seen.has(id)) {
      const member = typeof uniqueBy === 'string' && uniqueBy !== '' ? uniqueBy : undefined
      yield new Fault(place, 'stands here for the second time', member)
    }
    seen.add(id)
  }
}

function* faultsInObject(object: Members, schema: Schema, pointer: string): Generator<Pointed> {
  if (schema.unionBy) yield* faultsInUnion(object, schema.unionBy, pointer)
  const { properties = {}, additionalProperties, minProperties = 0, maxProperties = Number.POSITIVE_INFINITY } = schema
  const keys = Object.keys(object)
  const strange = keys.filter((key) => !Object.hasOwn(properties, key))
  const unknown = new Set(additionalProperties === false ? strange : [])
  const isStrange = unknown.size > 0
  yield* faultsOfMissing(object, schema, unknown, pointer)
  for (const key of unknown) yield new Fault(pointer, () => unknownMember(key, Object.keys(properties)), key)
  if (keys.length < minProperties) yield new Fault(pointer, 'must not be empty')
  if (keys.length > maxProperties) yield new Fault(pointer, `must have at most ${maxProperties} members`)
  // A member that is not known is probably what was to be given.
  if (!isStrange) yield* faultsOfNone(object, schema, pointer)
  yield* faultsOfTogether(object, schema, pointer)
  for (const [key, member] of Object.entries(properties)) {
    if (Object.hasOwn(object, key)) yield* faultsIn(object[key], member, pointer + step(key))
  }
  if (schema.passedOn !== undefined) yield* faultsInPassedOn(object, schema.passedOn, pointer)
  else if (additionalProperties) yield* faultsOfNamed(object, strange, schema, pointer)
}

function* faultsInPassedOn(object: Members, levels: number, pointer: string): Generator<Pointed> {
  const fault = passingFault(object, levels)
  if (fault !== '') yield new Fault(pointer, fault)
}

/** Members whose names are the app's own. */
function* faultsOfNamed(
  object: Members,
  names: readonly string[],
  schema: Schema,
  pointer: string,
): Generator<Pointed> {
  const { additionalProperties, propertyNames = {} } = schema
  for (const key of names) {
    for (const fault of faultsOfText(key, propertyNames)) yield new Fault(pointer, `its name ${fault}`, key)
    if (additionalProperties) yield* faultsIn(object[key], additionalProperties, pointer + step(key))
  }
}

/** Where one of several members at least has to be given, and none is. */
function* faultsOfNone(object: Members, { atLeastOneOf, changesOneOf, exactlyOneOf }: Schema, pointer: string) {
  const isNone = (names?: readonly string[]): names is readonly string[] =>
    names?.every((name) => object[name] === undefined) === true
  if (isNone(changesOneOf)) {
    yield new Fault(pointer, `has nothing to change: give at least one of ${changesOneOf.join(', ')}`)
  }
  if (isNone(atLeastOneOf)) yield new Fault(pointer, `must have at least one of ${atLeastOneOf.join(', ')}`)
  if (isNone(exactlyOneOf)) yield new Fault(pointer, `must have exactly one of ${exactlyOneOf.join(', ')}`)
}

/** Where one of several members is to stand alone, and does not. */
function* faultsOfTogether(object: Members, { exactlyOneOf = [] }: Schema, pointer: string): Generator<Pointed> {
  const [first, ...more] = exactlyOneOf.filter((name) => object[name] !== undefined)
  const message = `must not stand beside ${first}; give exactly one of ${exactlyOneOf.join(', ')}`
  for (const name of more) yield new Fault(pointer, message, name)
}

/** An object's faults as one of the kind that its own word names; where that is no word that is known, just that. */
function* faultsInUnion(object: Members, { member, among, otherwise }: Union, pointer: string): Generator<Pointed> {
  const word = object[member]
  if (typeof word !== 'string') {
    yield* faultsOfMissing(object, { required: [member] }, new Set(Object.keys(object)), pointer)
    yield* faultsInObject(object, { properties: { [member]: { type: 'string' } } }, pointer)
    return
  }
  const known = among.map(({ properties }) => properties[member]?.const ?? '')
  const other: Schema | undefined = otherwise?.properties[member]
  const kind = among[known.indexOf(word)] ?? (other && faultsIn(word, other).next().done ? otherwise : undefined)
  if (kind) yield* faultsIn(object, kind, pointer)
  else yield new Fault(pointer, () => unknownKind(word, known, other?.format), member)
}

/** @param format of the words beside those known */
function unknownKind(word: string, known: readonly string[], format: FormatName | undefined): string {
  const others = format && !nearest(word, known) ? `, or ${formats[format].means}` : ''
  return unknownValue(word, known) + others
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
  only === undefined ? 'is required' : `is required: ${JSON.stringify(only)}, where that is what is meant`

function* faultsOfText(text: string, { bytes, intact, format, utcTime, latest }: Schema): Generator<string> {
  const fault = bytes ? textFault(text, ...bytes) : ''
  if (fault !== '') yield fault
  if (intact && text.includes('\ufffd')) {
    yield 'holds U+FFFD: a character of it was lost on its way; send it in UTF-8'
  }
  if (format && !formats[format].pattern.test(text)) yield `must be ${formats[format].means}`
  if (utcTime && !isUtcTime(text)) {
    yield 'must be a real date and time from 1970 on, written like 2023-11-14T22:13:20Z'
  } else if (latest !== undefined && text > latest) {
    yield `must be no later than ${latest}, beyond which Chat can't count; give an earlier time`
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
