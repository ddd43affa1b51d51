import { isGranted } from './access.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { type ConnectBus, type Edges, realEdges } from './edges.ts'
import { createFlow, type Flow } from './flow/run.ts'
import { Turns } from './flow/turns.ts'
import { createAccept } from './jobs/accept.ts'
import { Backlogs } from './jobs/backlogs.ts'
import { JobQueue } from './jobs/job-queue.ts'
import { Jobs } from './jobs/jobs.ts'
import { Idempotency } from './ledger/idempotency.ts'
import { Leases } from './ledger/leases.ts'
import { StateTable } from './ledger/state-table.ts'
import { perSecondOf } from './quota/limit.ts'
import { Pace } from './quota/pace.ts'
import { SharedQuota } from './quota/quota.ts'
import { createLog, type Log } from './telemetry/log.ts'
import { Credentials } from './upstream/credentials/credentials.ts'
import { SecretCache } from './upstream/credentials/secret-cache.ts'
import { Upstream } from './upstream/deliver.ts'
import { Hosts } from './upstream/hosts.ts'
import { type Counted, limitOf, type Patience } from './upstream/place.ts'
import { RetryBudget } from './upstream/retry.ts'

/** What every trigger stands on. */
export interface Gateway {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly run: Flow
  readonly upstream: Upstream
  /**
   * Begins to read the default app's secret, for the first request that names no app. A sandbox that starts has a whole processor,
   * which one that answers has not. Nothing waits for it, and its failure is nobody's; where nobody may use that app, nothing is read.
   */
  readonly readAhead: () => void
  readonly secrets: Pick<SecretCache, 'examine'>
  /** Undefined where no table is set. */
  readonly stateTable: Pick<StateTable, 'get'> | undefined
  /** Undefined where no table is set for them. */
  readonly jobs: Jobs | undefined
  readonly queue: JobQueue
  /** Undefined where there are no jobs. */
  readonly backlogs: Backlogs | undefined
  /** Whether a call would find no place in the quota in time, as far as this instance knows. */
  readonly isFull: (call: Omit<Counted, 'part'>, patience: Patience) => boolean
  /** Calls a second that the quota has for an operation of an app, by what its row says of that. */
  readonly perSecond: (rate: number | undefined) => number
  readonly connectBus: ConnectBus | undefined
}

/** Whether work can be queued here. */
export const hasQueue = ({ jobsTable, jobsQueueUrl }: Config): boolean => jobsTable !== '' && jobsQueueUrl !== ''

/** Nothing can be done with a job while its table is out of reach, and nobody waits for more than to hear that it is queued. */
const JOBS_PATIENCE_MS = 3000

/** Puts the parts together; nothing is read or connected before the first call needs it. */
export function createGateway(config: Config, edges: Edges = realEdges): Gateway {
  const { clock, random, send, probe, connectBus } = edges
  const log = createLog(config, edges.writeLog)
  const shared = config.stateTable === '' ? undefined : createLedger(config, edges, log)
  const places = shared?.quota ?? new Pace(config.callsPerSecond, clock.now)
  const secrets = createSecrets(config, edges, log)
  const upstream = new Upstream({
    credentials: new Credentials({ secrets, userSigTtlSeconds: config.userSigTtlSeconds, now: clock.now, log }),
    budget: new RetryBudget(),
    places,
    leases: shared?.leases,
    hosts: new Hosts({ now: clock.now, probe, log }),
    send,
    clock,
    random,
    log,
    attempts: config.attempts,
    attemptTimeoutMs: config.attemptTimeoutMs,
  })
  const { accept, ...waiting } = createWaiting(config, edges, log)
  const flow = { config, upstream, turns: new Turns(), clock, idempotency: shared?.idempotency, accept }
  return {
    config,
    clock,
    log,
    run: createFlow(flow),
    upstream,
    secrets,
    stateTable: shared?.table,
    readAhead: () => {
      if (isGranted(config.accessPolicy, config.defaultApp)) secrets.readAhead(config.defaultApp)
    },
    ...waiting,
    isFull: (call, { ms, isHurried }) => places.isFull(limitOf(call), ms, isHurried),
    perSecond: (rate) => perSecondOf(rate, config.callsPerSecond),
    connectBus,
  }
}

/** What queued work stands on. */
function createWaiting(config: Config, { clock, random, connectTable, connectQueue: connect }: Edges, log: Log) {
  const queue = new JobQueue({ url: config.jobsQueueUrl, lettersUrl: config.deadLetterQueueUrl, connect })
  if (config.jobsTable === '') return { queue, jobs: undefined, backlogs: undefined, accept: undefined }
  const tableParts = { connect: connectTable, sleep: clock.sleep, random, patienceMs: JOBS_PATIENCE_MS }
  const table = new StateTable(config.jobsTable, tableParts)
  const jobs = new Jobs({ table, clock })
  const backlogs = new Backlogs({ table, queue, clock, most: config.jobsWaiting })
  const accept = hasQueue(config) ? createAccept({ jobs, queue, backlogs, clock, log }) : undefined
  return { queue, jobs, backlogs, accept }
}

function createSecrets(
  { secretPrefix, secretTtlSeconds }: Config,
  { clock, readSecrets }: Edges,
  log: Log,
): SecretCache {
  return new SecretCache({ read: readSecrets(secretPrefix), ttlMs: secretTtlSeconds * 1000, now: clock.now, log })
}

/** What instances share, over one table. */
function createLedger({ stateTable, callsPerSecond }: Config, { clock, random, connectTable }: Edges, log: Log) {
  const table = new StateTable(stateTable, { connect: connectTable, sleep: clock.sleep, random })
  return {
    table,
    quota: new SharedQuota({ table, callsPerSecond, clock, log }),
    leases: new Leases({ table, clock, random, log }),
    idempotency: new Idempotency({ table, clock, log }),
  }
}
