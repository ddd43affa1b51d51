import { randomUUID } from 'node:crypto'
import type { OperationRow } from '../printed/table.ts'
import type { Exchange } from '../transport/messages.ts'
import { Dispatch, mayBeDone } from './dispatch.ts'
import { groupRows, type RowPortion } from './group.ts'
import { Pace } from './pace.ts'
import type { Body, RowError, Verdict } from './portion.ts'
import { type RowAnswer, rowAnswer } from './row-answer.ts'

/** So many rows, or so many bytes of them, are read before the first of them is sent, and held until the last is answered. */
const WINDOW_ROWS = 20_000
const WINDOW_BYTES = 16 * 1024 * 1024
const CONCURRENCY = 4

export interface SendRowsOptions {
  /** Most calls of Chat a second; without it as many as the gateway takes. */
  readonly rate?: number
  /** Batches under way at once; 4 unless given. */
  readonly concurrency?: number
  /** Begins the keys of all requests, so that the same rows sent again with it are not done twice. False sends no keys. */
  readonly idempotencyKey?: string | false
  /** Ends it: what is not answered by then is `failed`, or `unknown` where it was sent. */
  readonly signal?: AbortSignal
  readonly now?: () => number
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly random?: () => number
}

/**
 * Sends any number of rows, each a body as a single call takes it, in as few requests as may be. Rows that differ in their items alone
 * share a request; those of one account go in their order, never two at once. A bad row keeps no other from being sent.
 * @returns one answer a row, in the order of the rows. It never throws for what became of a row; where the gateway is out of reach, the
 *   rows that are left are answered so.
 */
export async function* sendRows(
  exchange: Exchange,
  operation: OperationRow,
  rows: AsyncIterable<Body> | Iterable<Body>,
  options: SendRowsOptions = {},
): AsyncGenerator<RowAnswer, void, undefined> {
  const { rate = Number.POSITIVE_INFINITY, now = Date.now, signal } = options
  const key = options.idempotencyKey ?? randomUUID()
  const sender = new WindowSender(exchange, operation, options, new Pace(rate, now), key || undefined)
  let window: Given[] = []
  let bytes = 0
  let first = 0
  for await (const row of rows) {
    const given = readRow(row)
    window.push(given)
    // Two bytes a character will do: the window's size is no promise.
    bytes += given.length * 2
    if (window.length < WINDOW_ROWS && bytes < WINDOW_BYTES) continue
    yield* await sender.send(window, first)
    first += window.length
    window = []
    bytes = 0
    if (signal?.aborted) break
  }
  if (window.length > 0) yield* await sender.send(window, first)
}

/** A row as it was given; `row` is undefined where it can be no body, and `fault` says why. */
interface Given {
  readonly row?: Body
  readonly fault?: string
  /** Characters of it as JSON. */
  readonly length: number
}

/** Rows come from anywhere: one that can't be sent must not end the others. */
function readRow(row: unknown): Given {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return { fault: 'It is no object.', length: 0 }
  try {
    return { row: row as Body, length: JSON.stringify(row).length }
  } catch (error) {
    return { fault: `It can't be written as JSON: ${(error as Error).message.split('\n', 1)[0]}.`, length: 0 }
  }
}

const refused = (message: string) =>
  ({ status: 'failed', error: { code: 'INVALID_REQUEST', message, retryable: false } }) as const

/** Sends one window of rows after another. */
class WindowSender {
  readonly #exchange: Exchange
  readonly #operation: OperationRow
  readonly #options: SendRowsOptions
  readonly #pace: Pace
  readonly #key: string | undefined
  /** What ended it: of the rows that come after, none is sent. */
  #halted: Error | undefined

  constructor(exchange: Exchange, operation: OperationRow, options: SendRowsOptions, pace: Pace, key?: string) {
    this.#exchange = exchange
    this.#operation = operation
    this.#options = options
    this.#pace = pace
    this.#key = key
  }

  /** @param first how many rows came before */
  async send(given: readonly Given[], first: number): Promise<readonly RowAnswer[]> {
    const verdicts: Verdict[][] = given.map(() => [])
    const sent = new Set<number>()
    const rows = given.map(({ row }) => row)
    if (this.#halted === undefined) await this.#dispatch(rows, first, verdicts, sent)
    return given.map(({ row = {}, fault }, index) => {
      const left = fault === undefined ? this.#left(sent.has(index)) : refused(fault)
      return rowAnswer(first + index, row, verdicts[index] ?? [], left)
    })
  }

  async #dispatch(
    rows: readonly (Body | undefined)[],
    first: number,
    verdicts: Verdict[][],
    sent: Set<number>,
  ): Promise<void> {
    const { concurrency = CONCURRENCY, signal, now = Date.now, random = Math.random } = this.#options
    const lanes = groupRows(this.#operation, rows, first)
    const dispatch = new Dispatch<RowPortion>({
      exchange: this.#exchange,
      operation: this.#operation,
      nextLane: () => lanes.next().value ?? undefined,
      pace: this.#pace,
      concurrency,
      key: this.#operation.effect === 'write' ? this.#key : undefined,
      patienceMs: PATIENCE_MS,
      stop: signal,
      signal,
      now,
      random,
      sleep: this.#options.sleep ?? sleep,
      before: async (portions) => {
        for (const { rows: of } of portions) for (const index of of) sent.add(index)
      },
      after: async (settled) => {
        for (const [{ rows: of }, each] of settled) {
          for (const [place, verdict] of each.entries()) verdicts[of[place] ?? 0]?.push(verdict)
        }
      },
    })
    const { halted } = await dispatch.run()
    this.#halted = halted ?? (signal?.aborted ? errorOf(signal.reason) : undefined)
  }

  /** What is said of a row that has no answer. */
  #left(wasSent: boolean): { readonly status: 'failed' | 'unknown'; readonly error: RowError } {
    const { message = 'It was not sent.', name = 'Error' } = this.#halted ?? {}
    // A signal's reason may be anything, such as a TimeoutError.
    const isUnknown = wasSent && this.#operation.effect === 'write' && mayBeDone(this.#halted)
    const code = codes[name] ?? (this.#options.signal?.aborted ? 'ABORTED' : 'NOT_SENT')
    return { status: isUnknown ? 'unknown' : 'failed', error: { code, message, retryable: true } }
  }
}

/** What is said where the gateway said nothing. */
const codes: Readonly<Record<string, string>> = {
  GatewayUnreachable: 'GATEWAY_UNREACHABLE',
  CredentialsError: 'NO_CREDENTIALS',
}

const errorOf = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)))

const PATIENCE_MS = 60_000

export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const timer = setTimeout(done, ms)
    function done() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    signal?.addEventListener('abort', done)
  })
