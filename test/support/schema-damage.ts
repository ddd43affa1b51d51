import type { Union } from '../../schemas/union.ts'

/** The JSON Schema and keywords of our own that request schemas are written in, as far as they are damaged here. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly unionBy?: Union
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueBy?: unknown
  readonly bytes?: readonly [min: number, max: number]
  readonly format?: string
  readonly utcTime?: boolean
  readonly latest?: string
  readonly minimum?: number
  readonly maximum?: number
}

/** A body with one thing wrong, and where the refusal must say so. */
export interface Damage {
  readonly body: unknown
  readonly pointer: string
  readonly what: string
}

type Json = Readonly<Record<string, unknown>>
/** Members and places on the way to a value. */
type Way = readonly (string | number)[]

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const pointerOf = (way: Way): string =>
  way.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** The value with what stands at the end of the way changed; undefined takes a member out. */
export function changed(value: unknown, [step, ...rest]: Way, change: (old: unknown) => unknown): unknown {
  if (step === undefined) return change(value)
  if (Array.isArray(value)) return value.map((one, index) => (index === step ? changed(one, rest, change) : one))
  const { [step]: old, ...others } = value as Json
  const next = changed(old, rest, change)
  return next === undefined ? others : { ...others, [step]: next }
}

/** Every member that a body may have: `userId`, `friends[].remark`. */
export function membersOf(schema: Schema, before = ''): string[] {
  const { properties = {}, items, unionBy } = schema
  if (unionBy) return [...new Set(kindsOf(unionBy).flatMap((kind) => membersOf(kind, before)))]
  const own = Object.entries(properties).flatMap(([name, schema]) => [
    `${before}${name}`,
    ...membersOf(schema, `${before}${name}.`),
  ])
  return items ? [...own, ...membersOf(items, `${before.replace(/\.$/, '')}[].`)] : own
}

/** Each kind of object that a union takes. */
const kindsOf = ({ among, otherwise }: Union): Schema[] => [...among, ...(otherwise ? [otherwise] : [])] as Schema[]

/** What of the schema is about this value: of a union, the kind that the value is of. */
function schemaFor(value: unknown, schema: Schema): Schema {
  if (!schema.unionBy) return schema
  const { among, member, otherwise } = schema.unionBy
  const word = Object(value)[member]
  return (among.find(({ properties }) => properties[member]?.const === word) ?? otherwise ?? {}) as Schema
}

/** What every row takes alike, or what needs an answer before it. */
const SHOWN_ELSEWHERE = new Set(['app', 'cursor', 'repeated'])
/** Whose own members one file writes for all rows: `messages.send` shows them. */
const SHOWN_ONCE = ['elements[].', 'offlinePush.']

/** Members that no body of a case shows: whether they do what they should, nobody sees. */
export function unshown(name: string, schema: Schema, bodies: readonly unknown[]): string[] {
  const shown = new Set(bodies.flatMap((body) => [...shownIn(body, '')]))
  const isShownOnce = (member: string) =>
    name !== 'messages.send' && SHOWN_ONCE.some((before) => member.startsWith(before))
  return membersOf(schema).filter(
    (member) => !shown.has(member) && !SHOWN_ELSEWHERE.has(member) && !isShownOnce(member),
  )
}

function* shownIn(value: unknown, before: string): Generator<string> {
  if (Array.isArray(value)) for (const one of value) yield* shownIn(one, `${before.replace(/\.$/, '')}[].`)
  if (!isObject(value)) return
  for (const [name, one] of Object.entries(value)) {
    yield `${before}${name}`
    yield* shownIn(one, `${before}${name}.`)
  }
}

/** All that can be wrong with this body by its schema, one thing at a time. */
export function* damages(body: unknown, schema: Schema): Generator<Damage> {
  for (const [way, value, inner] of valuesIn(body, schema, [])) {
    const at = (what: string, pointer: Way, change: (old: unknown) => unknown): Damage => ({
      body: changed(body, way, change),
      pointer: pointerOf(pointer),
      what,
    })
    for (const [what, wrong] of wrongValues(inner)) yield at(what, way, () => wrong)
    if (isObject(value)) yield* damagesOfObject(value, inner, way, at)
    if (Array.isArray(value)) yield* damagesOfList(value, inner, way, at)
  }
}

type At = (what: string, pointer: Way, change: (old: unknown) => unknown) => Damage

function* damagesOfObject(
  value: Json,
  { additionalProperties, required = [] }: Schema,
  way: Way,
  at: At,
): Generator<Damage> {
  for (const name of additionalProperties !== false ? [] : ['zzz', '__proto__', 'To_Account']) {
    yield at('is unknown', [...way, name], () =>
      JSON.parse(
        JSON.stringify(value)
          .replace(/^\{/, `{${JSON.stringify(name)}:1,`)
          .replace(/,\}$/, '}'),
      ),
    )
  }
  for (const name of required) {
    yield at('is missing', [...way, name], () =>
      Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)),
    )
  }
}

function* damagesOfList(
  list: readonly unknown[],
  { uniqueBy, minItems = 0, maxItems }: Schema,
  way: Way,
  at: At,
): Generator<Damage> {
  if (minItems > 0) yield at('is empty', way, () => [])
  if (maxItems !== undefined) yield at('is too long', way, () => Array.from({ length: maxItems + 1 }, () => list[0]))
  if (typeof uniqueBy !== 'string' || list.length === 0) return
  const place = [...way, list.length, ...(uniqueBy === '' ? [] : [uniqueBy])]
  yield at('stands twice', place, () => [...list, list[0]])
}

/** Each value of a body with its schema and the way to it; of a list's entries, the first, and of a union's the first of each kind. */
function* valuesIn(value: unknown, whole: Schema, way: Way): Generator<readonly [Way, unknown, Schema]> {
  const schema = schemaFor(value, whole)
  yield [way, value, schema]
  if (Array.isArray(value) && schema.items) {
    const { items } = schema
    const kinds = value.map((one) => schemaFor(one, items))
    const firsts = kinds.flatMap((kind, index) => (kinds.indexOf(kind) === index ? [index] : []))
    for (const index of firsts) yield* valuesIn(value[index], items, [...way, index])
  }
  if (!isObject(value)) return
  for (const [name, one] of Object.entries(value)) {
    const inner = schema.properties?.[name] ?? schema.additionalProperties
    if (typeof inner === 'object') yield* valuesIn(one, inner, [...way, name])
  }
}

const OF_TYPE: Readonly<Record<string, unknown>> = {
  string: 'x',
  integer: 1,
  number: 0.5,
  boolean: true,
  array: [],
  object: {},
}

/** Values that the schema refuses, each with why. */
function* wrongValues({
  type,
  const: only,
  enum: some,
  bytes,
  minimum,
  maximum,
  utcTime,
  latest,
  format,
}: Schema): Generator<readonly [string, unknown]> {
  const types = [type ?? []].flat()
  if (types.length === 0) return
  yield ['is null', null]
  for (const [other, value] of Object.entries(OF_TYPE)) {
    const isAlike = other === 'integer' && types.includes('number')
    if (!types.includes(other) && !isAlike) yield [`is ${other}`, value]
  }
  if (only !== undefined || some) yield ['is another word', types.includes('string') ? 'zzz' : 987_654]
  if (bytes) yield* wrongTexts(bytes)
  if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) yield ['is too little', minimum - 1]
  if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) yield ['is too much', maximum + 1]
  if (utcTime) yield ['is no time', '2023-02-29T00:00:00Z']
  if (latest !== undefined) yield ['is too late', new Date(Date.parse(latest) + 1000).toISOString().replace('.000', '')]
  if (format !== undefined) yield ['is badly written', ' /\n']
}

function* wrongTexts([min, max]: readonly [number, number]): Generator<readonly [string, unknown]> {
  yield [`has ${max + 1} bytes`, 'x'.repeat(max + 1)]
  yield [`has ${max + 2} bytes of wide letters`, '好'.repeat(Math.ceil((max + 1) / 3))]
  if (min > 0) yield ['is too short', 'x'.repeat(min - 1)]
  yield ['holds half a letter', `${'x'.repeat(Math.max(0, min - 1))}\ud800`]
  yield ['holds a NUL', `${'x'.repeat(Math.max(0, min - 1))}\0`]
}
