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
import { Pace } from './quota/pace.ts'
import { SharedQuota } from './quota/quota.ts'
import { createLog, type Log } from './telemetry/log.ts'
import { Credentials } from './upstream/credentials/credentials.ts'
import { SecretCache } from './upstream/credentials/secret-cache.ts'
import { Upstream } from './upstream/deliver.ts'
import { Hosts } from './upstream/hosts.ts'
import { laneOf, type Patience } from './upstream/place.ts'
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
  /** Undefined where no table is set for them. */
  readonly jobs: Jobs | undefined
  readonly queue: JobQueue
  /** Undefined where there are no jobs. */
  readonly backlogs: Backlogs | undefined
  /** Whether a call would find no place in the quota in time, as far as this instance knows. */
  readonly isFull: (call: Parameters<typeof laneOf>[0], patience: Patience) => boolean
  readonly connectBus: ConnectBus | undefined
}

/** Whether work can be queued here. */
export const hasQueue = ({ jobsTable, jobsQueueUrl }: Config): boolean => jobsTable !== '' && jobsQueueUrl !== ''

/** Nothing can be done with a job while its table is out of reach, and nobody waits for more than to hear that it is queued. */
const JOBS_PATIENCE_MS = 3000

/** Puts the parts together; nothing is read or connected before the first call needs it. */
export function createGateway(config: Config, edges: Edges = realEdges): Gateway {
  const { clock, random, send, probe, connectTable, connectQueue: connect, connectBus } = edges
  const log = createLog(config, edges.writeLog)
  const shared = config.stateTable === '' ? undefined : createLedger(config, edges, log)
  const places = shared?.quota ?? new Pace(config.callsPerSecond, clock.now)
  const credentials = createCredentials(config, edges, log)
  const upstream = new Upstream({
    credentials,
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
  const tableParts = { connect: connectTable, sleep: clock.sleep, random }
  const jobsTable =
    config.jobsTable === ''
      ? undefined
      : new StateTable(config.jobsTable, { ...tableParts, patienceMs: JOBS_PATIENCE_MS })
  const jobs = jobsTable && new Jobs({ table: jobsTable, clock })
  const queue = new JobQueue({ url: config.jobsQueueUrl, lettersUrl: config.deadLetterQueueUrl, connect })
  const backlogs = jobsTable && new Backlogs({ table: jobsTable, queue, clock, most: config.jobsWaiting })
  const accept = jobs && backlogs && hasQueue(config) ? createAccept({ jobs, queue, backlogs, clock, log }) : undefined
  const flow = { config, upstream, turns: new Turns(), clock, idempotency: shared?.idempotency, accept }
  return {
    config,
    clock,
    log,
    run: createFlow(flow),
    upstream,
    readAhead: () => {
      if (isGranted(config.accessPolicy, config.defaultApp)) credentials.readAhead(config.defaultApp)
    },
    jobs,
    queue,
    backlogs,
    isFull: (call, { ms, isHurried }) => places.isFull(laneOf(call), ms, isHurried),
    connectBus,
  }
}

function createCredentials(config: Config, { clock: { now }, readSecrets }: Edges, log: Log): Credentials {
  const read = readSecrets(config.secretPrefix)
  const secrets = new SecretCache({ read, ttlMs: config.secretTtlSeconds * 1000, now, log })
  return new Credentials({ secrets, userSigTtlSeconds: config.userSigTtlSeconds, now, log })
}

/** What instances share, over one table. */
function createLedger({ stateTable, callsPerSecond }: Config, { clock, random, connectTable }: Edges, log: Log) {
  const table = new StateTable(stateTable, { connect: connectTable, sleep: clock.sleep, random })
  return {
    quota: new SharedQuota({ table, callsPerSecond, clock, log }),
    leases: new Leases({ table, clock, random, log }),
    idempotency: new Idempotency({ table, clock, log }),
  }
}
