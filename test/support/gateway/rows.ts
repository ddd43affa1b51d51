import type { AnyOperation } from '../../../lib/operation.ts'
import { operations } from '../../../lib/operations/index.ts'
import { caseOf, type Sample } from '../cases.ts'

export type Body = Readonly<Record<string, unknown>>

/** A row as the tests of all rows' behaviour need it: all of it read off the row, its schema and its case. */
export interface Row {
  readonly name: string
  /** The last part of the upstream path. */
  readonly command: string
  readonly effect: 'read' | 'write'
  /** The least body it takes, for the account `id` where it acts for one, with one item `a` where it has items. */
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
  /** Member of our body, and of Chat's, that holds them. */
  readonly member: string
  readonly upstream: string
  /** Member of the reply that answers them. */
  readonly results: string
  /** Most of one call. */
  readonly limit: number
  /** One of this id, in our words. */
  readonly make: (id: string) => unknown
  /** The id of one in Chat's words. */
  readonly idOf: (item: unknown) => string
  /** What an entry of the reply says beside whose it is and what became of it. */
  readonly beside: Body
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly changesOneOf?: readonly string[]
}

/** Only what the schema requires of a value; where one of several is enough, the first that is there. */
function least(
  value: unknown,
  { properties, required = [], changesOneOf = [] }: Schema,
  more: readonly string[],
): Body {
  const given = Object.entries(Object(value) as Body)
  const change = given.find(([name]) => changesOneOf.includes(name))?.[0]
  const kept = given.filter(([name]) => !properties || [...required, ...more, change].includes(name))
  return Object.fromEntries(kept)
}

/** The member of an item that holds its id; undefined where the item is its id. */
const keyOf = (item: unknown, id: string): string | undefined =>
  typeof item === 'string' ? undefined : Object.entries(Object(item) as Body).find(([, value]) => value === id)?.[0]

function itemsOf(row: AnyOperation, { request, reply }: Sample): RowItems | undefined {
  const rules = row.items
  if (!rules) return undefined
  const [first] = request[rules.member] as readonly unknown[]
  const id = rules.id(first)
  const mark = {}
  const [upstream] = Object.entries(row.call(request, { items: mark, position: 0 })).find(
    ([, value]) => value === mark,
  )!
  const { [rules.member]: schema = {} } = (row.schema as Schema).properties ?? {}
  const key = keyOf(first, id)
  const theirs = keyOf(rules.toUpstream(first), id)
  const [entry] = reply[rules.results] as readonly Body[]
  const { To_Account: _, ResultCode: __, ResultInfo: ___, ...beside } = entry!
  return {
    member: rules.member,
    upstream,
    results: rules.results,
    limit: rules.limit,
    make: (one) => (key === undefined ? one : { ...least(first, schema.items ?? {}, []), [key]: one }),
    idOf: (item) => String(theirs === undefined ? item : (item as Body)[theirs]),
    beside,
  }
}

function rowOf(row: AnyOperation): Row {
  const { sample } = caseOf(row.name)
  const items = itemsOf(row, sample)
  const schema = row.schema as Schema
  const bare = least(sample.request, schema, items ? [items.member] : [])
  return {
    name: row.name,
    command: row.path.split('/').at(-1)!,
    effect: row.effect,
    body: {
      ...bare,
      ...(schema.properties?.userId && { userId: 'id' }),
      ...(items && { [items.member]: [items.make('a')] }),
    },
    sample,
    isRepeatable: row.repeatable !== false,
    asRepeat: schema.properties?.repeated ? { repeated: true } : {},
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

/** What makes the flow treat a row in a way of its own. Rows of one kind differ in words alone. */
export function kindOf(row: AnyOperation): string {
  const { effect, items, schema } = row
  const isPage = (schema as Schema).properties?.cursor !== undefined
  const marks = {
    [effect]: true,
    'items that are ids': items && !('properties' in (itemSchemaOf(row) ?? {})),
    'items that are objects': items && 'properties' in (itemSchemaOf(row) ?? {}),
    'items that may be left out': items?.optional,
    'items that may wait': items?.mayPend,
    'items that are set': items?.sets,
    'items that are read': items?.read,
    'a page': isPage,
    'an answer': row.answer && !isPage,
    'a refusal that says it is done': row.alreadyDone,
    'never repeated': row.repeatable === false,
  }
  return Object.entries(marks)
    .filter(([, isSo]) => isSo)
    .map(([mark]) => mark)
    .join(', ')
}

const itemSchemaOf = ({ schema, items }: AnyOperation): Schema | undefined =>
  (schema as Schema).properties?.[items?.member ?? '']?.items

/** One row of each kind, the first of the table: what holds for one of a kind holds for all. */
export const kinds: readonly Row[] = [...Map.groupBy(operations.values(), kindOf).values()].map(([first]) =>
  operation(first!.name),
)

/** Those of the kinds with items: all of them have `items`. */
export const itemised = kinds.filter((row): row is Row & { readonly items: RowItems } => row.items !== undefined)
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
