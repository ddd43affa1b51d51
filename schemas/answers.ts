/**
 * What the gateway answers: the shapes that callers may count on, closed, so that a member nobody promised is noticed.
 * Nothing in the functions reads them; whoever checks answers does.
 */

const count = { type: 'integer', minimum: 0 } as const
const status = { type: 'integer', minimum: 200, maximum: 599 } as const
const code = { type: 'string', pattern: '^[A-Z][A-Z0-9_]{2,62}$' } as const
const someText = { type: 'string', minLength: 1 } as const
const operationName = { type: 'string', pattern: '^[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*$' } as const
const jobId = { type: 'string', pattern: '^\\w{1,64}$' } as const
const jobPath = { type: 'string', pattern: '^/v1/jobs/\\w{1,64}$' } as const
/** RFC 3339 in UTC, to the second. */
const utcTime = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' } as const
/** What an answer left out since it would have been too large. */
const omitted = { type: 'array', minItems: 1, items: someText } as const

const closed = <const P extends object, const R extends readonly (keyof P & string)[]>(properties: P, required: R) =>
  ({ type: 'object', additionalProperties: false, required, properties }) as const

/** What Chat said, or with which HTTP status something on the way answered in its place. */
const upstream = {
  type: 'object',
  oneOf: [
    closed({ code: { type: 'integer' }, info: { type: 'string' }, display: { type: 'string' } }, ['code', 'info']),
    closed({ httpStatus: { type: 'integer', minimum: 100, maximum: 999 } }, ['httpStatus']),
  ],
} as const

/** Beside `ACCOUNT_NOT_FOUND`: which account is missing, the one acted for or the item's. */
const subject = { type: 'string', enum: ['account', 'item'] } as const

/** `message` and `upstream` are what a very large answer leaves out. */
const itemError = closed({ code, subject, message: someText, retryable: { type: 'boolean' }, upstream }, [
  'code',
  'retryable',
])

const itemOf = <
  const S extends readonly string[],
  const P extends object,
  const R extends readonly (keyof P & string)[],
>(
  statuses: S,
  properties: P,
  required: R,
) => ({
  type: 'object' as const,
  additionalProperties: false as const,
  required: ['userId', 'status', ...required],
  properties: {
    userId: someText,
    status: { type: 'string' as const, enum: statuses },
    superseded: { type: 'boolean' as const, const: true as const },
    ...properties,
  },
})

const relation = { type: 'string', enum: ['mutual', 'outgoing', 'incoming', 'none'] } as const

/** What could not be read of a friend, an entry or a page, by the names it would have here (those of a friend as `fields` takes them). */
const unreadable = { type: 'array', minItems: 1, uniqueItems: true, items: someText } as const

/** Custom and profile fields are the app's own, so their names are open. */
const friend = closed(
  {
    userId: someText,
    remark: { type: 'string' },
    remarkedAt: utcTime,
    lists: { type: 'array', items: { type: 'string' } },
    source: { type: 'string' },
    wording: { type: 'string' },
    addedAt: utcTime,
    custom: { type: 'object' },
    profile: { type: 'object' },
    unreadable,
  },
  ['userId'],
)

const itemResult = {
  type: 'object',
  oneOf: [
    itemOf(['ok'], { relation, friend }, []),
    itemOf(['pending'], {}, []),
    itemOf(['failed', 'unknown'], { error: itemError }, ['error']),
  ],
} as const

const counts = closed({ ok: count, failed: count, unknown: count, pending: count }, ['ok', 'failed', 'unknown'])

/** What was tried, beside the verdict on the whole. `retry` is a body of the operation, which has a schema of its own. */
const tried = { counts, results: { type: 'array', items: itemResult }, retry: { type: 'object' }, omitted } as const

const friendList = closed({ name: someText, count, friendIds: { type: 'array', items: someText }, unreadable }, [
  'name',
])

/** What the reads of whole lists answer beside the outcome. */
const pages = {
  friends: { type: 'array', items: friend },
  total: count,
  lists: { type: 'array', items: friendList },
  blocked: { type: 'array', items: closed({ userId: someText, blockedAt: utcTime, unreadable }, ['userId']) },
  cursor: someText,
  unreadable,
} as const

/** An operation's answer with status 200 or 207. */
export const answerSchema = closed(
  { outcome: { type: 'string', enum: ['ok', 'partial'] }, requestId: someText, ...tried, ...pages },
  ['outcome', 'requestId'],
)

/** Every answer with another status: a problem of RFC 9457, with what was tried where something was. */
export const problemSchema = closed(
  {
    type: { type: 'string', pattern: '^urn:chat-gateway:error:[A-Z][A-Z0-9_]{2,62}$' },
    title: someText,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: someText,
    code,
    subject,
    retryable: { type: 'boolean' },
    requestId: someText,
    upstream,
    errors: {
      type: 'array',
      minItems: 1,
      items: closed({ pointer: { type: 'string' }, message: someText }, ['pointer', 'message']),
    },
    errorsOmitted: { type: 'integer', minimum: 1 },
    outcome: { type: 'string', enum: ['failed', 'unknown'] },
    ...tried,
  },
  ['type', 'title', 'status', 'detail', 'code', 'retryable', 'requestId'],
)

/** The answer 202 to `Prefer: respond-async`. A repeat under the same key may find the job ended. */
export const acceptedSchema = closed(
  {
    jobId,
    operation: operationName,
    state: { type: 'string', enum: ['queued', 'completed', 'failed'] },
    createdAt: utcTime,
  },
  ['jobId', 'operation', 'state', 'createdAt'],
)

const headers = { type: 'object', additionalProperties: { type: 'string' } } as const

/** The answer of `POST /v1/batch`: one response per request, in its order. */
export const batchAnswerSchema = closed(
  {
    requestId: someText,
    responses: {
      type: 'array',
      items: closed(
        {
          id: someText,
          status,
          headers,
          body: { type: 'object', oneOf: [answerSchema, problemSchema, acceptedSchema] },
        },
        ['id', 'status', 'headers', 'body'],
      ),
    },
  },
  ['requestId', 'responses'],
)

const operationAnswer = closed({ status, body: { type: 'object', oneOf: [answerSchema, problemSchema] } }, [
  'status',
  'body',
])

const jobFacts = { jobId, operation: operationName, createdAt: utcTime } as const

/** `GET /v1/jobs/{jobId}`: its answer stands there once it has ended, and only then. */
export const jobSchema = {
  type: 'object',
  oneOf: [
    closed({ ...jobFacts, state: { type: 'string', enum: ['queued', 'running'] } }, [
      'jobId',
      'operation',
      'state',
      'createdAt',
    ]),
    closed(
      {
        ...jobFacts,
        state: { type: 'string', enum: ['completed', 'failed'] },
        finishedAt: utcTime,
        answer: operationAnswer,
      },
      ['jobId', 'operation', 'state', 'createdAt', 'finishedAt', 'answer'],
    ),
  ],
} as const

/** What is left of an answer that an event has no room for. */
const shortened = closed(
  {
    outcome: { type: 'string', enum: ['ok', 'partial', 'failed', 'unknown'] },
    requestId: someText,
    counts,
    code,
    subject,
    status,
    title: someText,
    detail: someText,
    retryable: { type: 'boolean' },
    omitted,
  },
  ['requestId', 'omitted'],
)

/** `detail` of a result event. An event that was refused at the door has no job, and one that names no operation is `request`. */
export const resultEventSchema = closed(
  {
    jobId,
    job: jobPath,
    operation: { type: 'string', pattern: '^([a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*|request)$' },
    app: { type: 'string' },
    eventId: someText,
    traceparent: { type: 'string', pattern: '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' },
    answer: closed({ status, body: { type: 'object', anyOf: [answerSchema, problemSchema, shortened] } }, [
      'status',
      'body',
    ]),
  },
  ['operation', 'answer'],
)
