import type { AnyOperation } from '../../lib/operation.ts'
import { typeName } from '../api/answers.ts'
import type { Json } from '../api/components.ts'
import { familyOf } from '../api/operations.ts'
import { rows } from '../api/rows.ts'
import { isPaged, memberName, methodOf } from './families.ts'
import { schemas } from './parts.ts'

interface List {
  readonly maxItems?: number
  readonly items: { readonly type?: string }
  readonly 'x-unique-by'?: string | readonly string[]
}

/** Where an operation's items stand in its body, and what names one there and in the results. */
function itemsText({ name, items }: AnyOperation): string {
  if (!items) return ''
  const { member, as } = items
  const body = schemas[`${typeName(name)}Body`] as { readonly properties: Readonly<Record<string, Json>> }
  const list = body.properties[member] as unknown as List
  const id = list.items.type === 'object' ? list['x-unique-by'] : []
  if (id === undefined || list.maxItems === undefined)
    throw new Error(`${name}: the client's table can tell of items that have a name, and of lists that have an end`)
  // Where several members can name an item, they stand in its result as they stood in the body.
  const names = typeof as === 'string' ? as : id
  return ` items: { member: '${member}', id: ${textsOf(id)}, as: ${textsOf(names)}, most: ${list.maxItems} },`
}

const textsOf = (names: string | readonly string[]): string =>
  `[${[names]
    .flat()
    .map((name) => `'${name}'`)
    .join(', ')}]`

const rowText = (row: AnyOperation): string =>
  `  '${row.name}': { name: '${row.name}', family: '${memberName(familyOf(row.name))}', method: '${methodOf(row)}', ` +
  `path: '/v1/${row.name.replace('.', '/')}', effect: '${row.effect}',${itemsText(row)} ` +
  `paged: ${isPaged(row)}, takesRepeated: ${row.takesRepeated === true} },\n`

/** `printed/table.ts`: a row an operation, from which the methods are made. */
export const tableFile = (): string => `/** Where an operation's items stand, and what names one. */
export interface ItemsRow {
  /** The member of the body that holds them. */
  readonly member: string
  /** The members of an item of which one names it; none where an item is the name itself. */
  readonly id: readonly string[]
  /** What the name is called in the results. */
  readonly as: readonly string[]
  /** How many a request may have. */
  readonly most: number
}

/** What the client knows of an operation. */
export interface OperationRow {
  readonly name: OperationName
  /** The members of the gateway that lead to its method. */
  readonly family: string
  readonly method: string
  readonly path: string
  readonly effect: 'read' | 'write'
  readonly items?: ItemsRow
  /** Whether the answer is one of several pages. */
  readonly paged: boolean
  /** Whether the body may say that an earlier request for the same may have taken effect. */
  readonly takesRepeated: boolean
}

const table = {
${rows.map(rowText).join('')}} as const

export type OperationName = keyof typeof table

/** Every operation by its name. */
export const operations: { readonly [name in OperationName]: OperationRow } = table
`
