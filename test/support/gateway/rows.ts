import type { AnyOperation } from '../../../lib/operation.ts'
import { operations } from '../../../lib/operations/index.ts'
import type { Told } from '../../../lib/told.ts'
import { schemas } from '../../../scripts/request-schemas.ts'
import { caseOf, type Sample } from '../cases.ts'
import { kindOf } from './kinds.ts'

export type Body = Readonly<Record<string, unknown>>

/** A row as the tests of all rows' behaviour need it: all of it read off the row, its schema and its case. */
export interface Row {
  readonly name: string
  /** The last part of the upstream path. */
  readonly command: string
  readonly path: string
  readonly effect: 'read' | 'write'
  /** The least body it takes (and of a send the id that makes two requests the same one), for the account `id` where it acts for one, with one item `a` where it has items. */
  readonly body: Body
  readonly sample: Sample
  /** Whether it may be sent again after an attempt of unknown effect. */
  readonly isRepeatable: boolean
  /** What a body that repeats another says beside it, where the row takes that. */
  readonly asRepeat: Body
  /** Where it has items. */
  readonly items?: RowItems
}

export interface RowItems {
  /** Member of our body that holds them. */
  readonly member: string
  /** Those that a call of Chat's carries. */
  readonly carriedBy: (body: Body) => readonly unknown[]
  /** How the reply tells of each; undefined where the call's own verdict is every item's. */
  readonly told: Told | undefined
  /** Most of one call. */
  readonly limit: number
  /** Most of one body. */
  readonly most: number
  /** One of this id, in our words. */
  readonly make: (id: string) => unknown
  /** The id of one in Chat's words. */
  readonly idOf: (item: unknown) => string
  /** An entry of the reply, where the sample has one. */
  readonly entry: Body | undefined
  /** Where an entry holds the id. */
  readonly idPath: string | undefined
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly changesOneOf?: readonly string[]
  readonly exactlyOneOf?: readonly string[]
  readonly format?: string
  readonly maxItems?: number
}

/** Only what the schema requires of a value; where one of several is enough, the first that is there. */
function least(
  value: unknown,
  { properties, required = [], changesOneOf = [], exactlyOneOf = [] }: Schema,
  more: readonly string[],
): Body {
  const given = Object.entries(Object(value) as Body)
  const ofSome = [changesOneOf, exactlyOneOf].map((names) => given.find(([name]) => names.includes(name))?.[0])
  const kept = given.filter(([name]) => !properties || [...required, ...more, ...ofSome].includes(name))
  return Object.fromEntries(kept)
}

/** The member of an item that holds its id; undefined where the item is its id. */
const keyOf = (item: unknown, id: string): string | undefined =>
  typeof item === 'string' ? undefined : Object.entries(Object(item) as Body).find(([, value]) => value === id)?.[0]

/** The steps to the value that is meant, inside objects and lists. */
function wayTo(value: unknown, isMeant: (one: unknown) => boolean): readonly string[] | undefined {
  if (isMeant(value)) return []
  for (const [step, inner] of Object.entries(typeof value === 'object' ? (value ?? {}) : {})) {
    const way = wayTo(inner, isMeant)
    if (way) return [step, ...way]
  }
  return undefined
}

const along = (value: unknown, way: readonly string[] | undefined): unknown =>
  way?.reduce((inner, step) => Object(inner)[step], value)

/** What stands at a path such as `QueryResult` or `GroupResultItem.0.ResultItem`. */
export const at = (value: unknown, path: string): unknown => along(value, path.split('.'))

const NUMBERS = { random: 0, seq: 0 }

/** The items of a call: they stand where the mark comes to stand, or are the one list of a call whose form depends on them. */
function carriedBy({ call, items }: AnyOperation, request: Body): (body: Body) => readonly unknown[] {
  if (items?.callFor) return (body) => (Object.values(body).find(Array.isArray) ?? []) as readonly unknown[]
  const mark: unknown[] = []
  const marked = call(request, { items: mark, from: undefined, numbers: NUMBERS })
  const way = wayTo(marked, (one) => one === mark)
  return (body) => (along(body, way) ?? []) as readonly unknown[]
}

function itemsOf(row: AnyOperation, { request, reply }: Sample, schema: Schema): RowItems | undefined {
  const rules = row.items
  const [first] = (rules ? (request[rules.member] ?? []) : []) as readonly unknown[]
  if (!rules || first === undefined) return undefined
  const id = rules.id(first)
  const key = keyOf(first, id)
  const isId = (one: unknown) => one === id
  const theirs = wayTo(rules.toUpstream(first, request), isId)
  const [entry] = (rules.told ? (at(reply, rules.told.list) ?? []) : []) as readonly unknown[]
  const toldBy = rules.told && 'id' in rules.told ? rules.told.id : undefined
  return {
    member: rules.member,
    carriedBy: carriedBy(row, request),
    told: rules.told,
    limit: rules.limit,
    most: schema.maxItems ?? 0,
    make: (one) => (key === undefined ? one : { ...least(first, schema.items ?? {}, []), [key]: one }),
    idOf: (item) => String(along(item, theirs)),
    entry: typeof entry === 'object' ? (entry as Body) : undefined,
    idPath: typeof toldBy === 'function' ? wayTo(entry, isId)?.join('.') : toldBy,
  }
}

/** Whether any text will do, as for a UserID that has no form of its own. */
const isFree = ({ format }: Schema = {}): boolean => format === undefined

function rowOf(row: AnyOperation): Row {
  const { sample } = caseOf(row.name)
  const schema = schemas[row.name] as Schema
  const items = itemsOf(row, sample, schema.properties?.[row.items?.member ?? ''] ?? {})
  const bare = least(sample.request, schema, ['clientMessageId', ...(items ? [items.member] : [])])
  return {
    name: row.name,
    path: row.path,
    command: row.path.split('/').at(-1)!,
    effect: row.effect,
    body: {
      ...bare,
      ...('userId' in bare && isFree(schema.properties?.userId) && { userId: 'id' }),
      ...(items && { [items.member]: [items.make('a')] }),
    },
    sample,
    isRepeatable: row.repeatFor === undefined,
    asRepeat: row.takesRepeated ? { repeated: true } : {},
    ...(items && { items }),
  }
}

/** Every row, in the order of the table. */
export const rows: readonly Row[] = [...operations.values()].map(rowOf)

export const operation = (name: string): Row => {
  const found = rows.find((row) => row.name === name)
  if (!found) throw new Error(`the tests know no operation ${name}`)
  return found
}

/** One row of each kind, the first of the table: what holds for one of a kind holds for all. */
export const kinds: readonly Row[] = [...Map.groupBy(operations.values(), kindOf).values()].map(([first]) =>
  operation(first!.name),
)

/** Those that act for an account, and name no other beside it: Chat's refusal may be about either. */
export const ofAccounts = kinds.filter(({ body }) => 'userId' in body && !('peerId' in body || 'peerIds' in body))

/** Whether its items are accounts: ids of other things have other limits. */
export const isAboutAccounts = ({ name }: Row): boolean => (operations.get(name)?.items?.as ?? 'userId') === 'userId'

interface ToldOfEach extends RowItems {
  readonly told: Extract<Told, { readonly form: 'own' }>
}

const isToldOfEach = (row: Row): row is Row & { readonly items: ToldOfEach } => row.items?.told?.form === 'own'

/** Those of the kinds whose reply has an entry of its own for each item. */
export const itemised = kinds.filter(isToldOfEach)
export const writes = kinds.filter((row) => row.effect === 'write')
/** Those whose bodies may say that they repeat another. */
export const repeating = writes.filter((row) => row.asRepeat.repeated)
export const reads = kinds.filter((row) => row.effect === 'read')
export const named = <R extends Row>(some: readonly R[]) => some.map((row) => [row.name, row] as const)

/** The row's least body with these as its items. */
export const bodyFor = ({ body, items }: Row, ids: readonly string[], userId = 'id'): Body => ({
  ...body,
  ...('userId' in body && { userId }),
  ...(items && { [items.member]: ids.map(items.make) }),
})
