import { answerSchemas, shortened } from '../../schemas/answers.ts'
import { oneBy, typeName } from './answers.ts'
import { anyAnswer } from './batches.ts'
import { Components, type Json } from './components.ts'
import { jsonSchema } from './json-schema.ts'
import type { PrintedOperation } from './operations.ts'
import { printRows, shapes } from './rows.ts'

const text = { type: 'string' }
const id = { type: 'string', maxLength: 256 }
const traceparent = { description: 'The trace that it belongs to (W3C Trace Context).', ...text }

/**
 * JSON Schema of what comes and goes without HTTP: events, results, dead letters. Each stands in `$defs`, with all that they refer to;
 * bodies and answers are those of the OpenAPI document.
 */
export function eventSchemas(): Json {
  const components = new Components()
  const printed = printRows(components)
  components.schema('Event', eventIn(printed, components))
  components.schema('ConstantInput', constantInput(printed, components))
  components.schema('Result', result(printed, components))
  components.schema('Letter', letter)
  const { schemas } = components.printed()
  const whole = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Events, results and dead letters of the Chat gateway',
    $comment: 'Take #/$defs/Event, #/$defs/ConstantInput, #/$defs/Result or #/$defs/Letter.',
    $defs: schemas,
  }
  return JSON.parse(JSON.stringify(whole).replaceAll('"#/components/schemas/', '"#/$defs/'))
}

/** As a rule hands it over; PutEvents calls the same members Source, DetailType and Detail, which is a text. */
const eventIn = (printed: readonly PrintedOperation[], components: Components): Json => ({
  description:
    'An event that asks for work: `detail` is the body of the HTTP request. The same `id` again within 7 days is the same job.',
  ...oneBy('detail-type', new Map(printed.map(({ name, body }) => [`chat.${name}`, eventOf(name, body, components)]))),
})

const eventOf = (name: string, detail: Json, components: Components): Json =>
  components.schema(`${typeName(name)}Event`, {
    type: 'object',
    required: ['source', 'detail-type', 'detail'],
    properties: {
      id,
      source: { ...id, not: { const: 'chat-gateway' } },
      'detail-type': { type: 'string', const: `chat.${name}` },
      detail,
      traceparent,
    },
  })

const constantInput = (printed: readonly PrintedOperation[], components: Components): Json => ({
  description: 'What a rule or a schedule gives the events function in place of an event.',
  ...oneBy('operation', new Map(printed.map(({ name, body }) => [name, inputOf(name, body, components)]))),
})

const inputOf = (name: string, body: Json, components: Components): Json =>
  components.schema(`${typeName(name)}Input`, {
    type: 'object',
    required: ['operation', 'body'],
    properties: { id, operation: { type: 'string', const: name }, body, traceparent },
  })

function result(printed: readonly PrintedOperation[], components: Components): Json {
  const { answer: _, ...properties } = answerSchemas(shapes.map(({ answer }) => answer)).result.properties
  const open = { components, isOpen: true }
  const facts = jsonSchema({ type: 'object', required: ['operation', 'answer'], properties }, open)
  const short = components.schema('ShortenedAnswer', {
    description: 'Of an answer that an event has no room for. The job has the rest.',
    ...jsonSchema(shortened, open),
  })
  const answer = {
    description: 'What HTTP would have answered.',
    type: 'object',
    required: ['status', 'body'],
    properties: { status: { type: 'integer' }, body: { anyOf: [anyAnswer(printed, components), short] } },
  }
  return {
    description:
      'What became of the work: `.completed` where something of it is done, else `.failed`. It may come twice, never not.',
    type: 'object',
    required: ['source', 'detail-type', 'detail'],
    properties: {
      source: { type: 'string', const: 'chat-gateway' },
      'detail-type': { type: 'string', pattern: '^chat\\.([a-z-]+\\.[a-z-]+|request)\\.(completed|failed)$' },
      detail: { ...facts, properties: { ...(facts.properties as Json), answer } },
    },
  }
}

/** What the gateway puts away itself. Lambda and EventBridge put their own forms into the same queues. */
const letter: Json = {
  description: 'The text of a dead letter. docs/redrive.md tells what becomes of it.',
  type: 'object',
  required: ['reason', 'operation', 'app'],
  properties: {
    reason: { description: 'A code of ours, or what else was wrong.', type: 'string', minLength: 1 },
    operation: { description: 'Empty where it names none.', ...text },
    app: { description: 'Empty where that is not known.', ...text },
    jobId: { description: 'The job that a redrive goes on with.', ...text },
    order: { description: 'The number of the job among those of its account.', type: 'integer', minimum: 1 },
    message: { description: 'A doorbell that names no job, as it came.', ...text },
    event: { description: 'The event that was refused, whole.' },
    eventId: { description: 'The event that caused the work.', ...text },
    result: { description: 'The `detail-type` of a result that the bus refused.', ...text },
    before: { description: 'The reason of a letter that was moved back among the doorbells.', ...text },
    packed: {
      description: 'All members but the first three, as JSON, by gzip and base64.',
      type: 'string',
      contentEncoding: 'base64',
    },
    leftOutBytes: {
      description: 'There was no room for the content: so many bytes it had.',
      type: 'integer',
      minimum: 1,
    },
    id: { description: 'Of an event that is left out.', ...text },
    source: { description: 'Of an event that is left out.', ...text },
    'detail-type': { description: 'Of an event that is left out.', ...text },
  },
}
