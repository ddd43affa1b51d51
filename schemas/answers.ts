import { closed, code, count, counts, omitted, retry, someText, subject, upstream, utcTime } from './answer-parts.ts'

/**
 * What the gateway answers beside what each operation does by itself: the shapes that callers may count on.
 * Nothing in the functions reads them; whoever checks answers does.
 */

const status = { type: 'integer', minimum: 200, maximum: 599 } as const
const operationName = { type: 'string', pattern: '^[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*$' } as const
const jobId = { type: 'string', pattern: '^\\w{1,64}$' } as const
const jobPath = { type: 'string', pattern: '^/v1/jobs/\\w{1,64}$' } as const

/** Where the code is told of at length: the address of a page, and the code in small letters as the place in it. */
const docs = { type: 'string', pattern: '^https?://[^\\s?#]+#[a-z][a-z0-9_]{2,62}$' } as const

/** Every answer with another status: a problem of RFC 9457, with what was tried where something was. */
const problemWith = (results: object) =>
  closed(
    {
      type: { type: 'string', pattern: '^urn:chat-gateway:error:[A-Z][A-Z0-9_]{2,62}$' },
      docs,
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
      clientMessageId: someText,
      conversationGroupId: count,
      counts,
      results,
      retry,
      omitted,
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
const batchAnswer = (bodies: readonly object[]) =>
  closed(
    {
      requestId: someText,
      responses: {
        type: 'array',
        items: closed(
          {
            id: someText,
            status,
            headers,
            body: { type: 'object', anyOf: [...bodies, acceptedSchema] },
          },
          ['id', 'status', 'headers', 'body'],
        ),
      },
    },
    ['requestId', 'responses'],
  )

const operationAnswer = (bodies: readonly object[]) =>
  closed({ status, body: { type: 'object', anyOf: bodies } }, ['status', 'body'])

const jobFacts = { jobId, operation: operationName, createdAt: utcTime } as const

/** `GET /v1/jobs/{jobId}`: its answer stands there once it has ended, and only then. */
const jobWith = (bodies: readonly object[]) =>
  ({
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
          answer: operationAnswer(bodies),
        },
        ['jobId', 'operation', 'state', 'createdAt', 'finishedAt', 'answer'],
      ),
    ],
  }) as const

/** What is left of an answer that an event has no room for. */
export const shortened = closed(
  {
    outcome: { type: 'string', enum: ['ok', 'partial', 'failed', 'unknown'] },
    requestId: someText,
    counts,
    docs,
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
const resultEventWith = (bodies: readonly object[]) =>
  closed(
    {
      jobId,
      job: jobPath,
      operation: { type: 'string', pattern: '^([a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*|request)$' },
      app: { type: 'string' },
      eventId: someText,
      traceparent: { type: 'string', pattern: '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' },
      answer: operationAnswer([...bodies, shortened]),
    },
    ['operation', 'answer'],
  )

/** An operation's own answer schema, as its file in `schemas/` has it. */
interface OwnAnswer {
  readonly properties: { readonly results?: { readonly items: object } }
}

/**
 * The schemas of all that is answered where the operations answer such bodies.
 * @param answers of each operation
 */
export function answerSchemas(answers: readonly OwnAnswer[]) {
  const ofItems = answers.flatMap(({ properties: { results } }) => (results ? [JSON.stringify(results.items)] : []))
  const items = [...new Set(ofItems)].map((item) => JSON.parse(item) as object)
  const problem = problemWith({ type: 'array', items: { type: 'object', anyOf: items } })
  const bodies = [...answers, problem]
  return {
    answer: { type: 'object', anyOf: answers },
    problem,
    batch: batchAnswer(bodies),
    job: jobWith(bodies),
    accepted: acceptedSchema,
    result: resultEventWith(bodies),
  }
}
