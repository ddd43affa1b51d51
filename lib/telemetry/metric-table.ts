export interface MetricRow {
  readonly unit: 'Count' | 'Milliseconds'
  /** How finely CloudWatch keeps it beside the sum of the whole service: `dimensions` below. */
  readonly by: 'operation' | 'app' | 'service'
  readonly meaning: string
}

// Each pair of an operation and an app that occurs costs one more custom metric a month for every metric of the first kind. So only
// what tells an operation's callers how it does is of that kind (docs/decisions/0032-metrics-by-operation.md says what that saves).
const byOperation = { by: 'operation', unit: 'Count' } as const
const byApp = { by: 'app', unit: 'Count' } as const
const timeByApp = { by: 'app', unit: 'Milliseconds' } as const
const service = { by: 'service', unit: 'Count' } as const

const table = {
  Requests: {
    ...byOperation,
    meaning:
      'Requests over HTTP, entries of batches, and events; each counts once. An event whose queueing AWS delays counts when it is queued',
  },
  Latency: {
    by: 'operation',
    unit: 'Milliseconds',
    meaning:
      'Time from a valid request to its answer, or until it stands in the queue; refused entries of a batch have none',
  },
  Replays: { ...byApp, meaning: 'Requests answered with an earlier answer under the same Idempotency-Key' },
  JobAttempts: { ...byApp, meaning: 'Attempts of the worker at a job, whatever became of them' },
  JobsBroken: { ...byApp, meaning: 'Attempts of the worker that broke because the gateway itself failed' },
  JobsPutOff: {
    ...service,
    meaning:
      'Attempts of the worker at jobs whose operation its version does not know: they wait for a version that does, and after the last attempt are put away as letters',
  },
  QueueAge: { ...timeByApp, meaning: 'Age of a job when the worker takes it, at each attempt' },
  ItemsOk: { ...byApp, meaning: 'Items that are done' },
  ItemsPending: { ...byApp, meaning: 'Items that wait for somebody’s consent' },
  ItemsFailed: { ...byApp, meaning: 'Items for which it is proved that nothing was done' },
  ItemsUnknown: { ...byApp, meaning: 'Items that were sent, and nobody knows whether they took effect' },
  CallerFaults: {
    ...byOperation,
    meaning: 'Requests and attempts at jobs that did nothing, where the caller must act',
  },
  OperatorFaults: {
    ...byOperation,
    meaning: 'The same where an operator must act: on a secret, Chat’s console, or an AWS service the gateway needs',
  },
  UpstreamFaults: { ...byOperation, meaning: 'The same where Chat is to blame' },
  Waits: { ...byOperation, meaning: 'The same where waiting helps: a quota, a conflict, a deadline' },
  InternalFaults: { ...byOperation, meaning: 'The same where the gateway itself failed' },
  UpstreamCalls: { ...byApp, meaning: 'Calls that went out to Chat' },
  BackupCalls: { ...byApp, meaning: 'Of these, the ones that went to a backup host because the first was unreachable' },
  Failovers: {
    ...byApp,
    meaning: 'Unreachable hosts that an instance left for another; the first call to the other host counts it',
  },
  Retries: { ...byApp, meaning: 'Calls that repeated an earlier one for the items that were still open' },
  Conflicts: { ...byApp, meaning: 'Calls that met another writer of the account' },
  Throttles: { ...byApp, meaning: 'Calls that Chat refused because the quota was exceeded' },
  QuotaWaits: { ...byApp, meaning: 'Calls that waited 50 ms or longer for their slot in the quota' },
  QuotaWaitTime: { ...timeByApp, meaning: 'How long the calls of one request waited for their slots, together' },
  QuotaRefusals: { ...byApp, meaning: 'Calls that were not sent because no slot in the quota came in time' },
  CredentialRefusals: {
    ...byApp,
    meaning: 'Calls whose UserSig Chat refused; a change of keys causes one or two',
  },
  CredentialsHeld: {
    ...service,
    meaning: 'Times every UserSig of an app was refused, so that nothing was sent for it for a minute',
  },
  ClockSkewCorrected: { ...service, meaning: 'Times the clock for signing was corrected by Chat’s clock' },
  SecretsUnavailable: {
    ...service,
    meaning: 'Reads of an app’s secret that failed, or found one that can’t be used',
  },
  Unhealthy: {
    ...service,
    meaning:
      'Answers of `GET /v1/health?app=` that were 503, since something fails that the app stands on. No request failed by them, so that the alarm `server-errors` leaves them out',
  },
  AccessRefused: { ...byApp, meaning: 'Requests that their caller may not make' },
  StateTableOutages: { ...service, meaning: 'Times the state table was out of reach' },
  AnswersNotStored: {
    ...service,
    meaning: 'Answers that could not be stored: a repeat under their Idempotency-Key will not get them',
  },
  ResultsNotPut: { ...service, meaning: 'Result events that the bus did not take' },
  JobsNotTakenBack: {
    ...service,
    meaning:
      'Jobs that were stored, but no doorbell could be sent and they could not be removed: their callers were told `unknown`',
  },
  ResultsRefused: {
    ...service,
    meaning: 'Result events that the bus refused for good: a shorter one was sent, or the result became a dead letter',
  },
  LettersMovedBack: { ...service, meaning: 'Dead letters of jobs that somebody moved back into the jobs queue' },
  LettersRefused: {
    ...service,
    meaning: 'Of these, the ones that did not fit the job they named: they revive nothing',
  },
  OwnEventsDropped: { ...service, meaning: 'Events of the gateway’s own that a rule sent back to it' },
  EventsNotUnderstood: {
    ...service,
    meaning: 'Invocations with an input that none of the function’s triggers sends; they fail',
  },
  DoorbellsNotAnswered: {
    ...service,
    meaning: 'Doorbells that were handed back because a service that the worker needs was out of reach',
  },
} as const satisfies Readonly<Record<string, MetricRow>>

export type MetricName = keyof typeof table

/** Every metric there is: `docs/observability.md` is printed from it, and dashboard and alarms are held to it. */
export const metrics: Readonly<Record<MetricName, MetricRow>> = table

export const NAMESPACE = 'ChatGateway'

/** The sets of dimensions under which CloudWatch keeps a metric. */
export const dimensions: Readonly<Record<MetricRow['by'], readonly (readonly string[])[]>> = {
  operation: [['service'], ['service', 'operation', 'app']],
  app: [['service'], ['service', 'app']],
  service: [['service']],
}
