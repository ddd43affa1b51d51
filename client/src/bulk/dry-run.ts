import { asMistake } from '../cli/connect.ts'
import { printable } from '../cli/printable.ts'
import type { ReadBefore } from '../printed/columns.ts'
import { type OperationRow, operations } from '../printed/table.ts'
import { Dispatch } from '../rows/dispatch.ts'
import { Pace } from '../rows/pace.ts'
import type { Body, Lane } from '../rows/portion.ts'
import { sleep } from '../rows/send-rows.ts'
import { type Chunk, ChunkLanes } from './chunks.ts'
import { type Change, changesOf, type Reading, readings } from './diff.ts'
import type { BulkExit, BulkOptions } from './options.ts'
import type { Prepared } from './prepare.ts'
import { count, duration, Progress } from './progress.ts'

const MOST_SHOWN = 20
const MOST_SAMPLES = 3
const CONCURRENCY = 16

/** What would be sent. */
interface Sending {
  requests: number
  calls: number
  readonly samples: Body[]
}

/** What was found where an operation reads what this one sets. */
interface Found {
  change: number
  same: number
  readonly notRead: Map<string, number>
  readonly changes: Change[]
}

/** Says what a run would send, and what it would change where that can be read. Sends no write, and leaves nothing behind. */
export async function dryRun(prepared: Prepared, options: BulkOptions): Promise<BulkExit> {
  const { bulk, source, rate } = prepared
  const sending: Sending = { requests: 0, calls: 0, samples: [] }
  const chunks = chunksOf(prepared, sending)
  const found: Found = { change: 0, same: 0, notRead: new Map(), changes: [] }
  let halted: Error | undefined
  if (bulk.reads) halted = await compare(prepared, options, bulk.reads, chunks, found)
  else for (const _ of chunks);
  const { notRead, ...compared } = found
  const told = {
    dryRun: true,
    operation: prepared.row.name,
    rows: source.index.size,
    requests: sending.requests,
    calls: sending.calls,
    seconds: Math.ceil(sending.calls / rate),
    ...(bulk.reads && { ...compared, notRead: Object.fromEntries(notRead) }),
    samples: sending.samples,
  }
  if (halted) options.err.write(`${printable(asMistake(halted)?.message ?? halted.message)}\n`)
  options.out.write(options.json ? `${JSON.stringify(told)}\n` : inWords(told, bulk.reads?.operation))
  if (options.signal?.aborted) return 130
  if (!halted) return 0
  return halted.name === 'CredentialsError' ? 4 : halted.name === 'GatewayUnreachable' ? 5 : 1
}

/** All chunks, counted as they go by. */
function* chunksOf({ source, mostRows, bulk, itemId, row }: Prepared, sending: Sending): Generator<Chunk> {
  const none = { ended: new Uint32Array(source.index.size), open: new Map() }
  const rules = { most: mostRows, perCall: bulk.perCall, ...(itemId !== undefined && { itemId }) }
  const lanes = new ChunkLanes(source, none, rules)
  for (let lane = lanes.next(); lane; lane = lanes.next()) {
    for (let chunk = lane.next(); chunk; chunk = lane.next()) {
      sending.requests += 1
      sending.calls += chunk.calls
      const { envelope, items } = chunk
      if (sending.samples.length < MOST_SAMPLES) {
        sending.samples.push({
          ...envelope,
          ...(items && row.items && { [row.items.member]: items.slice(0, MOST_SAMPLES) }),
        })
      }
      yield chunk
    }
  }
}

/** Reads what rows would set, and compares. @returns what ended it early, if anything did */
async function compare(
  { row, rate, itemId, source }: Prepared,
  { exchange, signal, err }: BulkOptions,
  reads: ReadBefore,
  chunks: Iterable<Chunk>,
  found: Found,
): Promise<Error | undefined> {
  const rows: Readonly<Record<string, OperationRow>> = operations
  const operation = rows[reads.operation]
  if (!operation) throw new Error(`${row.name} is compared by ${reads.operation}, which is no operation`)
  const all = readings(chunks, reads, itemId)
  let read = 0
  const progress = new Progress(err, source.index.size, () => ({ rows: read, failed: 0, unknown: 0 }), Date.now)
  const dispatch = new Dispatch<Reading>({
    exchange,
    operation,
    nextLane: () => {
      const { value: reading } = all.next()
      return reading && laneOf(reading)
    },
    pace: new Pace(rate, Date.now),
    concurrency: CONCURRENCY,
    throwsWhenRefused: true,
    stop: signal,
    signal,
    now: Date.now,
    random: Math.random,
    sleep,
    after: async (settled) => {
      for (const [{ of, items = [] }, verdicts] of settled) {
        for (const subject of of) {
          read += 1
          const verdict = verdicts[items.indexOf(subject.id)]
          if (verdict?.status === 'ok') note(found, changesOf(subject, currentOf(verdict.said, reads), reads.members))
          else found.notRead.set(verdict?.error?.code ?? '', (found.notRead.get(verdict?.error?.code ?? '') ?? 0) + 1)
        }
      }
    },
  })
  const { halted } = await dispatch.run()
  progress.end()
  return halted
}

/** Readings wait for nobody: each has a lane of its own. */
function laneOf(reading: Reading): Lane<Reading> {
  const left = [reading]
  return { next: () => left.pop() }
}

const currentOf = (said: Body, { at }: ReadBefore): Body => (at === '' ? said : (Object(said[at]) as Body))

function note(found: Found, changes: readonly Change[]): void {
  if (changes.length === 0) found.same += 1
  else found.change += 1
  found.changes.push(...changes.slice(0, MOST_SHOWN - found.changes.length))
}

interface Told extends Partial<Omit<Found, 'notRead'>> {
  readonly operation: string
  readonly rows: number
  readonly requests: number
  readonly calls: number
  readonly seconds: number
  readonly notRead?: Readonly<Record<string, number>>
  readonly samples: readonly Body[]
}

function inWords(told: Told, readBy: string | undefined): string {
  const { operation, rows, requests, calls, seconds, change = 0, same = 0, notRead = {}, changes = [], samples } = told
  const lines = [
    `Dry run: ${operation} would send ${count(rows)} rows in ${count(requests)} requests, ${count(calls)} calls of Chat, ${duration(seconds)}.`,
  ]
  if (readBy === undefined) {
    lines.push(
      'Nothing reads what it sets, so these are the first bodies:',
      ...samples.map((body) => `  ${printable(JSON.stringify(body))}`),
    )
    return `${lines.join('\n')}\n`
  }
  lines.push(`${count(change)} rows would change something; ${count(same)} are so already (${readBy}).`)
  for (const [code, many] of Object.entries(notRead))
    lines.push(`  ${count(many).padStart(9)}  could not be read: ${printable(code)}`)
  for (const { row, userId, member, from, to } of changes) {
    lines.push(`  row ${row + 1}  ${printable(userId)}  ${printable(member)}: ${shown(from)} -> ${shown(to)}`)
  }
  if (change > changes.length) lines.push('  …')
  return `${lines.join('\n')}\n`
}

const shown = (value: unknown): string => printable(JSON.stringify(value) ?? 'nothing')
