import { batch } from '../../schemas/batch.ts'
import { oneBy, typeName } from './answers.ts'
import type { Components, Json } from './components.ts'
import { JOB_ID, REQUEST_ID } from './examples.ts'
import { headersOf, requestHeaders } from './headers.ts'
import { jsonSchema } from './json-schema.ts'
import { jsonBody, type PrintedOperation } from './operations.ts'
import { problemExample, problems } from './problems.ts'
import { meaningOf } from './words.ts'

const update = { userId: 'alice', friends: [{ userId: 'bob', remark: 'Bob' }] }
const updated = {
  outcome: 'ok',
  requestId: REQUEST_ID,
  counts: { ok: 1, failed: 0, unknown: 0 },
  results: [{ userId: 'bob', status: 'ok' }],
}
const ANSWER_TYPE = { 'content-type': 'application/json', 'x-request-id': REQUEST_ID }
const PROBLEM_TYPE = { ...ANSWER_TYPE, 'content-type': 'application/problem+json' }

/** Any answer to an operation, wherever it stands inside another. */
export const anyAnswer = (printed: readonly PrintedOperation[], components: Components): Json =>
  components.schema('AnyAnswer', {
    description: 'What the operation answers; the status beside it says of which kind it is.',
    anyOf: [...printed.flatMap(({ answers }) => answers), { $ref: '#/components/schemas/Problem' }],
  })

/** Many requests at once. */
export function batchPath(printed: readonly PrintedOperation[], components: Components): Json {
  const whole = jsonSchema(batch, { components, isOpen: false })
  const requests = (whole.properties as Json).requests as Json
  const entries = printed.map(({ name, body }): [string, Json] => [name, entryOf(name, body, components)])
  const body = components.schema('BatchBody', {
    ...whole,
    properties: { requests: { ...requests, items: oneBy('operation', new Map(entries)) } },
  })
  const answer = components.schema('BatchAnswer', batchAnswer(printed, components))
  const example = { requests: [{ id: 'a', operation: 'friends.update', body: update }] }
  const value = { requestId: REQUEST_ID, responses: [{ id: 'a', status: 200, headers: ANSWER_TYPE, body: updated }] }
  const refused = { id: 'b', status: 404, headers: PROBLEM_TYPE, body: problemExample('UNKNOWN_APP') }
  const mixed = { ...value, responses: [...value.responses, refused] }
  const response = (description: string): Json => ({ description, headers: headersOf(components) })
  return {
    post: {
      tags: ['gateway'],
      operationId: 'batch',
      summary: 'Run up to 100 requests at once',
      description:
        'Across apps and regions, side by side; requests of one account run one after another, in their order. Each is judged ' +
        'for itself. ' +
        'A key holds for each entry, by its `id`; `Prefer: respond-async` queues the writes among them.',
      parameters: requestHeaders(components, 'Idempotency-Key', 'Prefer', 'traceparent'),
      requestBody: jsonBody(body, { example: { summary: 'One of many', value: example } }),
      responses: {
        200: {
          ...response('Every entry has the status 200.'),
          content: { 'application/json': { schema: answer, example: value } },
        },
        207: {
          ...response('Some entry has another status than 200: each one’s own must be looked at.'),
          content: { 'application/json': { schema: answer, example: mixed } },
        },
        ...problems(components, [400, 403, 413, 415, 429, 500, 503]),
      },
    },
  }
}

const entryOf = (name: string, body: Json, components: Components): Json =>
  components.schema(`${typeName(name)}Entry`, {
    type: 'object',
    additionalProperties: false,
    required: ['id', 'operation', 'body'],
    properties: {
      id: jsonSchema(batch.properties.requests.items.properties.id, { components, isOpen: false }),
      operation: { type: 'string', const: name },
      body,
    },
  })

const batchAnswer = (printed: readonly PrintedOperation[], components: Components): Json => ({
  type: 'object',
  required: ['requestId', 'responses'],
  properties: {
    requestId: told('requestId', { type: 'string', minLength: 1 }),
    responses: {
      description: 'One for each request, in their order.',
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'status', 'headers', 'body'],
        properties: {
          id: { type: 'string' },
          status: {
            description: 'As the entry would have been answered alone.',
            type: 'integer',
            minimum: 200,
            maximum: 599,
          },
          headers: { type: 'object', additionalProperties: { type: 'string' } },
          body: { anyOf: [anyAnswer(printed, components), { $ref: '#/components/schemas/Accepted' }] },
        },
      },
    },
  },
})

const STATUS = { type: 'integer', minimum: 200, maximum: 599 }

const told = (member: string, schema: Json): Json => ({ description: meaningOf(member), ...schema })

/** What a job is and, once it has ended, what it answered. */
export function jobSchema(printed: readonly PrintedOperation[], components: Components): Json {
  const facts = {
    jobId: told('jobId', { type: 'string' }),
    operation: told('operation', { type: 'string' }),
    createdAt: told('createdAt', { type: 'string', format: 'date-time' }),
  }
  const waiting = components.schema('JobWaiting', {
    type: 'object',
    required: ['jobId', 'operation', 'state', 'createdAt'],
    properties: { ...facts, state: told('state', { type: 'string', enum: ['queued', 'running'] }) },
  })
  const answer = {
    description: 'What HTTP would have answered.',
    type: 'object',
    required: ['status', 'body'],
    properties: { status: told('status', STATUS), body: anyAnswer(printed, components) },
  }
  const ended = components.schema('JobEnded', {
    type: 'object',
    required: ['jobId', 'operation', 'state', 'createdAt', 'finishedAt', 'answer'],
    properties: {
      ...facts,
      state: { description: '`failed` where nothing of it is done.', type: 'string', enum: ['completed', 'failed'] },
      finishedAt: told('finishedAt', { type: 'string', format: 'date-time' }),
      answer,
    },
  })
  return components.schema(
    'Job',
    oneBy(
      'state',
      new Map([
        ['queued', waiting],
        ['running', waiting],
        ['completed', ended],
        ['failed', ended],
      ]),
    ),
  )
}

export const jobExamples = {
  waiting: {
    summary: 'It waits for its turn',
    value: { jobId: JOB_ID, operation: 'friends.update', state: 'queued', createdAt: '2026-01-31T12:00:00Z' },
  },
  ended: {
    summary: 'It is done',
    value: {
      jobId: JOB_ID,
      operation: 'friends.update',
      state: 'completed',
      createdAt: '2026-01-31T12:00:00Z',
      finishedAt: '2026-01-31T12:00:01Z',
      answer: { status: 200, body: updated },
    },
  },
}
