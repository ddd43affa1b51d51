/** What one piece of work takes of AWS. */
export interface Use {
  /** Calls of AWS that it makes and waits for. */
  readonly awsCalls: number
  /** Of these, to the queue; Lambda's own pollers ask besides. */
  readonly queueCalls: number
  /** Units of DynamoDB. */
  readonly writes: number
  readonly reads: number
  readonly logLines: number
  readonly logBytes: number
  /** What DEBUG adds: a line for each call to Chat. */
  readonly debugBytes: number
}

/**
 * What the gateway takes for a friends.update of one friend and of a hundred, with remarks of forty characters, counted in front of local
 * engines. `test/flow/queue/cost-facts.test.ts` counts again, and fails where this is no longer so.
 */
export const measured = {
  /** Answered over HTTP at once. */
  now: {
    one: { awsCalls: 1, queueCalls: 0, writes: 1, reads: 0, logLines: 1, logBytes: 790, debugBytes: 260 },
    hundred: { awsCalls: 1, queueCalls: 0, writes: 1, reads: 0, logLines: 1, logBytes: 792, debugBytes: 260 },
  },
  /** Written down as a job, with a ring for the worker. */
  queued: {
    one: { awsCalls: 4, queueCalls: 1, writes: 3, reads: 0, logLines: 1, logBytes: 685, debugBytes: 0 },
    hundred: { awsCalls: 4, queueCalls: 1, writes: 6, reads: 0, logLines: 1, logBytes: 685, debugBytes: 0 },
  },
  /** A job that the worker does alone. */
  worked: {
    one: { awsCalls: 8, queueCalls: 0, writes: 5, reads: 3, logLines: 1, logBytes: 792, debugBytes: 260 },
    hundred: { awsCalls: 8, queueCalls: 0, writes: 9, reads: 3, logLines: 1, logBytes: 794, debugBytes: 260 },
  },
  /** A job of one friend, one of forty of its account that go out together. */
  workedOfForty: {
    awsCalls: 0.53,
    queueCalls: 0,
    writes: 2.1,
    reads: 2.6,
    logLines: 1,
    logBytes: 740,
    debugBytes: 7,
  },
  /** What stays of a job in the table when it is done, with one friend and with a hundred. */
  jobBytes: { one: 800, hundred: 4450 },
  /** What a call to Chat has for a body, with one friend and with a hundred. */
  callBytes: { one: 155, hundred: 11_233 },
} as const satisfies Record<string, unknown>

export const MERGED = 40
export const HUNDRED = 100

/** What the packaged template has; `test/package/cost-template.test.ts` counts again. */
export const packaged = {
  alarmMetrics: 33,
  dashboards: 1,
  /** In GB. */
  memory: { http: 0.5, events: 0.25, worker: 0.5 },
  /** Doorbells that the worker gets at once. */
  batch: 10,
  jobDays: 7,
  logDays: 30,
} as const

/** What could not be measured here, each on the safe side. */
export const assumed = {
  /** A call of DynamoDB, SQS or EventBridge, in milliseconds. */
  awsMs: 5,
  /** A processor's milliseconds for a request or a job at 512 MB, where Lambda gives less than a third of one (docs/performance.md). */
  ownMs: 2,
  /** What Lambda itself logs of an invocation. */
  platformBytes: 700,
  /** What CloudWatch counts for each line beside its bytes. */
  lineBytes: 26,
  /** How much of a log is left once it is compressed. */
  compressed: 0.15,
  /** Head of a call to Chat: signature, headers, TLS. */
  callHeadBytes: 1000,
  /** A call of AWS through a NAT gateway, both directions. */
  awsCallBytes: 2500,
  natGateways: 2,
  /** Lambda's pollers of a quiet queue: five, 20 s each. */
  idlePolls: 648_000,
  /** A busy minute in relation to the mean, for how many instances are up. */
  peak: 2,
  /** Webhooks are not built: one event each, no table, as /webhooks is to do it. */
  webhook: {
    awsCalls: 1,
    queueCalls: 0,
    writes: 0,
    reads: 0,
    logLines: 1,
    logBytes: 700,
    debugBytes: 0,
  },
} as const
