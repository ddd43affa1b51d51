import fc from 'fast-check'

/** What is done to a JSON value: somewhere in it, something else. */
export interface Damage {
  readonly how: (typeof ways)[number]
  /** Which place, counted through all of them. */
  readonly at: number
  readonly name: string
  readonly junk: unknown
}

const ways = ['replace', 'remove', 'add', 'rename', 'double', 'wrap', 'crowd'] as const

/** Names that mean something to JavaScript, to Chat, or to our schemas elsewhere. */
const names = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  '\0',
  '~/~1',
  'userId',
  'userid',
  'usreId',
  'friends',
  'remrak',
  'app',
  'cursor',
  'limit',
  'From_Account',
  '好'.repeat(200),
]

const nested = (levels: number, open: string, close: string): unknown =>
  JSON.parse(open.repeat(levels) + (open === '[' ? '' : '0') + close.repeat(levels))

/** Values that programs trip over. */
const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -0, -1, 1.5, 2 ** 53, -(2 ** 53) - 2, 1e308, 5e-324),
  fc.constantFrom('', ' ', '\0', 'a\0b', '\ud800', 'x\udfff', '\ufeff', '0', 'null', '1970-01-01T00:00:00Z'),
  fc.constantFrom('9999-99-99T99:99:99Z', '2023-02-29T00:00:00Z', 'x'.repeat(33), 'é'.repeat(400), '-'.repeat(70_000)),
  fc.constantFrom<unknown>([], {}, [[]], [null], { length: 3 }, JSON.parse('{"__proto__":{"userId":"x"}}')),
  fc
    .constantFrom([40, '['], [400, '{"a":'])
    .map(([levels, open]) => nested(Number(levels), String(open), open === '[' ? ']' : '}')),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary' }),
)

export const damage: fc.Arbitrary<Damage> = fc.record({
  how: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...ways.slice(0, -1)) },
    { weight: 1, arbitrary: fc.constant('crowd' as const) },
  ),
  at: fc.nat(200),
  name: fc.oneof(fc.constantFrom(...names), fc.string()),
  junk,
})

type Holder = Record<string, unknown> | unknown[]
interface Place {
  readonly holder: Holder
  readonly key: string
}

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null

function placesIn(value: unknown): Place[] {
  if (!isHolder(value)) return []
  return Object.keys(value).flatMap((key) => [
    { holder: value, key },
    ...placesIn((value as Record<string, unknown>)[key]),
  ])
}

/** Sets a member whatever its name is. */
const define = (holder: object, key: string, value: unknown) =>
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })

const remove = (holder: Holder, key: string) =>
  Array.isArray(holder) ? holder.splice(Number(key), 1) : Reflect.deleteProperty(holder, key)

/** As many entries as no caller sends, each of its own name where the first has one. */
function crowded(value: unknown, count: number): unknown[] {
  return Array.from({ length: count }, (_, index) =>
    typeof value === 'string' ? `c${index}` : isHolder(value) ? { ...value, userId: `c${index}` } : value,
  )
}

const steps: Readonly<Record<Damage['how'], (place: Place, damage: Damage) => unknown>> = {
  replace: ({ holder, key }, { junk }) => define(holder, key, junk),
  remove: ({ holder, key }) => remove(holder, key),
  add: ({ holder }, { name, junk }) => (Array.isArray(holder) ? holder.push(junk) : define(holder, name, junk)),
  rename: ({ holder, key }, { name }) => {
    if (!Array.isArray(holder)) define(holder, name, holder[key])
    if (name !== key) remove(holder, key)
  },
  double: ({ holder, key }, { name }) => {
    const value = structuredClone((holder as Record<string, unknown>)[key])
    return Array.isArray(holder) ? holder.splice(Number(key), 0, value) : define(holder, name, value)
  },
  wrap: ({ holder, key }) => define(holder, key, [(holder as Record<string, unknown>)[key]]),
  crowd: ({ holder, key }, { at }) => {
    const value = (holder as Record<string, unknown>)[key]
    const count = at % 3 === 0 ? 10_001 : 1 + at * 10
    if (Array.isArray(value)) define(holder, key, crowded(value[0], count))
    else if (isHolder(value)) for (let index = 0; index < count; index++) define(value, nameAt(index), index)
  },
}

const nameAt = (index: number) =>
  [...index.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('')

/** The value with all that done to it; the value itself stays as it was. */
export function damaged(value: unknown, damages: readonly Damage[]): unknown {
  const root = { value: structuredClone(value) }
  for (const one of damages) {
    const places = placesIn(root)
    const place = places[one.at % places.length]
    if (place) steps[one.how](place, structuredClone(one))
  }
  return root.value
}
