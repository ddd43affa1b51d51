import fc from 'fast-check'

/** The JSON Schema that our request schemas are written in, as far as they use it. */
export interface Shape {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Shape
  readonly propertyNames?: Shape
  readonly minProperties?: number
  readonly changesOneOf?: readonly string[]
  readonly items?: Shape
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueBy?: string
  readonly bytes?: readonly [min: number, max: number]
  readonly intact?: boolean
  readonly format?: string
  readonly utcTime?: boolean
  readonly minimum?: number
  readonly maximum?: number
}

/** The emulator's demo accounts know each other, so that bodies with them get further than strangers' do. */
const KNOWN = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'henry', 'nobody'] as const
const USER_ID_BYTES = 32
const FEW = 6

const letters = fc.stringMatching(/^[A-Za-z]{1,8}$/)

const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'app-name': fc.oneof(
    { weight: 12, arbitrary: fc.constant('default') },
    { weight: 1, arbitrary: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/) },
  ),
  'custom-field-name': fc.oneof(fc.constantFrom('Test', 'Level'), letters),
  'source-name': letters,
  'field-name': fc.oneof(
    fc.constantFrom('remark', 'lists', 'source', 'wording', 'addedAt', 'profile.Nick'),
    letters.map((name) => `custom.${name}`),
    fc.stringMatching(/^[A-Za-z0-9_]{1,50}$/).map((name) => `profile.custom.${name}`),
  ),
}

const isBetween = (bytes: number, min: number, max: number) => bytes >= min && bytes <= max

/** Any text of so many bytes of UTF-8, without NUL. */
function texts(min: number, max: number): fc.Arbitrary<string> {
  const cut = (text: string) => {
    let bytes = 0
    const kept = [...text.replaceAll('\0', '')].filter((character) => {
      bytes += Buffer.byteLength(character)
      return bytes <= max
    })
    return kept.join('').padEnd(min, 'x')
  }
  const short = fc.string({ unit: 'binary', maxLength: 12 }).map(cut)
  const long = fc.integer({ min, max }).map((length) => 'x'.repeat(length))
  const wide = fc.integer({ min: 0, max: Math.floor(max / 3) }).map((length) => '好'.repeat(length).padEnd(min, 'x'))
  return fc
    .oneof({ weight: 6, arbitrary: short }, { weight: 1, arbitrary: long }, { weight: 1, arbitrary: wide })
    .filter((text) => isBetween(Buffer.byteLength(text), min, max))
}

const moments = fc
  .date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 19)}Z`)

function strings(shape: Shape): fc.Arbitrary<string> {
  const any = stringsOf(shape)
  return shape.intact ? any.filter((text) => !text.includes('\ufffd')) : any
}

function stringsOf({ bytes, format, utcTime }: Shape): fc.Arbitrary<string> {
  if (utcTime) return moments
  if (format !== undefined) return formats[format] ?? refuse(`format ${format}`)
  if (!bytes) return fc.string()
  const [min, max] = bytes
  if (max !== USER_ID_BYTES) return texts(min, max)
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...KNOWN) }, { weight: 1, arbitrary: texts(min, max) })
}

function arrays({ items = {}, minItems = 0, maxItems = FEW, uniqueBy }: Shape): fc.Arbitrary<unknown[]> {
  const limits = { minLength: minItems, maxLength: Math.min(maxItems, FEW) }
  if (uniqueBy === undefined) return fc.array(valid(items), limits)
  const key = (value: unknown) => (uniqueBy === '' ? value : (value as Record<string, unknown>)[uniqueBy])
  return fc.uniqueArray(valid(items), { ...limits, selector: key })
}

function objects(shape: Shape): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], propertyNames, additionalProperties, minProperties = 0 } = shape
  if (propertyNames && typeof additionalProperties === 'object') {
    return fc.dictionary(strings(propertyNames) as fc.Arbitrary<string>, valid(additionalProperties), {
      minKeys: minProperties,
      maxKeys: FEW,
    })
  }
  const members = Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, valid(inner)]))
  const { changesOneOf } = shape
  return fc
    .record(members, { requiredKeys: [...required] })
    .filter((object) => !changesOneOf || changesOneOf.some((name) => Object.hasOwn(object, name)))
}

const refuse = (what: string): never => {
  throw new Error(`the fuzzer can't make ${what}: teach valid.ts`)
}

/** Values that a request schema accepts, few and small. */
export function valid(shape: Shape): fc.Arbitrary<unknown> {
  if (shape.type === undefined) return fc.jsonValue()
  const types = [shape.type].flat()
  return fc.oneof(...types.map((type) => ofType(type, shape)))
}

function ofType(type: string, shape: Shape): fc.Arbitrary<unknown> {
  switch (type) {
    case 'object':
      return objects(shape)
    case 'array':
      return arrays(shape)
    case 'string':
      return strings(shape)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.maxSafeInteger().map((value) => clamp(value, shape))
    default:
      return refuse(`type ${type}`)
  }
}

const clamp = (value: number, { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }: Shape) =>
  value >= minimum && value <= maximum ? value : minimum + (Math.abs(value) % (maximum - minimum + 1))
