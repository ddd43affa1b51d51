import { codes } from '../../lib/errors/codes.ts'
import { counts, friend, itemError, subject, upstream } from '../../schemas/answer-parts.ts'
import { answeredElement } from '../../schemas/answered-elements.ts'
import { anyElement } from '../../schemas/elements.ts'
import { type FormatName, formats } from '../../schemas/formats.ts'
import { custom, lasts } from '../../schemas/fragments.ts'
import { offlinePush } from '../../schemas/sends.ts'
import type { Union } from '../../schemas/union.ts'
import type { Components, Json } from './components.ts'
import type { Schema } from './takes.ts'
import { wordsOf } from './words.ts'

/** Parts that many schemas share, by the name that a client's types get. */
const shared: ReadonlyMap<object, string> = new Map<object, string>([
  [counts, 'Counts'],
  [friend, 'Friend'],
  [itemError, 'ItemError'],
  [subject, 'Subject'],
  [upstream, 'Upstream'],
  [anyElement, 'Element'],
  [answeredElement, 'AnsweredElement'],
  [custom, 'CustomFriendFields'],
  [lasts, 'MuteTime'],
  [offlinePush, 'OfflinePush'],
])

/** Of a part that stands under one name wherever it does: that name, whose words are the part's. */
const soleMember: Readonly<Record<string, string>> = { CustomFriendFields: 'custom' }

const CODE = '^[A-Z][A-Z0-9_]{2,62}$'
const TIME = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$'

/** Keywords that mean the same there and here. */
const plain = new Set(
  'type const enum required minProperties maxProperties minItems maxItems uniqueItems minLength minimum maximum pattern'.split(
    ' ',
  ),
)
/** Those that `rewritten` and `inside` see to. */
const ours = new Set(
  'bytes intact utcTime latest passedOn uniqueBy exactlyOneOf atLeastOneOf changesOneOf unionBy format description'.split(
    ' ',
  ),
)
const nesting = new Set('properties items oneOf anyOf additionalProperties propertyNames'.split(' '))

type Written = Schema & {
  readonly intact?: boolean
  readonly passedOn?: number
  readonly anyOf?: readonly Schema[]
  readonly [keyword: string]: unknown
}

/** Whose schemas are printed: a body is closed, an answer may gain members. */
export interface Manner {
  readonly components: Components
  readonly isOpen: boolean
}

/**
 * A schema of ours in the words of JSON Schema 2020-12. It refuses nothing that the gateway takes; what it can't say stands in
 * `description`, and as `x-` for machines.
 * @param member the name under which it stands
 * @throws Error where it has a keyword that nobody has translated
 */
export function jsonSchema(schema: object, manner: Manner, member?: string): Json {
  const name = shared.get(schema)
  if (name !== undefined) return manner.components.schema(name, translated(schema as Written, manner, soleMember[name]))
  return translated(schema as Written, manner, member)
}

function translated(schema: Written, manner: Manner, member?: string): Json {
  const strange = Object.keys(schema).find(
    (keyword) => !plain.has(keyword) && !ours.has(keyword) && !nesting.has(keyword),
  )
  if (strange !== undefined) throw new Error(`nobody has translated the keyword ${strange}`)
  const kept = Object.entries(schema).filter(([keyword]) => plain.has(keyword))
  const description = wordsOf(schema, member)
  return {
    ...(description !== undefined && { description }),
    ...Object.fromEntries(kept),
    ...(schema.pattern === TIME && { format: 'date-time' }),
    ...(schema.pattern === CODE && { 'x-extensible-enum': Object.keys(codes) }),
    ...rewritten(schema),
    ...inside(schema, manner),
  }
}

/** What stands inside: members, entries, forms. */
function inside(schema: Written, manner: Manner): Json {
  const { properties, items, oneOf, anyOf, additionalProperties, propertyNames, unionBy } = schema
  const print = (inner: object) => jsonSchema(inner, manner)
  const members = Object.entries(properties ?? {}).map(([name, inner]) => [name, jsonSchema(inner, manner, name)])
  const forms = unionBy ? kindsOf(unionBy) : oneOf
  return {
    ...(properties && { properties: Object.fromEntries(members) }),
    ...(items && { items: print(items) }),
    ...(forms && { oneOf: forms.map(print) }),
    ...(anyOf && { anyOf: anyOf.map(print) }),
    ...(propertyNames && { propertyNames: print(propertyNames) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: print(additionalProperties) }),
    ...(additionalProperties === false && !manner.isOpen && { additionalProperties }),
  }
}

/** The word is another in each kind, so that one fits at most. A discriminator could not tell of words that no kind names. */
const kindsOf = ({ among, otherwise }: Union): readonly object[] => [...among, ...(otherwise ? [otherwise] : [])]

/** Keywords of our own, as near as JSON Schema comes to them. */
function rewritten(schema: Written): Json {
  const { bytes, intact, utcTime, latest, passedOn, uniqueBy, format, exactlyOneOf, atLeastOneOf, changesOneOf } =
    schema
  return {
    ...(bytes && { minLength: Math.ceil(bytes[0] / 4), maxLength: bytes[1], 'x-bytes': bytes }),
    ...(intact && { pattern: '^[^\ufffd]*$' }),
    ...(utcTime && { format: 'date-time', pattern: TIME }),
    ...(latest !== undefined && { 'x-latest': latest }),
    ...(format !== undefined && { pattern: patternOf(format) }),
    ...(passedOn !== undefined && { 'x-levels': passedOn }),
    ...(uniqueBy === '' && { uniqueItems: true }),
    ...(uniqueBy !== undefined && uniqueBy !== '' && { 'x-unique-by': uniqueBy }),
    ...(exactlyOneOf && oneAlone(schema, exactlyOneOf)),
    ...(atLeastOneOf && oneMore(schema, atLeastOneOf, 'x-at-least-one-of')),
    ...(changesOneOf && oneMore(schema, changesOneOf, 'x-changes-one-of')),
  }
}

const requiredOf = ({ required = [] }: Written): number => required.length

/** Whether others than these and the required ones may stand as well. */
const isAmongOthers = ({ properties = {}, required = [] }: Written, names: readonly string[]): boolean =>
  Object.keys(properties).some((name) => !required.includes(name) && !names.includes(name))

/**
 * Where all members but the required ones are meant, their number says it; `anyOf` with `required` would spoil a client's types.
 * Where others may stand too, the number says less, a keyword of ours says it to machines, and `description` to people.
 */
const oneMore = (schema: Written, names: readonly string[], keyword: string): Json => ({
  minProperties: requiredOf(schema) + 1,
  ...(isAmongOthers(schema, names) && { [keyword]: names }),
})

const oneAlone = (schema: Written, names: readonly string[]): Json => ({
  ...oneMore(schema, names, 'x-exactly-one-of'),
  ...(!isAmongOthers(schema, names) && { maxProperties: requiredOf(schema) + 1 }),
})

function patternOf(format: string): string {
  if (!Object.hasOwn(formats, format)) throw new Error(`there is no format ${format}`)
  const { source, dotAll } = formats[format as FormatName].pattern
  return withoutLookaheads(dotAll ? source.replaceAll('.', '[\\s\\S]') : source)
}

/** Go and Rust know no `(?!…)`: without it the pattern takes a little more, and the words tell the rest. */
function withoutLookaheads(source: string): string {
  const at = source.indexOf('(?!')
  if (at < 0) return source
  let depth = 0
  for (let end = at; end < source.length; end++) {
    if (source[end] === '(') depth++
    if (source[end] === ')' && --depth === 0) return withoutLookaheads(source.slice(0, at) + source.slice(end + 1))
  }
  throw new Error(`an open bracket in ${source}`)
}
