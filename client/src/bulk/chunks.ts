import { nameIn } from '../rows/item-name.ts'
import { bytesOf, type Lane, type Portion } from '../rows/portion.ts'
import type { Row } from './bodies.ts'
import type { Earlier } from './journal.ts'
import type { Source } from './source.ts'

/** A request of rows that follow each other in their lane. Its first row tells it from every other. */
export interface Chunk extends Portion {
  readonly first: number
  readonly rows: readonly number[]
}

export interface ChunkRules {
  /** Most rows of a request. */
  readonly most: number
  /** Rows that one call of Chat's carries. */
  readonly perCall: number
  /** Members of an item that name it; none where the item is the name; undefined where there are no items. */
  readonly itemId?: readonly string[]
}

/** Bytes of a request's items: Chat's own form of them must fit into one call, and several requests into a batch. */
const MOST_BYTES = 512 * 1024
/** Stands for the item of a row that has none: such a row is a request by itself. */
const NO_ITEM = Symbol('no item')

/**
 * The lanes of an input, one after another. The same input has the same chunks however often it is sent, since the key of each is made
 * from its first row; what an earlier run ended is left out.
 */
export class ChunkLanes {
  readonly #source: Source
  readonly #earlier: Pick<Earlier, 'ended' | 'open'>
  readonly #rules: ChunkRules
  readonly #order: Uint32Array
  readonly #begins: Uint32Array
  #lane = 0
  #placeInOrder: Uint32Array | undefined

  constructor(source: Source, earlier: Pick<Earlier, 'ended' | 'open'>, rules: ChunkRules) {
    this.#source = source
    this.#earlier = earlier
    this.#rules = rules
    const { order, begins } = source.index.lanes(rules.most)
    this.#order = order
    this.#begins = begins
  }

  /** The rows at places of the chunk with that first row. */
  rowsOf(first: number, places: readonly number[]): readonly number[] {
    this.#placeInOrder ??= inverse(this.#order)
    const begin = this.#placeInOrder[first] ?? 0
    return places.map((place) => this.#order[begin + place] ?? 0)
  }

  /** The next lane that has rows left; undefined once there is none. */
  next(): Lane<Chunk> | undefined {
    while (this.#lane + 1 < this.#begins.length) {
      const begin = this.#begins[this.#lane] ?? 0
      const end = this.#begins[this.#lane + 1] ?? 0
      this.#lane += 1
      if (begin === end) continue
      const lane = new ChunkLane(this.#source, this.#earlier, this.#rules, this.#order.subarray(begin, end))
      if (!lane.isOver) return lane
    }
    return undefined
  }
}

function inverse(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length)
  for (const [place, row] of order.entries()) places[row] = place
  return places
}

class ChunkLane implements Lane<Chunk> {
  readonly #source: Source
  readonly #earlier: Pick<Earlier, 'ended' | 'open'>
  readonly #rules: ChunkRules
  readonly #order: Uint32Array
  #at = 0
  /** Rows that are read and not yet cut. */
  #read: Row[] = []

  constructor(source: Source, earlier: Pick<Earlier, 'ended' | 'open'>, rules: ChunkRules, order: Uint32Array) {
    this.#source = source
    this.#earlier = earlier
    this.#rules = rules
    this.#order = order
    this.#skip()
  }

  get isOver(): boolean {
    return this.#at >= this.#order.length
  }

  next(): Chunk | undefined {
    this.#skip()
    if (this.isOver) return undefined
    const first = this.#order[this.#at] ?? 0
    const most = this.#earlier.open.get(first)?.rows ?? this.#untilKnown()
    const numbers = [...this.#order.subarray(this.#at, this.#at + most)]
    if (this.#read.length < most) this.#read.push(...this.#source.rows(numbers.slice(this.#read.length)))
    const { count, bytes } = this.#cut(most)
    const rows = this.#read.splice(0, count)
    this.#at += count
    return this.#chunk(rows, numbers.slice(0, count), bytes)
  }

  /** Over what has ended. */
  #skip(): void {
    for (let rows = this.#ended(); rows > 0; rows = this.#ended()) {
      this.#at += rows
      this.#read = []
    }
  }

  #ended(): number {
    return this.#earlier.ended[this.#order[this.#at] ?? -1] ?? 0
  }

  /** Rows up to the next chunk that is known already, as many as one request takes. */
  #untilKnown(): number {
    const { ended, open } = this.#earlier
    let count = 1
    for (; count < this.#rules.most; count++) {
      const row = this.#order[this.#at + count]
      if (row === undefined || ended[row] || open.has(row)) break
    }
    return count
  }

  /** How many of the rows that are read go into one request: with one envelope, no item twice, and not too long. */
  #cut(most: number): { readonly count: number; readonly bytes: number } {
    const { itemId } = this.#rules
    const envelope = JSON.stringify(this.#read[0]?.envelope)
    const ids = new Set<unknown>()
    let bytes = Buffer.byteLength(envelope)
    let count = 0
    for (; count < most; count++) {
      const row = this.#read[count]
      if (!row) break
      const item = row.items?.[0]
      const id = nameIn(item, itemId ?? [])
      const more = bytesOf(item) + 1
      const fits = bytes + more <= MOST_BYTES && !ids.has(id) && JSON.stringify(row.envelope) === envelope
      if (count > 0 && (!fits || !row.items || ids.has(NO_ITEM))) break
      ids.add(row.items ? id : NO_ITEM)
      bytes += more
    }
    return { count, bytes }
  }

  #chunk(rows: readonly Row[], numbers: readonly number[], bytes: number): Chunk {
    const items = rows.flatMap((row) => row.items ?? [])
    const [first = 0] = numbers
    const envelope = rows[0]?.envelope ?? {}
    return {
      id: String(first),
      first,
      rows: numbers,
      envelope,
      ...(rows[0]?.items && { items }),
      bytes,
      calls: Math.ceil(numbers.length / this.#rules.perCall),
    }
  }
}
