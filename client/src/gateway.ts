import type { CallOptions, ManyOptions, WriteOptions } from './answers/options.ts'
import { type Judged, type Reply, replyOf } from './answers/reply.ts'
import { errorOf } from './answers/unions.ts'
import { type AnyEntry, type Batch, sendBatch } from './batch.ts'
import { type Body, type Core, callOperation, keyOf, requestOf } from './call.ts'
import { createJobs, type Jobs, type QueuedJob, queuedJob } from './jobs.ts'
import { pagesFrom } from './pages.ts'
import type { Families } from './printed/gateway.ts'
import type { Accepted, Health, HealthCheck } from './printed/parts.ts'
import { type OperationRow, operations } from './printed/table.ts'
import type { RowAnswer } from './rows/row-answer.ts'
import { sendRows } from './rows/send-rows.ts'
import { readNumber, readSettings, type Settings } from './settings.ts'
import { createExchange } from './transport/exchange.ts'
import type { GatewayReply } from './transport/messages.ts'

/** What a look at all that an app stands on has found. */
export interface AppChecked {
  /** `failed` where any of `checks` did. */
  readonly status: 'ok' | 'failed'
  /** To be named to an operator. */
  readonly requestId: string
  readonly app: string
  /** When it was looked at: one look is told to all who ask within 10 s. */
  readonly checkedAt: string
  readonly checks: readonly HealthCheck[]
}

/** All that a gateway can be asked for. */
export interface Gateway extends Families, Jobs {
  readonly batch: Batch
  /** Whether the gateway answers, in which version, and which operations it has. It asks neither Chat nor AWS. */
  readonly health: (options?: CallOptions) => Promise<Health>
  /**
   * Looks at all that an app stands on: its secret, Chat, tables, queue and bus. It takes a grant of `health.check`. What fails is told
   * and not thrown: see `status`.
   * @throws GatewayError such as FORBIDDEN
   */
  readonly checkHealth: (app: string, options?: CallOptions) => Promise<AppChecked>
}

/**
 * A client of one gateway. Nothing is sent, and no credentials are looked for, before the first call.
 * @throws SettingsError
 */
export function createGateway(given: Settings): Gateway {
  const settings = readSettings(given)
  const core: Core = { settings, exchange: createExchange(given) }
  const jobs = createJobs(core.exchange, settings.clock)
  const families: Record<string, Record<string, unknown>> = {}
  for (const row of Object.values(operations)) {
    families[row.family] = { ...families[row.family], [row.method]: methodOf(row, core, jobs) }
  }
  return {
    ...(families as unknown as Families),
    ...jobs,
    batch: ((entries: readonly AnyEntry[], options: WriteOptions = {}) => sendBatch(entries, options, core)) as Batch,
    health: async (options = {}) => whole(await askHealth('', options, core)),
    checkHealth: async (app, options = {}) =>
      checkedIn(await askHealth(`?app=${encodeURIComponent(app)}`, options, core)),
  }
}

/** The method of an operation, with those beside it that its row allows. */
function methodOf(row: OperationRow, core: Core, jobs: Jobs): unknown {
  const call = (body: Body, options: WriteOptions = {}): Reply<Judged> =>
    replyOf(callOperation(row, body, options, core))
  return Object.assign(call, {
    ...(row.effect === 'write' && {
      respondAsync: (body: Body, options: WriteOptions = {}) => queue(row, body, options, core, jobs),
    }),
    ...(row.items && {
      many: (rows: Iterable<Body> | AsyncIterable<Body>, options: ManyOptions = {}) =>
        sendMany(row, rows, options, core),
    }),
    ...(row.paged && {
      pages: (body: Body, options: CallOptions = {}) => pagesFrom(body, (next) => call(next, options)),
    }),
  })
}

/** @throws SettingsError */
function sendMany(
  row: OperationRow,
  rows: Iterable<Body> | AsyncIterable<Body>,
  { signal, rate, concurrency, idempotency }: ManyOptions,
  { exchange, settings }: Core,
): AsyncIterable<RowAnswer> {
  const { clock, random } = settings
  return sendRows(exchange, row, rows, {
    ...(signal && { signal }),
    ...(rate !== undefined && { rate: readNumber('rate', rate, rate, 1) }),
    ...(concurrency !== undefined && { concurrency: readNumber('concurrency', concurrency, concurrency, 1) }),
    idempotencyKey: keyOf({ idempotency }, settings) ?? false,
    now: clock.now,
    // Whoever gives up is told of by the rows that are left.
    sleep: (ms, stop) => clock.sleep(ms, stop).catch(() => undefined),
    random,
  })
}

async function queue(
  row: OperationRow,
  body: Body,
  options: WriteOptions,
  { exchange, settings }: Core,
  jobs: Jobs,
): Promise<QueuedJob<Judged>> {
  const request = requestOf(row, body, options, settings)
  const reply = await exchange({ ...request, headers: { ...request.headers, prefer: 'respond-async' } })
  if (reply.status !== 202) throw errorOf(reply, request.idempotencyKey !== undefined)
  return queuedJob(reply.body as Accepted, jobs)
}

const askHealth = (query: string, { signal, timeoutMs }: CallOptions, { exchange }: Core): Promise<GatewayReply> =>
  exchange({ method: 'GET', path: `/v1/health${query}`, effect: 'read', signal, timeoutMs })

function whole<Body>(reply: GatewayReply): Body {
  if (reply.status >= 300) throw errorOf(reply, false)
  return reply.body as Body
}

/** The problem of an app that is not well says as much as the answer of one that is. */
function checkedIn(reply: GatewayReply): AppChecked {
  const { app, checkedAt, checks, requestId, ...rest } = reply.body as Partial<AppChecked>
  if (app === undefined || checkedAt === undefined || checks === undefined || requestId === undefined)
    throw errorOf(reply, false)
  return { status: rest.status === 'ok' ? 'ok' : 'failed', requestId, app, checkedAt, checks }
}
