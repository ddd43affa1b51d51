import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Item, Key, StateTable, Terms } from './state-table.ts'

const zip = promisify(gzip)
const unzip = promisify(gunzip)

/** Most bytes of a part: an item of DynamoDB holds 400 kB, the names of its attributes included. */
const PART_BYTES = 350_000

/** What a value's record holds: the first part, and how many further parts stand under keys of their own. */
export interface Parts {
  readonly first: Uint8Array
  readonly more: number
  /** Length of the value's JSON before it was compressed. */
  readonly bytes: number
}

/** The key of a value's further part; `part` counts from 1. */
export type KeyOfPart = (part: number) => Key

/** Keeps values of any size in a table of small items: as compressed JSON, cut into parts. */
export class CompressedParts {
  readonly #table: StateTable
  readonly #firstBytes: number

  /** @param firstBytes most bytes of the first part, which shares its item with others */
  constructor(table: StateTable, firstBytes = PART_BYTES) {
    this.#table = table
    this.#firstBytes = firstBytes
  }

  /**
   * Writes all parts except the first. The caller puts the first into the record that it writes next; most values have only that one.
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

  /** A record's value, or undefined if it is damaged or one of its parts is missing. @throws StateUnavailable */
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

/** gzip writes the length of the unpacked text into its last bytes (RFC 1952, ISIZE). */
const LENGTH_BYTES = 4
/** No value is longer. A value in several parts, or a damaged one, counts for this much if its record does not say its length. */
const MOST_BYTES = 8_388_608

/** The length of a value's JSON, for a record that does not say it. */
export function bytesOf(first: unknown, more: number): number {
  if (more > 0 || !(first instanceof Uint8Array) || first.length < LENGTH_BYTES) return MOST_BYTES
  return Buffer.from(first.slice(-LENGTH_BYTES)).readUInt32LE()
}
