import { Mistake } from '../cli/exit-codes.ts'
import type { CellType } from '../printed/columns.ts'
import type { Body } from '../rows/portion.ts'
import type { Layout, Place } from './layout.ts'
import { pairsOf } from './layout.ts'

/** A row of the file: what its body says once, and its items. */
export interface Row {
  readonly envelope: Body
  /** One; undefined where the operation takes none, or the row says nothing of it. */
  readonly items?: readonly unknown[]
}

const MOST_NAMES = 1000

type Members = Record<string, unknown>

/** Makes rows of cells, or of what a line of NDJSON says. */
export class Bodies {
  readonly #layout: Layout
  readonly #member: string | undefined
  readonly #constants: readonly (readonly [Place, unknown])[]
  readonly #places = new Map<string, Place>()

  /** @param set from `--set`: columns that hold the same in every row @throws Mistake */
  constructor(layout: Layout, member: string | undefined, set = '') {
    this.#layout = layout
    this.#member = member
    this.#constants = pairsOf('--set', set).map(([name, value]) => {
      const place = layout.placeOf(name, '--set')
      return [place, readCell(value, place.type)] as const
    })
  }

  /** A row of a CSV. An empty cell says nothing. */
  ofCells(places: readonly (Place | undefined)[], cells: readonly string[]): Row {
    const body = this.#begin()
    for (let at = 0; at < places.length; at++) {
      const place = places[at]
      const cell = cells[at] ?? ''
      if (place && cell !== '') put(body, place, readCell(cell, place.type))
    }
    return this.#end(body)
  }

  /** A line of NDJSON: a body that lists its items, or columns and their values. @throws Mistake */
  ofObject(object: Body, where: string): Row {
    const member = this.#member
    if (member !== undefined && Array.isArray(object[member])) {
      const { [member]: items, error_code: _, error_message: __, ...envelope } = object
      if (object[member].length !== 1) {
        throw new Mistake(`${where} lists ${object[member].length} ${member}: write one a line.`)
      }
      return { envelope: { ...this.#begin().envelope, ...envelope }, items: items as readonly unknown[] }
    }
    const body = this.#begin()
    for (const [name, value] of Object.entries(object)) {
      const place = this.#named(name, where)
      if (place) put(body, place, value)
    }
    return this.#end(body)
  }

  #named(name: string, where: string): Place | undefined {
    const known = this.#places.get(name)
    if (known) return known
    const place = this.#layout.named(name, where)
    // Lines may hold names without end: only so many are kept.
    if (place && this.#places.size < MOST_NAMES) this.#places.set(name, place)
    return place
  }

  #begin(): Draft {
    const draft: Draft = { envelope: {}, item: undefined }
    for (const [place, value] of this.#constants) put(draft, place, value)
    return draft
  }

  #end({ envelope, item }: Draft): Row {
    return item === undefined ? { envelope } : { envelope, items: [item] }
  }
}

/** A row that is being made. */
interface Draft {
  readonly envelope: Members
  /** Undefined until something is said of it. */
  item: unknown
}

function put(draft: Draft, { path, inItem }: Place, value: unknown): void {
  if (path.length === 0) {
    draft.item = value
    return
  }
  if (inItem) draft.item ??= {}
  putAt(inItem ? (draft.item as Members) : draft.envelope, path, 0, value)
}

function putAt(into: Members, path: readonly string[], depth: number, value: unknown): void {
  const name = path[depth] ?? ''
  if (depth === path.length - 1) {
    own(into, name, value)
    return
  }
  const known = Object.hasOwn(into, name) ? into[name] : undefined
  const inner = typeof known === 'object' && known !== null ? (known as Members) : {}
  if (inner !== known) own(into, name, inner)
  putAt(inner, path, depth + 1, value)
}

/** A column may be called `__proto__`, and is then a member like any other. */
function own(into: Members, name: string, value: unknown): void {
  if (name !== '__proto__') into[name] = value
  else Object.defineProperty(into, name, { value, enumerable: true, writable: true, configurable: true })
}

const readers: Readonly<Record<CellType, (cell: string) => unknown>> = {
  text: (cell) => cell,
  'text or integer': (cell) => cell,
  integer: (cell) => (/^-?\d+$/.test(cell) && Number.isSafeInteger(Number(cell)) ? Number(cell) : cell),
  'true or false': (cell) => (cell === 'true' ? true : cell === 'false' ? false : cell),
  texts: textsIn,
  json: parsed,
}

/** What a cell holds. What is none of its type stays a text: the gateway says what is wrong with it. */
function readCell(cell: string, type: CellType): unknown {
  return readers[type](cell)
}

/** `Work;Family`; `\;` is a semicolon of a name's own. A JSON array in the cell does as well. */
function textsIn(cell: string): unknown {
  if (cell.startsWith('[')) return parsed(cell)
  return cell.split(/(?<!\\);/).map((text) => text.replaceAll('\\;', ';'))
}

function parsed(cell: string): unknown {
  try {
    return JSON.parse(cell)
  } catch {
    return cell
  }
}
