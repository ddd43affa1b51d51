import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Item, Key, StateTable, Terms } from './state-table.ts'

const zip = promisify(gzip)
const unzip = promisify(gunzip)

/** An item of DynamoDB holds 400 kB with its names. */
const PART_BYTES = 350_000

/** What the record of a value says of it: the first part itself, and how many more stand under keys of their own. */
export interface Parts {
  readonly first: Uint8Array
  readonly more: number
  /** Of the value's JSON, before it was compressed. */
  readonly bytes: number
}

/** Where part `part` (from 1 on) of a value stands. */
export type KeyOfPart = (part: number) => Key

/** Values of any size in a table of small items: compressed JSON, cut into parts. */
export class CompressedParts {
  readonly #table: StateTable
  readonly #firstBytes: number

  /** @param firstBytes most bytes of the first part, which shares its item with others */
  constructor(table: StateTable, firstBytes = PART_BYTES) {
    this.#table = table
    this.#firstBytes = firstBytes
  }

  /**
   * Writes all parts but the first, which belongs into the record that the caller writes next: most values have no other.
   * @param expiry when the record expires
   * @throws StateUnavailable
   */
  async write(
    keyOf: KeyOfPart,
    value: unknown,
    expiry: Item,
    left: () => Pick<Terms, 'withinMs'> = () => ({}),
  ): Promise<Parts> {
    const json = Buffer.from(JSON.stringify(value))
    const zipped = await zip(json)
    const rest = zipped.subarray(this.#firstBytes)
    const more = Math.ceil(rest.length / PART_BYTES)
    const writes = Array.from({ length: more }, (_, index) => {
      const content = rest.subarray(index * PART_BYTES, (index + 1) * PART_BYTES)
      return this.#table.put(keyOf(index + 1), { content, ...expiry }, left())
    })
    await Promise.all(writes)
    return { first: zipped.subarray(0, this.#firstBytes), more, bytes: json.length }
  }

  /** The value of a record, or undefined where it is damaged or a part of it is gone. @throws StateUnavailable */
  async read(
    { first, more }: { readonly first: unknown; readonly more: unknown },
    keyOf: KeyOfPart,
    terms: Pick<Terms, 'withinMs'> = {},
  ): Promise<{ readonly value: unknown } | undefined> {
    const rest = await Promise.all(
      Array.from({ length: Number(more) }, (_, index) => this.#table.get(keyOf(index + 1), terms)),
    )
    const contents = [first, ...rest.map((part) => part?.content)]
    if (!contents.every((content) => content instanceof Uint8Array)) return undefined
    try {
      return { value: JSON.parse((await unzip(Buffer.concat(contents))).toString()) }
    } catch {
      return undefined
    }
  }
}

/** The last bytes that gzip writes say how long the text was (RFC 1952, ISIZE). */
const LENGTH_BYTES = 4
/** What a value in several parts, or a damaged one, counts for where nobody has written down how long it is: none is longer. */
const MOST_BYTES = 8_388_608

/** How long a value's JSON is whose record does not say so. */
export function bytesOf(first: unknown, more: number): number {
  if (more > 0 || !(first instanceof Uint8Array) || first.length < LENGTH_BYTES) return MOST_BYTES
  return Buffer.from(first.slice(-LENGTH_BYTES)).readUInt32LE()
}
