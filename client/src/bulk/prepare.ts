import path from 'node:path'
import process from 'node:process'
import { Mistake } from '../cli/exit-codes.ts'
import { didYouMean } from '../cli/nearest.ts'
import { type BulkOperation, bulkOperations } from '../printed/columns.ts'
import { type OperationRow, operations } from '../printed/table.ts'
import { Bodies } from './bodies.ts'
import { csvSource } from './csv.ts'
import { checkFailuresPath } from './failures.ts'
import { type Input, openInput } from './input.ts'
import { Layout } from './layout.ts'
import { ndjsonSource } from './ndjson.ts'
import type { BulkOptions } from './options.ts'
import type { Source, TurnRule } from './source.ts'

/** Calls a second of an app and command, unless Chat gives more. */
const USUAL_RATE = 200
/** Requests of one turn go one after another, so they carry several calls of Chat's each. */
const CALLS_OF_ONE_TURN = 10

/** A run that is ready to begin. */
export interface Prepared {
  readonly row: OperationRow
  readonly bulk: BulkOperation
  readonly input: Input
  readonly source: Source
  /** Calls a second. */
  readonly rate: number
  /** Rows of one request at most. */
  readonly mostRows: number
  readonly itemId: readonly string[] | undefined
  readonly failuresPath: string
  readonly journalPath: string
}

/** Reads what is asked for and the whole input, and sends nothing. @throws Mistake */
export async function prepare(options: BulkOptions): Promise<Prepared> {
  const [row, bulk] = findOperation(options.operation)
  const rate = readRate(options.rate, bulk)
  const layout = new Layout(row, bulk, options.map)
  const bodies = new Bodies(layout, row.items?.member, options.set)
  const itemId = row.items?.id
  const paths = pathsOf(options)
  const input = await openInput(options.file, options.input ?? process.stdin)
  try {
    await checkFailuresPath(paths.failuresPath)
    const rule: TurnRule = { turn: bulk.turn, ...(itemId !== undefined && { itemId }) }
    const source =
      input.format === 'csv' ? await csvSource(input, layout, bodies, rule) : await ndjsonSource(input, bodies, rule)
    const mostRows = row.items ? bulk.perCall * (bulk.turn === 'one' ? CALLS_OF_ONE_TURN : 1) : 1
    return { row, bulk, input, source, rate, mostRows, itemId, ...paths }
  } catch (error) {
    await input.remove()
    throw error
  }
}

function findOperation(name: string): readonly [OperationRow, BulkOperation] {
  const rows: Readonly<Record<string, OperationRow>> = operations
  const row = Object.hasOwn(rows, name) ? rows[name] : undefined
  const bulk = Object.hasOwn(bulkOperations, name) ? bulkOperations[name] : undefined
  if (row && bulk) return [row, bulk]
  if (row) throw new Mistake(`${name} reads; bulk takes operations that write, such as friends.update.`)
  const known = Object.keys(bulkOperations)
  throw new Mistake(`There is no operation ${name}.${didYouMean(name, known) || ` bulk takes ${known.join(', ')}.`}`)
}

function readRate(rate: number | undefined, bulk: BulkOperation): number {
  if (rate === undefined) return Math.min(USUAL_RATE, bulk.rate ?? USUAL_RATE)
  if (Number.isFinite(rate) && rate >= 1) return rate
  throw new Mistake('--rate takes calls of Chat a second, a number from 1 on.')
}

/** @throws Mistake where one file would be written over another */
function pathsOf({ operation, file, failures, journal }: BulkOptions): Pick<Prepared, 'failuresPath' | 'journalPath'> {
  // Beside a device of the system, such as /dev/stdin, nothing of ours may stand.
  const hasNoPlace = file === '-' || /^\/(dev|proc)\//.test(path.resolve(file))
  const begin = hasNoPlace ? `bulk-${operation}` : file
  const extension = hasNoPlace ? '' : path.extname(file)
  const failuresPath = failures ?? `${begin.slice(0, begin.length - extension.length)}.failed${extension || '.csv'}`
  const journalPath = journal ?? `${begin}.${operation}.journal`
  const places = [file, failuresPath, journalPath].map((name) => path.resolve(name))
  if (new Set(places).size === places.length) return { failuresPath, journalPath }
  throw new Mistake('Input, --failures and --journal must be three files: one of them would be written over another.')
}
