interface MetricRow {
  readonly unit: 'Count' | 'Milliseconds'
  /** Whether it is counted by operation and app too, on the line of each request and job; else for the service alone. */
  readonly by: 'call' | 'service'
  readonly meaning: string
}

const call = { by: 'call', unit: 'Count' } as const
const duration = { by: 'call', unit: 'Milliseconds' } as const
const service = { by: 'service', unit: 'Count' } as const

const table = {
  Requests: {
    ...call,
    meaning:
      'Requests over HTTP, entries of batches and events, each once; an event that AWS keeps from being queued counts when it is',
  },
  Latency: {
    ...duration,
    meaning:
      'From a valid request to its answer; of what is queued, to its place in the queue; of no refused entry of a batch',
  },
  Replays: { ...call, meaning: 'Requests answered with an earlier answer under the same Idempotency-Key' },
  JobAttempts: { ...call, meaning: 'Attempts of the worker at a job, whatever became of them' },
  JobsBroken: { ...call, meaning: 'Of these, such as broke for a reason of ours' },
  QueueAge: { ...duration, meaning: 'Age of a job when the worker takes it, at each attempt' },
  ItemsOk: { ...call, meaning: 'Items that are done' },
  ItemsPending: { ...call, meaning: 'Items that wait for somebody’s consent' },
  ItemsFailed: { ...call, meaning: 'Items of which it is proved that nothing was done' },
  ItemsUnknown: { ...call, meaning: 'Items that were sent and of which nobody knows whether they took effect' },
  CallerFaults: { ...call, meaning: 'Requests and attempts at jobs of which nothing was done and the caller must act' },
  OperatorFaults: {
    ...call,
    meaning: 'The same where an operator must act: a secret, the console, what the gateway stands on',
  },
  UpstreamFaults: { ...call, meaning: 'The same where Chat is to blame' },
  Waits: { ...call, meaning: 'The same where waiting helps: a quota, a conflict, a deadline' },
  InternalFaults: { ...call, meaning: 'The same where the gateway itself broke' },
  UpstreamCalls: { ...call, meaning: 'Calls that went out to Chat' },
  BackupCalls: { ...call, meaning: 'Of these, such as went to a backup host, since the first was gone' },
  Failovers: {
    ...call,
    meaning:
      'Times an instance found a host gone and left it for another; it counts for the call that was the first to go there',
  },
  Retries: { ...call, meaning: 'Repeats of a call for the sake of items still worth it' },
  Conflicts: { ...call, meaning: 'Calls that met another writer of the account' },
  Throttles: { ...call, meaning: 'Calls that Chat refused since the quota was exceeded' },
  QuotaWaits: { ...call, meaning: 'Calls that waited for their place in the quota for 50 ms or longer' },
  QuotaWaitTime: { ...duration, meaning: 'How long the calls of one request waited so, together' },
  QuotaRefusals: { ...call, meaning: 'Calls that were not sent since no place in the quota came in time' },
  CredentialRefusals: {
    ...call,
    meaning: 'Calls whose UserSig Chat refused; one or two are what a change of keys looks like',
  },
  CredentialsHeld: { ...service, meaning: 'Times an app’s credentials were refused altogether and held for a minute' },
  ClockSkewCorrected: { ...service, meaning: 'Times the clock for signing was set by Chat’s own' },
  SecretsUnavailable: {
    ...service,
    meaning: 'Reads of an app’s secret that failed, or brought one that can’t be used',
  },
  AccessRefused: { ...call, meaning: 'Requests that their caller may not make' },
  StateTableOutages: { ...service, meaning: 'Times the state table was out of reach' },
  AnswersNotStored: { ...service, meaning: 'Answers that a repeat under their key will not get' },
  ResultsNotPut: { ...service, meaning: 'Result events that the bus did not take' },
  JobsNotTakenBack: {
    ...service,
    meaning:
      'Jobs that nobody could be rung for and whose place could not be taken back: their callers were told `unknown`',
  },
  ResultsRefused: {
    ...service,
    meaning: 'Times the bus refused a result event for good: it was told bare then, or put away as a letter',
  },
  LettersMovedBack: { ...service, meaning: 'Letters of jobs that came back through the jobs queue' },
  LettersRefused: {
    ...service,
    meaning: 'Letters that came back so and did not fit the job they named: they revive nothing',
  },
  OwnEventsDropped: { ...service, meaning: 'Events that came back to the function though they are the gateway’s own' },
  EventsNotUnderstood: {
    ...service,
    meaning: 'Invocations with what no trigger of the function sends, such as a worker’s without `Records`; they fail',
  },
  DoorbellsNotAnswered: {
    ...service,
    meaning: 'Doorbells that came back since something the worker stands on was out of reach',
  },
} as const satisfies Readonly<Record<string, MetricRow>>

export type MetricName = keyof typeof table

/** Every metric there is: `docs/observability.md` is printed from it, and dashboard and alarms are held to it. */
export const metrics: Readonly<Record<MetricName, MetricRow>> = table

export const NAMESPACE = 'ChatGateway'

/** The sets of dimensions under which CloudWatch keeps a metric. */
export const dimensions: Readonly<Record<MetricRow['by'], readonly (readonly string[])[]>> = {
  call: [['service'], ['service', 'operation', 'app']],
  service: [['service']],
}
