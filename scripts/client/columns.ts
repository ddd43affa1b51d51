import type { AnyOperation } from '../../lib/operation.ts'
import { operations } from '../../lib/operations/index.ts'
import { rows, shapes } from '../api/rows.ts'
import type { Schema } from '../api/takes.ts'
import type { LoadedShapes } from '../shapes-of.ts'

/** What a cell of a column holds; `json` is whatever has no plainer form. */
type CellType = 'text' | 'text or integer' | 'integer' | 'true or false' | 'texts' | 'json'

interface Read {
  readonly operation: string
  readonly ids: string
  readonly perCall: number
  readonly acts: boolean
  readonly picks: boolean
  readonly at: string
  readonly members: readonly string[]
}

/** How an operation is told in client/src/printed/columns.ts. */
interface Told {
  readonly columns: Readonly<Record<string, CellType>>
  readonly needs: readonly string[]
  readonly perCall: number
  readonly rate?: number
  readonly turn: 'account' | 'one' | 'none'
  readonly reads?: Read
}

const HEAD = `/** What a cell holds. \`texts\` are several in one cell; \`json\` is written as JSON. */
export type CellType = 'text' | 'text or integer' | 'integer' | 'true or false' | 'texts' | 'json'

/** The operation that reads what another one sets. */
export interface ReadBefore {
  readonly operation: string
  /** Member of its body that lists whom it reads. */
  readonly ids: string
  /** Most of them that one call of Chat's carries. */
  readonly perCall: number
  /** Whether it acts for an account too. */
  readonly acts: boolean
  /** Whether its body may say which fields are read. */
  readonly picks: boolean
  /** Member of a result that holds what was read. */
  readonly at: string
  /** Members of that which the other one sets. */
  readonly members: readonly string[]
}

/** What \`bulk\` knows of a write. */
export interface BulkOperation {
  /** What stands where in a body with one item: \`friends.remark\`; \`.*\` stands for any name. */
  readonly columns: Readonly<Record<string, CellType>>
  /** Columns without which no row can be right. */
  readonly needs: readonly string[]
  /** Most items that one call of Chat's carries. */
  readonly perCall: number
  /** Calls a second that Chat takes, where that is not the app's usual quota. */
  readonly rate?: number
  /** Who is written by one request at a time: the account, all alike, or nobody. */
  readonly turn: 'account' | 'one' | 'none'
  readonly reads?: ReadBefore
}
`

const shapesByName: ReadonlyMap<string, LoadedShapes> = new Map(
  rows.map(({ name }, index) => [name, shapes[index] as LoadedShapes]),
)

const bodyOf = ({ name }: AnyOperation): Schema => shapesByName.get(name)?.body as Schema

/** `printed/columns.ts`: a row for every write. */
export function columnsFile(): string {
  const writes = rows.filter(({ effect }) => effect === 'write')
  const lines = writes.map((row) => `  '${row.name}': ${print(tell(row))},`)
  return `${HEAD}\nexport const bulkOperations: Readonly<Record<string, BulkOperation>> = {\n${lines.join('\n')}\n}\n`
}

function tell(row: AnyOperation): Told {
  const body = bodyOf(row)
  const reads = readBefore(row, body)
  return {
    columns: Object.fromEntries(columnsOf(body, row.items?.member)),
    needs: neededOf(body, row.items?.member),
    perCall: row.items?.limit ?? 1,
    ...(row.rate !== undefined && { rate: row.rate }),
    turn: turnOf(row),
    ...(reads && { reads }),
  }
}

/** Of whom there is one writer at a time: seen from what two accounts' turns are. */
function turnOf({ turn }: AnyOperation): Told['turn'] {
  if (!turn) return 'none'
  return turn({ userId: 'one' }) === turn({ userId: 'other' }) ? 'one' : 'account'
}

function columnsOf({ properties = {} }: Schema, itemsMember: string | undefined, before = ''): [string, CellType][] {
  return Object.entries(properties).flatMap(([name, schema]): [string, CellType][] => {
    const path = `${before}${name}`
    if (before === '' && name === itemsMember) {
      const items = schema.items ?? {}
      return items.properties ? columnsOf(items, undefined, `${path}.`) : [[path, cellOf(items)]]
    }
    const { additionalProperties, properties: inner } = schema
    if (typeof additionalProperties === 'object') return [[`${path}.*`, cellOf(additionalProperties)]]
    return inner ? columnsOf(schema, undefined, `${path}.`) : [[path, cellOf(schema)]]
  })
}

/** Members that every body must have, as columns; of free names nobody knows which. */
function neededOf({ properties = {}, required = [] }: Schema, itemsMember: string | undefined, before = ''): string[] {
  return required.flatMap((name) => {
    const path = `${before}${name}`
    const schema = properties[name] ?? {}
    const inner = before === '' && name === itemsMember ? (schema.items ?? {}) : schema
    if (typeof inner.additionalProperties === 'object') return []
    return inner.properties ? neededOf(inner, undefined, `${path}.`) : [path]
  })
}

function cellOf({ type, items, ...schema }: Schema): CellType {
  if (schema.enum || typeof schema.const === 'string' || type === 'string') return 'text'
  if (typeof schema.const === 'boolean' || type === 'boolean') return 'true or false'
  if (type === 'integer') return 'integer'
  if (Array.isArray(type) && type.includes('integer')) return 'text or integer'
  return type === 'array' && items?.type === 'string' ? 'texts' : 'json'
}

/** Only what sets values can be compared with what is there: the family's `get` reads it, under the same names. */
function readBefore(row: AnyOperation, body: Schema): Read | undefined {
  const [family = '', method = ''] = row.name.split('.')
  const read = operations.get(`${family}.get`)
  if (!/^(set|update)$/.test(method) || read?.effect !== 'read' || !read.items?.large) return undefined
  // It is asked by names alone.
  if (bodyOf(read).properties?.[read.items.member]?.items?.properties) return undefined
  const answered = (shapesByName.get(read.name)?.answer.properties.results?.items ?? {}) as Schema
  const asked = bodyOf(read).properties ?? {}
  const at = read.items.large
  const large = membersOf(answered)[at] ?? {}
  const set = Object.keys(membersOf((row.items ? body.properties?.[row.items.member]?.items : body) ?? {}))
  const members = set.includes(at) ? [at] : set.filter((name) => Object.hasOwn(membersOf(large), name))
  return {
    operation: read.name,
    ids: read.items.member,
    perCall: read.items.limit,
    acts: Object.hasOwn(asked, 'userId'),
    picks: Object.hasOwn(asked, 'fields'),
    at: set.includes(at) ? '' : at,
    members: members.filter((name) => name !== 'userId'),
  }
}

/** Members of an object, in whatever forms it comes. */
function membersOf({ properties, oneOf = [] }: Schema): Readonly<Record<string, Schema>> {
  return Object.assign({}, properties, ...oneOf.map(membersOf))
}

/** On one line, with names bare where they may be, as the other printed tables are written. */
function print(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(print).join(', ')}]`
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? `'${value}'` : String(value)
  const members = Object.entries(value).map(
    ([name, inner]) => `${/^[A-Za-z]\w*$/.test(name) ? name : `'${name}'`}: ${print(inner)}`,
  )
  return `{ ${members.join(', ')} }`
}
