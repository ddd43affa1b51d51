import { once } from 'node:events'
import { type CsvError, type Options, parse } from 'csv-parse'
import { parse as parseAll } from 'csv-parse/sync'
import { Mistake } from '../cli/exit-codes.ts'
import type { Bodies } from './bodies.ts'
import type { Input } from './input.ts'
import { ERROR_COLUMNS, type Layout, type Place } from './layout.ts'
import { PlaceReader } from './read-places.ts'
import { RowIndex, type Turn } from './row-index.ts'
import { Faults, MOST_RECORD_BYTES, scan } from './scan.ts'
import type { Source, TurnRule } from './source.ts'

const READING: Options = {
  record_delimiter: ['\r\n', '\n', '\r'],
  skip_empty_lines: true,
}

/**
 * Indexes a CSV with a header, and reads its rows again by their places. Any line that can't be read refuses the whole file: a half
 * file must not be sent as if it were all.
 * @throws Mistake
 */
export async function csvSource(input: Input, layout: Layout, bodies: Bodies, rule: TurnRule): Promise<Source> {
  const records = new Records(input, layout, rule, bodies.set)
  const parser = parse({
    ...READING,
    bom: true,
    max_record_size: MOST_RECORD_BYTES,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error) records.skip(error)
      return undefined
    },
    on_record: (cells: string[], { bytes, lines }) => {
      records.add(cells, bytes, lines)
      return null
    },
  })
  const failed = once(parser, 'error').then(([error]) => Promise.reject(error))
  failed.catch(() => undefined)
  const ended = once(parser.resume(), 'end')
  ended.catch(() => undefined)
  const hash = await scan(input, async (part) => {
    if (!parser.write(part)) await Promise.race([once(parser, 'drain'), failed])
  })
  parser.end()
  await Promise.race([ended, failed])
  const { index, names, places } = records.all()
  return source(input, index, hash, { names, places, bodies })
}

/** What a CSV holds, as it goes by: its header, the places of its rows, and its faults. */
class Records {
  readonly #input: Input
  readonly #layout: Layout
  readonly #rule: TurnRule
  readonly #set: readonly string[]
  readonly #faults: Faults
  readonly #index = new RowIndex()
  #names: readonly string[] | undefined
  #places: readonly (Place | undefined)[] = []
  #turnOf: (cells: readonly string[]) => Turn | undefined = () => undefined
  /** Where the last record ended: its byte and its line. */
  #end = 0
  #line = 0

  /** @param set columns that are said once for all rows */
  constructor(input: Input, layout: Layout, rule: TurnRule, set: readonly string[]) {
    this.#input = input
    this.#layout = layout
    this.#rule = rule
    this.#set = set
    this.#faults = new Faults(input)
  }

  /** @throws Mistake for a header that can't be used */
  add(cells: readonly string[], bytes: number, lines: number): void {
    if (this.#names) this.#index.add(this.#end, bytes, this.#turnOf(cells))
    else {
      this.#names = cells
      this.#places = this.#layout.header(cells, `The header of ${this.#input.name}`, this.#set)
      this.#turnOf = turnReader(this.#rule, this.#places)
    }
    this.#end = bytes
    this.#line = lines
  }

  skip(error: CsvError): void {
    this.#faults.add(...faultOf(error, this.#line, this.#names?.length))
  }

  /** @throws Mistake where anything is wrong with it, or it has no rows */
  all(): Omit<Header, 'bodies'> & { readonly index: RowIndex } {
    this.#faults.end()
    if (this.#names && this.#index.size > 0) return { index: this.#index, names: this.#names, places: this.#places }
    throw new Mistake(`${this.#input.name} has ${this.#names ? 'a header and no rows' : 'no header'}.`)
  }
}

interface Header {
  readonly names: readonly string[]
  readonly places: readonly (Place | undefined)[]
  readonly bodies: Bodies
}

function source(input: Input, index: RowIndex, hash: string, { names, places, bodies }: Header): Source {
  const reader = new PlaceReader(input.path, index)
  const cellsOf = (numbers: readonly number[]): string[][] => {
    const parts = reader.read(numbers).flatMap((part) => [part, NEW_LINE])
    const all: string[][] = parseAll(Buffer.concat(parts), READING)
    // The first row's bytes begin behind the header, so there are as many records as rows.
    if (all.length === numbers.length) return all
    throw new Mistake(
      `${input.name} was changed while it was being sent. Put it back as it was, or send it as another run.`,
    )
  }
  const kept = names.map((name) => !ERROR_COLUMNS.some((column) => column === name))
  const lineOf = (cells: readonly string[], more: readonly string[]) =>
    `${[...cells.filter((_, at) => kept[at]), ...more].map(quoted).join(',')}\n`
  return {
    index,
    hash,
    rows: (numbers) => cellsOf(numbers).map((cells) => bodies.ofCells(places, cells)),
    head: () => lineOf(names, ERROR_COLUMNS),
    failed: (number, code, message) => lineOf(cellsOf([number])[0] ?? [], [code, message]),
    close: () => reader.close(),
  }
}

/** Rows may end without a line end, the last one of a file: two in a row are one. */
const NEW_LINE = Buffer.from('\n')

const quoted = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** Finds whose turn a row needs without making its body. */
function turnReader(
  rule: TurnRule,
  places: readonly (Place | undefined)[],
): (cells: readonly string[]) => Turn | undefined {
  const columnsOf = (isMeant: (place: Place) => boolean) =>
    places.flatMap((place, at) => (place && isMeant(place) ? [at] : []))
  const named = (name: string) => columnsOf(({ inItem, path }) => !inItem && path.length === 1 && path[0] === name)
  const textOf = (columns: readonly number[], cells: readonly string[]) => columns.map((at) => cells[at]).join('\0')
  if (rule.turn === 'account') {
    const columns = [...named('app'), ...named('userId')]
    return (cells) => ({ of: textOf(columns, cells) })
  }
  if (rule.turn === 'one') {
    const columns = named('app')
    return (cells) => ({ of: textOf(columns, cells) })
  }
  const { itemId } = rule
  if (itemId === undefined) return () => undefined
  const envelope = columnsOf(({ inItem }) => !inItem)
  const isName = (path: readonly string[]) =>
    itemId.length === 0 ? path.length === 0 : itemId.includes(path.join('.'))
  const id = columnsOf(({ inItem, path }) => inItem && isName(path))
  return (cells) => ({ of: textOf(envelope, cells), item: textOf(id, cells) })
}

/** @param line the last line that could be read */
function faultOf(error: CsvError, line: number, columns = 0): readonly [line: number, what: string] {
  const at = Number((error as CsvError & { lines?: number }).lines)
  if (error.code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') {
    const found = (error as CsvError & { record?: readonly string[] }).record?.length
    return [at, ` has ${found} columns, and the header ${columns}`]
  }
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return [line + 1, ' opens a quote that is never closed']
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    const what =
      columns === 0
        ? ' is longer than 1 MiB (is this a CSV with a header?)'
        : ' begins a record of more than 1 MiB (is a quote not closed?)'
    return [line + 1, what]
  }
  if (/QUOTE/.test(error.code)) return [at, ' has a quote inside a cell: write it twice and put the cell in quotes']
  return [at, ` can't be read (${error.message})`]
}
