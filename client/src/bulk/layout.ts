import { Mistake } from '../cli/exit-codes.ts'
import { didYouMean } from '../cli/nearest.ts'
import type { BulkOperation, CellType } from '../printed/columns.ts'
import type { OperationRow } from '../printed/table.ts'

/** Where a value stands in a body with one item. */
export interface Place {
  /** Column in our words, such as `friends.custom.Level`. */
  readonly column: string
  /** Names from the item, or from the body, down; empty where the item is the value itself. */
  readonly path: readonly string[]
  readonly inItem: boolean
  readonly type: CellType
}

/** What a failures file adds, and reading passes over. */
export const ERROR_COLUMNS = ['error_code', 'error_message'] as const
/** More is no table that somebody meant to send. */
const MOST_COLUMNS = 1000

/** What stands where in the bodies of an operation. */
export class Layout {
  readonly #operation: OperationRow
  readonly #columns: Readonly<Record<string, CellType>>
  /** What the file calls our columns, by its name. */
  readonly #named: ReadonlyMap<string, string>

  /** @param map from `--map`: ours=theirs, by commas @throws Mistake */
  constructor(operation: OperationRow, { columns }: BulkOperation, map = '') {
    this.#operation = operation
    this.#columns = columns
    this.#named = new Map(pairsOf('--map', map).map(([ours, theirs]) => [theirs, ours]))
    for (const ours of this.#named.values()) this.placeOf(ours, '--map')
  }

  /**
   * The places of a header's columns; undefined for those that are passed over.
   * @throws Mistake for a column that is unknown, stands twice or is missing
   */
  header(names: readonly string[], where: string): readonly (Place | undefined)[] {
    if (names.length > MOST_COLUMNS) {
      throw new Mistake(`${where} has ${names.length} columns, and ${MOST_COLUMNS} are the most. Is it the right file?`)
    }
    const [only = ''] = names
    const other = [';', '\t', '|'].find((mark) => only.includes(mark))
    if (names.length === 1 && other !== undefined) {
      throw new Mistake(`${where} is parted by ${JSON.stringify(other)}: part its columns by commas.`)
    }
    for (const theirs of this.#named.keys()) {
      if (names.includes(theirs)) continue
      throw new Mistake(`--map names the column ${quote(theirs)}, which the file has not.${didYouMean(theirs, names)}`)
    }
    const places = names.map((name) => this.named(name, where))
    const seen = new Map<string, string>()
    for (const [index, place] of places.entries()) {
      if (!place) continue
      const before = seen.get(place.column)
      const name = names[index] ?? ''
      if (before !== undefined)
        throw new Mistake(`${where} has ${place.column} twice: ${quote(before)} and ${quote(name)}.`)
      seen.set(place.column, name)
    }
    return places
  }

  /** The place of what the file calls so; undefined where it is passed over. @throws Mistake */
  named(name: string, where: string): Place | undefined {
    if (ERROR_COLUMNS.some((column) => column === name)) return undefined
    return this.placeOf(this.#named.get(name) ?? name, where)
  }

  /** @throws Mistake for a name that is no column */
  placeOf(name: string, where: string): Place {
    const [bare = '', suffix] = name.split(':')
    const column = this.#columnOf(bare)
    if (column === undefined) {
      const known = Object.keys(this.#columns)
      const short = known.map((one) => this.#shortOf(one) ?? one)
      const list = short.join(', ')
      const hint = didYouMean(bare, [...new Set([...known, ...short])]) || ` ${this.#operation.name} takes ${list}.`
      throw new Mistake(`${where}: there is no column ${quote(name)}.${hint}`)
    }
    const declared = this.#columns[column] ?? this.#columns[generalOf(column)] ?? 'text'
    const member = this.#operation.items?.member
    const inItem = member !== undefined && (column === member || column.startsWith(`${member}.`))
    const path = (inItem ? column.slice((member?.length ?? 0) + 1) : column).split('.').filter((part) => part !== '')
    return { column, path, inItem, type: typeOf(declared, suffix, name, where) }
  }

  /** A whole path, or a member of the item by its own name, where the body has none of that name. */
  #columnOf(name: string): string | undefined {
    const member = this.#operation.items?.member
    return [name, `${member}.${name}`].find((one) => this.#has(one))
  }

  #has(column: string): boolean {
    return (
      Object.hasOwn(this.#columns, column) ||
      (column !== generalOf(column) && Object.hasOwn(this.#columns, generalOf(column)))
    )
  }

  #shortOf(column: string): string | undefined {
    const member = this.#operation.items?.member
    if (member === undefined || !column.startsWith(`${member}.`)) return undefined
    const short = column.slice(member.length + 1)
    return Object.hasOwn(this.#columns, short) ? undefined : short
  }
}

/** `friends.custom.Level` as the table has it: `friends.custom.*`. */
const generalOf = (column: string): string => column.replace(/\.[^.*]+$/, '.*')

/** A custom field is a text, unless its column says that it is a number: `custom.Level:integer`. */
function typeOf(declared: CellType, suffix: string | undefined, name: string, where: string): CellType {
  if (suffix === undefined) return declared === 'text or integer' ? 'text' : declared
  if (declared === 'text or integer' && (suffix === 'integer' || suffix === 'text')) return suffix
  throw new Mistake(`${where}: ${quote(name)} can't be ${quote(suffix)}; only a custom field may be :integer.`)
}

/** `a=b,c=d`. @throws Mistake */
export function pairsOf(flag: string, text: string): (readonly [string, string])[] {
  return text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const at = part.indexOf('=')
      if (at < 1) throw new Mistake(`${flag} takes pairs such as userId=Uid,remark=Note, and ${quote(part)} is none.`)
      return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const
    })
}

export const quote = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
