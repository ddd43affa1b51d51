import { closeSync, openSync, readSync } from 'node:fs'
import type { RowIndex } from './row-index.ts'

/** Reads rows of a file by their places. */
export class PlaceReader {
  readonly #file: number
  readonly #index: RowIndex

  constructor(path: string, index: RowIndex) {
    this.#file = openSync(path, 'r')
    this.#index = index
  }

  /** Bytes of rows, each with its line end. Neighbours in the file come with one read. */
  read(rows: readonly number[]): Buffer[] {
    const parts: Buffer[] = []
    for (let at = 0; at < rows.length; ) {
      let last = at
      while (rows[last + 1] === (rows[last] ?? 0) + 1) last += 1
      const [start] = this.#index.placeOf(rows[at] ?? 0)
      const [, end] = this.#index.placeOf(rows[last] ?? 0)
      const bytes = this.#bytes(start, end)
      for (; at <= last; at++) {
        const [from, to] = this.#index.placeOf(rows[at] ?? 0)
        parts.push(bytes.subarray(from - start, to - start))
      }
    }
    return parts
  }

  #bytes(start: number, end: number): Buffer {
    const bytes = Buffer.allocUnsafe(end - start)
    const count = readSync(this.#file, bytes, 0, bytes.length, start)
    return bytes.subarray(0, count)
  }

  close(): void {
    closeSync(this.#file)
  }
}
