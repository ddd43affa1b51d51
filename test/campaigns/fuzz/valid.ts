import fc from 'fast-check'
import { idOf } from '../../../schemas/text.ts'
import type { Union } from '../../../schemas/union.ts'

/** The JSON Schema that our request schemas are written in, as far as they use it. */
export interface Shape {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Shape
  readonly propertyNames?: Shape
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly atLeastOneOf?: readonly string[]
  readonly changesOneOf?: readonly string[]
  readonly exactlyOneOf?: readonly string[]
  readonly unionBy?: Union
  readonly passedOn?: number
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly items?: Shape
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueBy?: string | readonly string[]
  readonly bytes?: readonly [min: number, max: number]
  readonly intact?: boolean
  readonly format?: string
  readonly utcTime?: boolean
  readonly latest?: string
  readonly minimum?: number
  readonly maximum?: number
}

/** The emulator's demo accounts know each other, so that bodies with them get further than strangers' do. */
const KNOWN = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'henry', 'nobody'] as const
const USER_ID_BYTES = 32
const FEW = 6

const letters = fc.stringMatching(/^[A-Za-z]{1,8}$/)

const momentsUntil = (latest = '9999-12-31T23:59:59Z') =>
  fc
    .date({ min: new Date(0), max: new Date(latest), noInvalidDate: true })
    .map((date) => `${date.toISOString().slice(0, 19)}Z`)
const moments = momentsUntil()

const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'app-name': fc.oneof(
    { weight: 12, arbitrary: fc.constant('default') },
    { weight: 1, arbitrary: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/) },
  ),
  'custom-field-name': fc.oneof(fc.constantFrom('Test', 'Level', 'Team'), letters),
  'source-name': letters,
  'element-type': fc.constantFrom('TIMRelayElem', 'TIMtextElem', `TIM${'x'.repeat(64)}Elem`),
  'bot-id': fc.oneof(fc.constant('@RBT#helper'), fc.stringMatching(/^@RBT#[ -~]{1,27}$/)),
  'field-name': fc.oneof(
    fc.constantFrom('remark', 'lists', 'source', 'wording', 'addedAt', 'profile.Nick'),
    letters.map((name) => `custom.${name}`),
    fc.stringMatching(/^[A-Za-z0-9_]{1,50}$/).map((name) => `profile.custom.${name}`),
  ),
  'profile-field-name': fc.oneof(
    fc.constantFrom('nick', 'birthday', 'gender', 'friendRequests', 'mayAddFriends', 'custom.Team', 'custom.Points'),
    letters.map((name) => `custom.${name}`),
  ),
  // Of all printable ASCII, whatever the name.
  'group-id': fc.oneof(fc.constantFrom('@TGS#1', 'crm-team'), fc.stringMatching(/^[ -~]{1,48}$/)),
  'mark-word': fc.constantFrom('favorite', 'unread', 'folded', 'hidden'),
  'whole-hour': moments.map((moment) => `${moment.slice(0, 14)}00:00Z`),
}

/** Longer texts are those of messages, which have a limit as a whole. */
const LONGEST = 12_000

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
  const long = fc.integer({ min, max: Math.max(min, Math.min(max, LONGEST)) }).map((length) => 'x'.repeat(length))
  const wide = fc
    .integer({ min: 0, max: Math.floor(Math.min(max, LONGEST) / 3) })
    .map((length) => '好'.repeat(length).padEnd(min, 'x'))
  return fc
    .oneof({ weight: 6, arbitrary: short }, { weight: 1, arbitrary: long }, { weight: 1, arbitrary: wide })
    .filter((text) => isBetween(Buffer.byteLength(text), min, max))
}

function strings(shape: Shape): fc.Arbitrary<string> {
  const any = stringsOf(shape)
  return shape.intact ? any.filter((text) => !text.includes('\ufffd')) : any
}

function stringsOf({ bytes, format, utcTime, latest }: Shape): fc.Arbitrary<string> {
  if (format !== undefined) return formats[format] ?? refuse(`format ${format}`)
  if (utcTime) return momentsUntil(latest)
  if (!bytes) return fc.string()
  const [min, max] = bytes
  if (max !== USER_ID_BYTES) return texts(min, max)
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...KNOWN) }, { weight: 1, arbitrary: texts(min, max) })
}

function arrays({ items = {}, minItems = 0, maxItems = FEW, uniqueBy }: Shape): fc.Arbitrary<unknown[]> {
  const limits = { minLength: minItems, maxLength: Math.min(maxItems, FEW) }
  if (uniqueBy === undefined) return fc.array(valid(items), limits)
  // Entries without an id are all different.
  return fc.uniqueArray(valid(items), { ...limits, selector: (entry) => idOf(entry, uniqueBy) ?? Symbol('none') })
}

function objects(shape: Shape): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], propertyNames, additionalProperties, minProperties = 0 } = shape
  if (shape.unionBy) return unions(shape.unionBy)
  if (shape.passedOn !== undefined) return passedOn
  if (propertyNames && typeof additionalProperties === 'object') {
    return fc.dictionary(strings(propertyNames) as fc.Arbitrary<string>, valid(additionalProperties), {
      minKeys: minProperties,
      maxKeys: shape.maxProperties ?? FEW,
    })
  }
  const members = Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, valid(inner)]))
  const { changesOneOf, atLeastOneOf, exactlyOneOf } = shape
  return fc.record(members, { requiredKeys: [...required] }).filter((object) => {
    const count = (names: readonly string[]) => names.filter((name) => Object.hasOwn(object, name)).length
    return (
      [changesOneOf, atLeastOneOf].every((names) => !names || count(names) > 0) &&
      (!exactlyOneOf || count(exactlyOneOf) === 1)
    )
  })
}

/** Objects in Chat's own words: anything whose numbers every program reads alike. */
const passedOn = fc.dictionary(
  fc.string(),
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value), readable)),
  { maxKeys: FEW },
)
const readable = (_: string, value: unknown) => (typeof value === 'number' && !(Math.abs(value) < 2 ** 53) ? 0 : value)

/** Objects of every kind; those of any other kind have none of the known kinds' words. */
function unions({ member, among, otherwise }: Union): fc.Arbitrary<unknown> {
  const known = new Set<unknown>(among.map(({ properties }) => properties[member]?.const))
  const others = otherwise
    ? [valid(otherwise as Shape).filter((object) => !known.has((object as Record<string, unknown>)[member]))]
    : []
  return fc.oneof(...among.map((kind) => valid(kind as Shape)), ...others)
}

const refuse = (what: string): never => {
  throw new Error(`the fuzzer can't make ${what}: teach valid.ts`)
}

/** Values that a request schema accepts, few and small. */
export function valid(shape: Shape): fc.Arbitrary<unknown> {
  if (shape.const !== undefined) return fc.constant(shape.const)
  if (shape.enum) return fc.constantFrom(...shape.enum)
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
    case 'number':
    case 'integer':
      return fc.maxSafeInteger().map((value) => clamp(value, shape))
    default:
      return refuse(`type ${type}`)
  }
}

const clamp = (value: number, { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }: Shape) =>
  value >= minimum && value <= maximum ? value : minimum + (Math.abs(value) % (maximum - minimum + 1))
