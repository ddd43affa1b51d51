import { hashesOf, LaneTable } from './lane-table.ts'

const FIRST_ROWS = 1 << 14
/** Where nobody takes turns, rows go into so many lanes, by their items. */
const MOST_SHARDS = 64

/** Who waits for whom: rows of one `of` go one after another; within it, where `item` is given, only those of one item. */
export interface Turn {
  readonly of: string
  readonly item?: string
}

/** Where every row stands in the file, and the rows of each lane: some 17 bytes a row, whatever the row holds. */
export class RowIndex {
  readonly #lanes = new LaneTable()
  #starts = new Float64Array(FIRST_ROWS)
  #lane = new Uint32Array(FIRST_ROWS)
  #shard = new Uint8Array(FIRST_ROWS)
  #size = 0
  #end = 0
  #isSharded = false

  get size(): number {
    return this.#size
  }

  /** @param start byte at which the row, or blank lines before it, begin @param turn undefined where a row waits for nobody */
  add(start: number, end: number, turn: Turn | undefined): void {
    if (this.#size === this.#starts.length) this.#grow()
    const row = this.#size++
    this.#starts[row] = start
    this.#end = end
    this.#lane[row] = turn ? this.#lanes.numberOf(turn.of) : row
    if (turn?.item === undefined) return
    this.#shard[row] = hashesOf(turn.item)[0] % MOST_SHARDS
    this.#isSharded = true
  }

  /** The bytes of a row, with its line end. */
  placeOf(row: number): readonly [start: number, end: number] {
    const end = row + 1 < this.#size ? this.#starts[row + 1] : this.#end
    return [this.#starts[row] ?? 0, end ?? 0]
  }

  /**
   * The rows in the order of their lanes, and where each lane begins. To be asked once, when all rows are added.
   * @param perRequest rows of one request, by which it is decided how many lanes are worth it
   */
  lanes(perRequest: number): { readonly order: Uint32Array; readonly begins: Uint32Array } {
    const shards = this.#isSharded ? shardsFor(this.#size, perRequest) : 1
    const laneOf = (row: number) => (this.#lane[row] ?? 0) * shards + ((this.#shard[row] ?? 0) % shards)
    const count = (this.#lanes.size || this.#size) * shards
    const begins = new Uint32Array(count + 1)
    for (let row = 0; row < this.#size; row++) begins[laneOf(row) + 1]! += 1
    for (let lane = 0; lane < count; lane++) begins[lane + 1]! += begins[lane]!
    const next = begins.slice()
    const order = new Uint32Array(this.#size)
    for (let row = 0; row < this.#size; row++) order[next[laneOf(row)]!++] = row
    // From now on the order says it.
    this.#lane = new Uint32Array()
    this.#shard = new Uint8Array()
    return { order, begins }
  }

  #grow(): void {
    const more = this.#starts.length * 2
    const [starts, lane, shard] = [this.#starts, this.#lane, this.#shard]
    this.#starts = new Float64Array(more)
    this.#starts.set(starts)
    this.#lane = new Uint32Array(more)
    this.#lane.set(lane)
    this.#shard = new Uint8Array(more)
    this.#shard.set(shard)
  }
}

/** As many as leave four full requests to each, a power of two. */
function shardsFor(rows: number, perRequest: number): number {
  let shards = 1
  while (shards < MOST_SHARDS && rows >= shards * 2 * perRequest * 4) shards *= 2
  return shards
}
