import type { MetricName } from './metric-table.ts'

/**
 * Every key that a log line may hold, except the names of metrics. `docs/observability.md` is printed from this list, and the type
 * checker refuses a line with any other key.
 */
export const logKeys = {
  level: 'DEBUG, INFO, WARN or ERROR',
  timestamp: 'When the line was written: RFC 3339 in UTC, with milliseconds',
  message: 'What happened, in words that stay the same',
  service: 'The stack that wrote it (`SERVICE_NAME`); a dimension of every metric',
  version: 'What wrote it: the package’s version, and behind a `+` the commit (`VERSION`)',
  requestId:
    'Id of the HTTP request, or of the invocation that an event came with; a job keeps the id of the request that asked for it',
  invocationId: 'Id of the worker’s invocation that did the job',
  traceId: 'Id of the trace that the request belongs to: the second part of its `traceparent`',
  caller: 'Who asked: `{account}/{role}`, a user’s ARN, or `event:{source}`',
  operation:
    'What was asked for, such as `friends.update`; `(unknown)` where there is no such operation, or entries of a batch ask for several',
  app: 'The app’s name; `(unknown)` until a secret has proved that there is such an app',
  askedOperation: 'The name as it was asked for, where `operation` is `(unknown)`',
  askedApp: 'The name as it was asked for, where `app` is `(unknown)`',
  path: 'Path of an HTTP request that names no operation, with `…` for each part that is unknown; or path of an upstream call',
  status: 'HTTP status of the answer',
  outcome: '`ok`, `partial`, `failed` or `unknown`',
  code: 'The error’s code, or the one that most items share',
  detail: 'What the caller was told, where the policy refused it',
  pointer: 'Where in the body the first fault is',
  counts: 'Items of one upstream call by how they ended, or refused entries of a batch by code',
  checks:
    'What a look at the app’s health found: of each part `ok`, the code of what is wrong, or why it was not looked at',
  jobId: 'Id of the job: the one it became, that is done or looked up, or that the doorbell is for',
  owner: 'The caller who asked for the job that was looked up',
  eventId: 'Id of the event that asked for it',
  messageId: 'Id of the doorbell in the queue',
  detailType: '`detail-type` of an event that was dropped',
  isKnown: 'Whether the event had been queued before',
  isReplayed: 'Whether the answer is an earlier one under the same Idempotency-Key',
  attempts: 'Attempts of the job that brought nothing, this one included',
  merged: 'How many jobs went out together',
  ageMs: 'Milliseconds from the job’s acceptance to the end of this attempt',
  ms: 'How long the upstream call took, in milliseconds',
  seconds:
    'Seconds until the doorbell comes back; or seconds by which our clock is corrected, negative where it is fast',
  reason:
    'Why the doorbell comes back; why a job or letter was put away, as its dead letter says; what became of a refused result',
  count: 'How many messages or results the line is about',
  times: 'How often it happened since the last such line',
  meaning: 'What the gateway does while the part is out of reach',
  error: 'What broke: our own words, AWS’s words, or a stack',
  fault: 'What is wrong with the secret, and nothing of the secret',
  servedStale: 'Whether the secret as it was last read is used on',
  holdSeconds: 'How long nothing is sent with the credentials',
  host: 'A host of Chat: where the call went last, or which one can’t be reached or is back',
  strangers: 'Entries of the reply that nobody had asked for',
  end: 'HTTP status of the upstream call, or the reason why there is none',
  httpStatus: 'HTTP status of an upstream answer, where it is not 200',
  contentType: 'Content type of such an answer, or of one that could not be understood',
  bytes: 'Bytes of its body that were read',
  particular: 'Which rule Chat’s answer broke, and where; never a value of it',
  errorCode: 'The upstream’s own code for the whole call, or for the credentials of the current secret',
  _aws: 'Makes CloudWatch count the line’s metrics (embedded metric format)',
} as const

export type LogKey = keyof typeof logKeys

/** What a log line says beside its message. */
export type Fields = { readonly [K in LogKey | MetricName]?: unknown }
