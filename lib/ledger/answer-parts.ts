import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Item, StateTable, Terms } from './state-table.ts'

const zip = promisify(gzip)
const unzip = promisify(gunzip)

/** An item of DynamoDB holds 400 kB with its names. */
const PART_BYTES = 350_000

/** What the record of an answer says of it: the first part itself, and how many more stand under the answer's id. */
export interface AnswerRecord {
  readonly answer: Uint8Array
  readonly more: number
  readonly id: string
}

/** Answers of any size in a table of small items: compressed JSON, cut into parts. */
export class AnswerParts {
  readonly #table: StateTable

  constructor(table: StateTable) {
    this.#table = table
  }

  /**
   * Writes all parts but the first, which belongs into the record that the caller writes next: most answers have no other.
   * @param expiry when the record expires
   * @throws StateUnavailable
   */
  async write(
    id: string,
    answer: unknown,
    expiry: Item,
    left: () => Pick<Terms, 'withinMs'>,
  ): Promise<Item & AnswerRecord> {
    const bytes = await zip(JSON.stringify(answer))
    const more = Math.ceil(bytes.length / PART_BYTES) - 1
    const writes = Array.from({ length: more }, (_, index) => {
      const content = bytes.subarray((index + 1) * PART_BYTES, (index + 2) * PART_BYTES)
      return this.#table.put(keyOf(id, index + 1), { content, ...expiry }, left())
    })
    await Promise.all(writes)
    return { answer: bytes.subarray(0, PART_BYTES), more, id }
  }

  /** The answer of a record, or undefined where it is damaged or a part of it is gone. @throws StateUnavailable */
  async read(
    { answer, more, id }: Item,
    terms: Pick<Terms, 'withinMs'>,
  ): Promise<{ readonly value: unknown } | undefined> {
    const keys = Array.from({ length: Number(more) }, (_, index) => keyOf(String(id), index + 1))
    const rest = await Promise.all(keys.map((key) => this.#table.get(key, terms)))
    const contents = [answer, ...rest.map((part) => part?.content)]
    if (!contents.every((content) => content instanceof Uint8Array)) return undefined
    try {
      return { value: JSON.parse((await unzip(Buffer.concat(contents))).toString()) }
    } catch {
      return undefined
    }
  }
}

const keyOf = (id: string, part: number): string => `part#${id}#${part}`
