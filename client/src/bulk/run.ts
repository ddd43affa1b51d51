import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { asMistake } from '../cli/connect.ts'
import { type ExitCode, Mistake } from '../cli/exit-codes.ts'
import { printable } from '../cli/printable.ts'
import { BatchRefused } from '../rows/batch.ts'
import { Dispatch, mayBeDone, type Settled } from '../rows/dispatch.ts'
import { Pace } from '../rows/pace.ts'
import { sleep } from '../rows/send-rows.ts'
import { type Chunk, ChunkLanes } from './chunks.ts'
import { createCollector } from './collect-garbage.ts'
import { dryRun } from './dry-run.ts'
import { FailuresLost, writeFailures } from './failures.ts'
import { type ChunkEnd, type Earlier, Journal, JournalLost, type RunFacts } from './journal.ts'
import type { BulkExit, BulkOptions } from './options.ts'
import { type Prepared, prepare } from './prepare.ts'
import { Progress } from './progress.ts'
import { writeReport } from './report.ts'
import { endOf, Tally } from './tally.ts'

export type { BulkExit, BulkOptions }

const CONCURRENCY = 16
/** A gateway that was there may be away for so long. */
const PATIENCE_MS = 60_000
/** After Ctrl-C, what is under way may end within this time. */
const GRACE_MS = 10_000
/** Keys are known for 24 hours from when the gateway first saw them; the clocks of the two may differ. */
const KEY_MS = 23.5 * 3_600_000

/** Sends every row of a file, each once, says what became of it, and returns how it ended; what goes wrong is said on `err`. */
export async function runBulk(options: BulkOptions): Promise<BulkExit> {
  try {
    const prepared = await prepare(options)
    try {
      return options.dryRun ? await dryRun(prepared, options) : await new BulkRun(prepared, options).run()
    } finally {
      prepared.source.close()
      await prepared.input.remove()
    }
  } catch (error) {
    options.err.write(`${printable((error as Error).message)}\n`)
    return error instanceof Mistake ? bulkExit(error.exitCode) : 1
  }
}

const bulkExit = (code: ExitCode): BulkExit => code

class BulkRun {
  readonly #prepared: Prepared
  readonly #options: BulkOptions
  readonly #tally = new Tally()
  #replayed = 0
  #goesOn = false
  #hasSent = false
  readonly #collectGarbage = createCollector()

  constructor(prepared: Prepared, options: BulkOptions) {
    this.#prepared = prepared
    this.#options = options
  }

  async run(): Promise<BulkExit> {
    const { source, journalPath } = this.#prepared
    const facts = this.#facts()
    const [journal, earlier] = await Journal.open(journalPath, facts, source.index.size, Date.now, (end) =>
      this.#tally.add(end),
    )
    this.#goesOn = earlier.isThere
    const startedAt = Date.now()
    const before = this.#tally.rows
    try {
      const lanes = await this.#lanes(journal, earlier)
      const progress = new Progress(this.#options.err, source.index.size, () => this.#tally, Date.now)
      const ended = await this.#send(journal, lanes, keyOf(facts)).finally(() => progress.end())
      // A mistyped address leaves nothing behind that would be in the way of the right one.
      if (!this.#goesOn && this.#tally.rows === 0 && ended && !mayBeDone(ended)) await rm(journalPath, { force: true })
      const lost = await this.#writeFailures(journal, lanes, this.#tally.rows > before)
      return this.#end((Date.now() - startedAt) / 1000, before, ended, lost)
    } finally {
      await journal.close()
    }
  }

  #facts(): RunFacts {
    const { operation, gateway, map = '', set = '', run = '' } = this.#options
    return { operation, input: this.#prepared.source.hash, gateway, map, set, run }
  }

  /** What is left to send. Of chunks whose key is forgotten by now nobody can find out any more what became of them. */
  async #lanes(journal: Journal, earlier: Earlier): Promise<ChunkLanes> {
    const { source, mostRows, itemId, bulk } = this.#prepared
    const oldest = this.#options.idempotency === false ? Number.POSITIVE_INFINITY : Date.now() - KEY_MS
    const forgotten: ChunkEnd[] = []
    for (const [first, { rows, sentAt }] of earlier.open) {
      if (sentAt > oldest) continue
      const message = `It was sent at ${new Date(sentAt).toISOString()}, and the run broke off. Look whether it was done.`
      forgotten.push({
        first,
        rows,
        not: [['unknown', 'INTERRUPTED', message, Array.from({ length: rows }, (_, at) => at)]],
      })
      earlier.open.delete(first)
      earlier.ended[first] = rows
    }
    if (forgotten.length > 0) await this.#write(journal, forgotten)
    const rules = { most: mostRows, perCall: bulk.perCall, ...(itemId !== undefined && { itemId }) }
    return new ChunkLanes(source, earlier, rules)
  }

  async #write(journal: Journal, ends: readonly ChunkEnd[]): Promise<void> {
    await journal.ended(ends)
    for (const end of ends) this.#tally.add(end)
  }

  /** @returns what ended it before all rows were sent, if anything did */
  async #send(journal: Journal, lanes: ChunkLanes, key: string): Promise<Error | undefined> {
    const { exchange, signal, idempotency = true } = this.#options
    const { row, rate, input } = this.#prepared
    const cut = new AbortController()
    const onStop = () => setTimeout(() => cut.abort(), GRACE_MS).unref()
    signal?.addEventListener('abort', onStop)
    const dispatch = new Dispatch<Chunk>({
      exchange,
      operation: row,
      nextLane: () => lanes.next(),
      pace: new Pace(rate, Date.now),
      concurrency: CONCURRENCY,
      key: idempotency ? key : undefined,
      patienceMs: PATIENCE_MS,
      throwsWhenRefused: true,
      stop: signal,
      signal: cut.signal,
      now: Date.now,
      random: Math.random,
      sleep,
      before: async (chunks) => {
        await input.check()
        await journal.sent(
          chunks.map(({ first, rows }) => [first, rows.length] as const),
          Date.now(),
        )
        this.#hasSent = true
      },
      after: (settled) => this.#settle(journal, settled),
    })
    const { halted } = await dispatch.run()
    signal?.removeEventListener('abort', onStop)
    return halted
  }

  async #settle(journal: Journal, settled: readonly Settled<Chunk>[]): Promise<void> {
    await this.#write(
      journal,
      settled.map(([{ first }, verdicts]) => endOf(first, verdicts)),
    )
    this.#collectGarbage()
    // A run that goes on is meant to be answered so.
    if (this.#goesOn) return
    for (const [, verdicts] of settled) this.#replayed += verdicts.filter(({ isReplayed }) => isReplayed).length
  }

  /** Where nothing is new, a file that is there stays as it is: somebody may be mending it. */
  async #writeFailures(journal: Journal, lanes: ChunkLanes, isNew: boolean): Promise<Error | undefined> {
    const { failed, unknown } = this.#tally
    const { failuresPath, source } = this.#prepared
    if (failed + unknown === 0 || (!isNew && existsSync(failuresPath))) return undefined
    try {
      await writeFailures(
        failuresPath,
        journal,
        source,
        (first, places) => lanes.rowsOf(first, places),
        failed + unknown,
      )
      return undefined
    } catch (error) {
      if (error instanceof FailuresLost) return error
      throw error
    }
  }

  #end(seconds: number, before: number, halted: Error | undefined, lost: Error | undefined): BulkExit {
    const { row, source, failuresPath, journalPath } = this.#prepared
    const { failed, unknown } = this.#tally
    const isWhole = this.#tally.rows === source.index.size
    const exit = this.#exit(isWhole, halted, lost)
    const stopped = !isWhole && this.#options.signal?.aborted ? 'Stopped.' : undefined
    const ended = [halted && !stopped ? reasonOf(halted) : stopped, lost?.message].filter((text) => text !== undefined)
    writeReport(
      {
        operation: row.name,
        rows: source.index.size,
        tally: this.#tally,
        before,
        replayed: this.#replayed,
        seconds,
        failures: failed + unknown > 0 && !lost ? failuresPath : undefined,
        journal: journalPath,
        ended: ended.length > 0 ? ended.join(' ') : undefined,
        exit,
      },
      this.#options,
    )
    return exit
  }

  #exit(isWhole: boolean, halted: Error | undefined, lost: Error | undefined): BulkExit {
    if (!isWhole && this.#options.signal?.aborted) return 130
    if (halted?.name === 'CredentialsError') return 4
    if (halted?.name === 'GatewayUnreachable') return 5
    if (halted instanceof BatchRefused && (halted.status === 401 || halted.status === 403)) return 4
    if (halted instanceof BatchRefused && this.#tally.rows === 0) return 2
    const isUntouched = !this.#hasSent && !this.#goesOn
    if (isUntouched && (halted instanceof JournalLost || halted instanceof Mistake)) return 2
    return isWhole && !lost && this.#tally.failed + this.#tally.unknown === 0 ? 0 : 1
  }
}

/** In the words of the command line. */
function reasonOf(halted: Error): string {
  const needsNoTable = halted instanceof BatchRefused && halted.code === 'STATE_UNAVAILABLE'
  if (needsNoTable) return `${halted.message} --no-idempotency sends without keys.`
  return asMistake(halted)?.message ?? halted.message
}

/** The beginning of every key of a run: the same run has the same keys, whenever it goes on. */
function keyOf({ operation, input, map, set, run }: RunFacts): string {
  return `bulk-${createHash('sha256')
    .update(JSON.stringify([operation, input, map, set, run]))
    .digest('hex')}`
}
