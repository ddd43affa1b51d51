import { itemError } from '../../schemas/answer-parts.ts'
import type { Components, Json } from './components.ts'
import { REQUEST_ID } from './examples.ts'
import { jsonSchema } from './json-schema.ts'
import { meaningOf } from './words.ts'

/** What a look at an app has found, whether all is well or not. */
export function foundSchemas(components: Components): Json {
  const check = components.schema('HealthCheck', {
    description: 'One part that an app stands on.',
    type: 'object',
    required: ['name', 'status'],
    properties: {
      name: {
        description:
          'Which part: `secret`, `chat` (a harmless read, signed), `stateTable`, `jobsTable`, `queue` or `bus`. There may be more of them one day.',
        type: 'string',
      },
      status: {
        description:
          '`not-configured` where the gateway has no such part, which is no fault; `not-tried` where what comes before it failed.',
        type: 'string',
        enum: ['ok', 'failed', 'not-configured', 'not-tried'],
      },
      ms: { description: 'How long the look took, in milliseconds.', type: 'number', minimum: 0 },
      error: jsonSchema(itemError, { components, isOpen: true }),
    },
  })
  return {
    app: { description: 'The app that was asked about; left out where none was.', type: 'string' },
    checkedAt: { description: 'When it was looked at: one look is told to all who ask within 10 s.', type: 'string' },
    checks: { description: 'What was looked at.', type: 'array', items: check },
  }
}

const health = (components: Components): Json => ({
  type: 'object',
  required: ['status', 'version', 'commit', 'requestId', 'operations'],
  properties: {
    status: { description: 'It answers and, where an app was asked about, all is well.', type: 'string', const: 'ok' },
    version: { description: meaningOf('version'), type: 'string' },
    commit: { description: meaningOf('commit'), type: 'string' },
    requestId: { description: meaningOf('requestId'), type: 'string' },
    operations: { description: meaningOf('operations'), type: 'array', items: { type: 'string' } },
    ...foundSchemas(components),
  },
})

const checks = [
  { name: 'secret', status: 'ok', ms: 21 },
  { name: 'chat', status: 'ok', ms: 48 },
  { name: 'stateTable', status: 'ok', ms: 6 },
  { name: 'jobsTable', status: 'ok', ms: 6 },
  { name: 'queue', status: 'ok', ms: 9 },
  { name: 'bus', status: 'ok', ms: 11 },
]
const plain = {
  status: 'ok',
  version: '0.1.0',
  commit: '0123456789ab',
  requestId: REQUEST_ID,
  operations: ['friends.update'],
}
const found = { app: 'default', checkedAt: '2026-11-30T08:00:00Z', checks }

/** What `GET /v1/health` takes and answers. */
export const healthLookup = (components: Components) => ({
  operationId: 'health.get',
  summary: 'See that the gateway answers, or that all works that an app stands on',
  description:
    'By itself it lists the operations, says which version answers, and asks neither Chat nor AWS. With `app` it looks at all that this app stands on: its secret, Chat by a ' +
    'harmless read, tables, queue and bus. That is granted as `health.check`, by its name, and done once in 10 s for all who ask; while Chat’s ' +
    'refusal of the credentials is fresh, nothing is sent. Where anything fails it is 503 `UNHEALTHY`, with the same `checks`.',
  parameters: [
    {
      name: 'app',
      in: 'query',
      description: 'Which app’s parts to look at.',
      schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
      example: 'default',
    },
  ],
  statuses: [400, 403, 429, 500, 503, 504],
  content: {
    schema: components.schema('Health', health(components)),
    examples: {
      gateway: {
        summary: 'The gateway answers',
        value: plain,
      },
      app: { summary: 'All is well that an app stands on', value: { ...plain, ...found } },
    },
  },
})
