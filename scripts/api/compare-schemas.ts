import { isDeepStrictEqual } from 'node:util'
import type { Json } from './components.ts'

/** Whose words a schema describes: a caller's, which must go on being taken, or ours, which must go on being understood. */
export type Direction = 'request' | 'answer'

/** Two versions of a document, to look up what a schema refers to. */
export interface Versions {
  readonly before: Json
  readonly after: Json
  /** References to what only operations answer that were not there before: nobody gets it who does not ask for one of them. */
  readonly added: ReadonlySet<string>
}

interface Pair {
  readonly before: Json
  readonly after: Json
  readonly place: string
  readonly direction: Direction
}

/** Limits of which a higher value takes less, and those of which a lower one does. */
const LEAST = ['minLength', 'minimum', 'minItems', 'minProperties']
const MOST = ['maxLength', 'maximum', 'maxItems', 'maxProperties']
/** Demands that are there or not, and of which another form may refuse what the first one took. */
const FIXED = [
  'const',
  'pattern',
  'uniqueItems',
  'x-unique-by',
  'x-changes-one-of',
  'x-at-least-one-of',
  'x-exactly-one-of',
  'x-levels',
  'x-latest',
]

/**
 * What breaks a caller who wrote against `before`, as sentences that name the place. References are followed, and what a pair of them
 * stands for is compared, and told of, once.
 */
export class SchemaComparison {
  readonly #versions: Versions
  readonly #seen: Set<string>

  /** @param seen pairs that are compared already */
  constructor(versions: Versions, seen = new Set<string>()) {
    this.#versions = versions
    this.#seen = seen
  }

  faults(asked: Pair): string[] {
    const { before: was, after: is } = this.#versions
    const pair = { ...asked, before: resolved(was, asked.before), after: resolved(is, asked.after) }
    // Only what is to be sent is closed: in an answer too, where it stands ready to be sent.
    const direction = pair.after.additionalProperties === false ? 'request' : asked.direction
    const names = `${direction} ${asked.before.$ref} ${asked.after.$ref}`
    if (asked.before.$ref !== undefined && this.#seen.has(names)) return []
    this.#seen.add(names)
    const judged = { ...pair, direction }
    const own = direction === 'request' ? demands(judged) : promises(judged)
    return [...typeFaults(judged), ...own, ...this.#inside(judged)]
  }

  /** Members, entries and forms that both have. */
  #inside({ before, after, place, direction }: Pair): string[] {
    const others = partOf(after, 'properties')
    const members = Object.entries(partOf(before, 'properties')).flatMap(([name, member]) =>
      others[name]
        ? this.faults({ before: member as Json, after: others[name] as Json, place: `${place}.${name}`, direction })
        : [`${place}.${name} is gone`],
    )
    const nested = ['items', 'additionalProperties', 'propertyNames'].flatMap((keyword) => {
      const [inner, other] = [before[keyword], after[keyword]]
      return isSchema(inner) && isSchema(other)
        ? this.faults({ before: inner, after: other, place: `${place}[]`, direction })
        : []
    })
    return [
      ...members,
      ...nested,
      ...['oneOf', 'anyOf'].flatMap((keyword) =>
        this.#forms({ before: listIn(before, keyword), after: listIn(after, keyword), place, direction }),
      ),
    ]
  }

  /**
   * Each form that there was must be there still, as itself or as one that breaks nobody. In an answer there may be none that is new, but
   * for what new operations answer.
   */
  #forms({ before, after, place, direction }: Forms): string[] {
    if (before.length === 0) return after.length > 0 ? [`${place} has forms now`] : []
    const fits = (form: Json, other: Json) =>
      new SchemaComparison(this.#versions, new Set(this.#seen)).faults({ before: form, after: other, place, direction })
        .length === 0
    const lost = before.flatMap((form) => {
      const same = after.find((other) => isSame(form, other))
      if (same) return this.faults({ before: form, after: same, place: `${place}<${nameOf(form)}>`, direction })
      return after.some((other) => fits(form, other)) ? [] : [`${place} no longer has the form ${nameOf(form)}`]
    })
    const isKnown = (other: Json) =>
      this.#versions.added.has(String(other.$ref)) ||
      before.some((form) => isSame(form, other)) ||
      before.some((form) => fits(form, other))
    const strange = direction === 'answer' ? after.filter((other) => !isKnown(other)) : []
    return [...lost, ...strange.map((form) => `${place} has a form that callers don’t know, ${nameOf(form)}`)]
  }
}

interface Forms extends Pick<Pair, 'place' | 'direction'> {
  readonly before: readonly Json[]
  readonly after: readonly Json[]
}

const isSame = (form: Json, other: Json): boolean => form.$ref !== undefined && form.$ref === other.$ref
const listIn = (schema: Json, keyword: string): readonly Json[] => (schema[keyword] ?? []) as readonly Json[]
const isSchema = (value: unknown): value is Json => typeof value === 'object' && value !== null
const partOf = (schema: Json, keyword: string): Json => (schema[keyword] ?? {}) as Json
const namesIn = (value: unknown): readonly string[] => (value ?? []) as readonly string[]
const nameOf = ({ $ref, ...form }: Json): string =>
  String($ref ?? JSON.stringify(form).slice(0, 80)).replace('#/components/schemas/', '')

/** What a reference stands for. */
export function resolved(document: Json, part: Json): Json {
  if (typeof part.$ref !== 'string') return part
  const steps = part.$ref.slice('#/'.length).split('/')
  return resolved(
    document,
    steps.reduce<Json>((inner, step) => inner[step] as Json, document),
  )
}

/** All that was taken must be taken still; nothing may be answered that was not before. */
function typeFaults({ before, after, place, direction }: Pair): string[] {
  const [narrow, wide] = direction === 'request' ? [before, after] : [after, before]
  if (wide.type === undefined) return []
  const has = typesOf(wide)
  const isCovered = (type: unknown) => has.includes(type) || (type === 'integer' && has.includes('number'))
  if (narrow.type !== undefined && typesOf(narrow).every(isCovered)) return []
  return [`${place} was ${wordsOf(before)} and is ${wordsOf(after)}`]
}

const typesOf = ({ type }: Json): readonly unknown[] => [type].flat()
const wordsOf = (schema: Json): string => (schema.type === undefined ? 'anything' : typesOf(schema).join(' or '))

/** What a request had that is now refused. */
function demands({ before, after, place }: Pair): string[] {
  const required = namesIn(after.required).filter((name) => !namesIn(before.required).includes(name))
  const refused = (after.enum as readonly unknown[] | undefined)?.length
    ? valuesOf(before).filter((value) => !valuesOf(after).includes(value))
    : []
  const tighter = [
    ...LEAST.filter((keyword) => numberOf(after, keyword, -Infinity) > numberOf(before, keyword, -Infinity)),
    ...MOST.filter((keyword) => numberOf(after, keyword, Infinity) < numberOf(before, keyword, Infinity)),
    ...FIXED.filter((keyword) => after[keyword] !== undefined && !isSameValue(after[keyword], before[keyword])),
  ]
  return [
    ...required.map((name) => `${place}.${name} is required now`),
    ...refused.map((value) => `${place} no longer takes ${JSON.stringify(value)}`),
    ...(after.enum && !before.enum && before.const === undefined ? [`${place} takes only some values now`] : []),
    ...tighter.map(
      (keyword) =>
        `${place} has another ${keyword}: ${JSON.stringify(before[keyword])}, now ${JSON.stringify(after[keyword])}`,
    ),
    ...(isTighter(before['x-bytes'], after['x-bytes'])
      ? [`${place} takes other lengths: ${before['x-bytes'] ?? 'any'}, now ${after['x-bytes']}`]
      : []),
    ...(after.additionalProperties === false && before.additionalProperties !== false
      ? [`${place} no longer takes other members`]
      : []),
  ]
}

const isSameValue = (one: unknown, other: unknown): boolean => one === other || isDeepStrictEqual(one, other)
const numberOf = (schema: Json, keyword: string, otherwise: number): number =>
  (schema[keyword] as number | undefined) ?? otherwise
const valuesOf = (schema: Json): readonly unknown[] =>
  (schema.enum ?? (schema.const === undefined ? [] : [schema.const])) as readonly unknown[]

function isTighter(before: unknown, after: unknown): boolean {
  if (after === undefined) return false
  const [[least, most], [few, many]] = [
    (before ?? [-Infinity, Infinity]) as [number, number],
    after as [number, number],
  ]
  return few > least || many < most
}

/** What an answer was sure to say, and no longer is; and what it says that nobody could have provided for. */
function promises({ before, after, place }: Pair): string[] {
  const unsure = namesIn(before.required).filter((name) => !namesIn(after.required).includes(name))
  const isClosed = valuesOf(before).length > 0
  const strange = isClosed ? valuesOf(after).filter((value) => !valuesOf(before).includes(value)) : []
  const rewritten = ['pattern', 'format'].filter(
    (keyword) => before[keyword] !== undefined && before[keyword] !== after[keyword],
  )
  return [
    ...unsure.map((name) => `${place}.${name} may be missing now`),
    ...strange.map((value) => `${place} may be ${JSON.stringify(value)}, which callers don’t know`),
    ...(isClosed && valuesOf(after).length === 0 ? [`${place} may be anything now`] : []),
    ...rewritten.map((keyword) => `${place} has another ${keyword}`),
  ]
}
