import { Mistake } from '../cli/exit-codes.ts'
import { JsonFault, parseJson } from '../cli/json-text.ts'
import type { Body } from '../rows/portion.ts'
import type { Bodies, Row } from './bodies.ts'
import type { Input } from './input.ts'
import { PlaceReader } from './read-places.ts'
import { RowIndex } from './row-index.ts'
import { Faults, MOST_RECORD_BYTES, scan } from './scan.ts'
import { type Source, type TurnRule, turnOf } from './source.ts'

const LINE_END = 10

/** Indexes NDJSON, a row a line, and reads its rows again by their places. @throws Mistake that names the lines which are none */
export async function ndjsonSource(input: Input, bodies: Bodies, rule: TurnRule): Promise<Source> {
  const faults = new Faults(input)
  const index = new RowIndex()
  const lines = new Lines(input.name, (text, line, start, end) => {
    const row = rowOf(text, `line ${line}`, bodies)
    if (typeof row === 'string') faults.add(line, row)
    else if (row) index.add(start, end, turnOf(rule, row))
  })
  const hash = await scan(input, (part) => lines.add(part))
  lines.end()
  faults.end()
  if (index.size === 0) throw new Mistake(`${input.name} has no rows.`)
  const reader = new PlaceReader(input.path, index)
  const objectOf = (bytes: Buffer | undefined) => JSON.parse(String(bytes).replace(/^\ufeff/, '')) as Body
  return {
    index,
    hash,
    rows: (numbers) =>
      reader.read(numbers).map((bytes, at) => {
        try {
          return bodies.ofObject(objectOf(bytes), `row ${(numbers[at] ?? 0) + 1}`)
        } catch {
          throw new Mistake(
            `${input.name} was changed while it was being sent. Put it back as it was, or send it as another run.`,
          )
        }
      }),
    head: () => '',
    failed: (number, error_code, error_message) =>
      `${JSON.stringify({ ...objectOf(reader.read([number])[0]), error_code, error_message })}\n`,
    close: () => reader.close(),
  }
}

/** The row that a line holds; undefined for a blank one; what is wrong with any other. */
function rowOf(text: string, where: string, bodies: Bodies): Row | string | undefined {
  if (text.trim() === '') return undefined
  try {
    const object = parseJson(text)
    if (typeof object !== 'object' || object === null || Array.isArray(object)) return ' is no JSON object'
    return bodies.ofObject(object as Body, where)
  } catch (error) {
    if (error instanceof Mistake) return error.message.slice(where.length)
    if (!(error instanceof JsonFault)) throw error
    return `, column ${error.column}: ${error.message}`
  }
}

/** Cuts bytes into lines, each with its number and its place. */
class Lines {
  readonly #name: string
  readonly #each: (text: string, line: number, start: number, end: number) => void
  #rest: Buffer[] = []
  #restBytes = 0
  #start = 0
  #line = 1

  /** @param name what people call the input */
  constructor(name: string, each: (text: string, line: number, start: number, end: number) => void) {
    this.#name = name
    this.#each = each
  }

  /** @throws Mistake for a line longer than any row is */
  add(part: Buffer): void {
    let from = 0
    for (let at = part.indexOf(LINE_END); at >= 0; at = part.indexOf(LINE_END, from)) {
      this.#rest.push(part.subarray(from, at + 1))
      this.#restBytes += at + 1 - from
      this.#tell()
      from = at + 1
    }
    if (from === part.length) return
    this.#rest.push(part.subarray(from))
    this.#restBytes += part.length - from
    if (this.#restBytes > MOST_RECORD_BYTES) {
      throw new Mistake(`${this.#name}: line ${this.#line} is longer than 1 MiB: write one JSON object a line.`)
    }
  }

  end(): void {
    if (this.#restBytes > 0) this.#tell()
  }

  #tell(): void {
    const text = Buffer.concat(this.#rest).toString('utf8')
    this.#each(
      this.#line === 1 ? text.replace(/^\ufeff/, '') : text,
      this.#line,
      this.#start,
      this.#start + this.#restBytes,
    )
    this.#start += this.#restBytes
    this.#line += 1
    this.#rest = []
    this.#restBytes = 0
  }
}
