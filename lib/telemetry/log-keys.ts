import type { MetricName } from './metric-table.ts'

/**
 * Every key of a log line but the metrics' own, with its meaning: `docs/observability.md` is printed from this, and no line can
 * hold another.
 */
export const logKeys = {
  level: 'DEBUG, INFO, WARN or ERROR',
  timestamp: 'When the line was written: RFC 3339 in UTC, with milliseconds',
  message: 'What happened, in words that stay the same',
  service: 'The stack that wrote it (`SERVICE_NAME`); a dimension of every metric',
  requestId: 'Of the HTTP request, or of the invocation an event came with; a job keeps that of whoever asked for it',
  invocationId: 'Of the worker’s invocation that did the job',
  traceId: 'Of the trace the request belongs to: the second part of its `traceparent`',
  caller: 'Who asked: `{account}/{role}`, a user’s ARN, or `event:{source}`',
  operation:
    'What was asked for, such as `friends.update`; `(unknown)` where there is no such operation, or entries of a batch ask for several',
  app: 'Whose app it is; `(unknown)` as long as no secret has proved that there is one of this name',
  askedOperation: 'The name as it was asked for, where `operation` is `(unknown)`',
  askedApp: 'The name as it was asked for, where `app` is `(unknown)`',
  path: 'Of the HTTP request where it names no operation, `…` for each part that is none of ours; of an upstream call, its path',
  status: 'HTTP status of the answer',
  outcome: '`ok`, `partial`, `failed` or `unknown`',
  code: 'The error’s code, or the one that most items share',
  detail: 'What the caller was told, where it was not allowed to ask',
  pointer: 'Where in the body the first fault is',
  counts: 'How many items of one upstream call ended how, or entries of a batch were refused with which code',
  jobId: 'Of the job it became, that is done or looked up, or that the doorbell is for',
  owner: 'Whose the job is that was looked up: the caller who asked for it',
  eventId: 'Of the event that asked for it',
  messageId: 'Of the doorbell in the queue',
  detailType: 'Of an event that was dropped',
  isKnown: 'Whether the event had been queued before',
  isReplayed: 'Whether the answer is an earlier one under the same Idempotency-Key',
  attempts: 'Attempts of the job that did not get on, this one included',
  merged: 'How many jobs went out together',
  ageMs: 'Milliseconds since the job was accepted, when its attempt had ended',
  ms: 'How long the upstream call took, in milliseconds',
  seconds: 'Until the doorbell comes back; how much our clock is corrected by, negative where it is fast',
  reason:
    'Why the doorbell comes back; why the job or letter was put away: the code in its dead letter, or the mark that `npm run redrive` shows; what became of a refused result',
  count: 'How many messages or results it is about',
  times: 'How often it happened since the last such line',
  meaning: 'What goes on without the part that is out of reach',
  error: 'What broke: our own words, AWS’s, or a stack',
  fault: 'What is wrong with the secret, and nothing of the secret',
  servedStale: 'Whether the secret as last read serves on',
  holdSeconds: 'How long nothing is sent with the credentials',
  host: 'Of Chat’s: the one that the call went to last, or that can’t be reached, or is back',
  strangers: 'Entries of the reply that nobody had asked for',
  end: 'HTTP status of the upstream call, or why there is none',
  httpStatus: 'Of an answer that came with another one than 200, in place of Chat’s',
  contentType: 'What such an answer, or one that could not be understood, says its body is',
  bytes: 'How long its body was, as far as it was read',
  particular: 'What of Chat’s answer could not be understood: which rule, and where; never a value of it',
  errorCode: 'The upstream’s own code for the whole call, or for the credentials of the current secret',
  _aws: 'Makes CloudWatch count the line’s metrics (embedded metric format)',
} as const

export type LogKey = keyof typeof logKeys

/** What a log line says beside its message. */
export type Fields = { readonly [K in LogKey | MetricName]?: unknown }
