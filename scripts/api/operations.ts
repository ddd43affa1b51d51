import type { AnyOperation } from '../../lib/operation.ts'
import type { LoadedShapes } from '../shapes-of.ts'
import { acceptedAnswer, ownAnswers, typeName } from './answers.ts'
import type { Components, Json } from './components.ts'
import { answerExamples, JOB_ID, requestExamples } from './examples.ts'
import { headersOf, requestHeaders } from './headers.ts'
import { jsonSchema } from './json-schema.ts'
import { partialExample } from './partial-example.ts'
import { problems } from './problems.ts'

/** What others refer to of an operation. */
export interface PrintedOperation {
  readonly path: string
  readonly item: Json
  readonly name: string
  readonly body: Json
  readonly answers: readonly Json[]
}

/** The path of an operation: a body, and an answer for each status. */
export function printOperation(row: AnyOperation, shapes: LoadedShapes, components: Components): PrintedOperation {
  const { name, effect } = row
  const body = components.schema(`${typeName(name)}Body`, jsonSchema(shapes.body, { components, isOpen: false }))
  const { whole, partial } = ownAnswers(name, shapes, body, components)
  const isWrite = effect === 'write'
  const operation = {
    tags: [familyOf(name)],
    operationId: name,
    summary: `${row.summary}`,
    description: describe(row),
    externalDocs: { description: 'Chat’s page', url: row.page },
    parameters: requestHeaders(components, ...(isWrite ? ['Idempotency-Key', 'Prefer'] : []), 'traceparent'),
    requestBody: jsonBody(body, requestExamples(name)),
    responses: {
      200: answerOf(WHOLE, answerExamples(name, 200), whole, isWrite, components),
      ...(isWrite && { 202: accepted(components) }),
      ...(partial && {
        207: answerOf(PARTIAL, answerExamples(name, 207) ?? partialExample(row), partial, isWrite, components),
      }),
      ...problems(components),
    },
  }
  return {
    path: `/v1/${name.replace('.', '/')}`,
    item: { post: operation },
    name,
    body,
    answers: partial ? [whole, partial] : [whole],
  }
}

export const familyOf = (name: string): string => name.slice(0, name.indexOf('.'))

export const jsonBody = (schema: Json, examples: Json): Json => ({
  required: true,
  content: { 'application/json': { schema, examples } },
})

const WHOLE = 'All is done: `outcome` is `ok`.'
const PARTIAL =
  'Some items are done and some are not: `outcome` is `partial`, `results` says which, and `retry`, where it stands, is the body to ' +
  'send next.'

function answerOf(
  description: string,
  examples: Json | undefined,
  schema: Json,
  isWrite: boolean,
  components: Components,
): Json {
  return {
    description,
    headers: headersOf(components, ...(isWrite ? ['idempotency-replayed'] : [])),
    content: { 'application/json': { schema, ...(examples && { examples }) } },
  }
}

/** The answer 202 and where to go from it. */
function accepted(components: Components): Json {
  return components.put('responses', 'Accepted', {
    description: 'The work is queued as a job, as `Prefer: respond-async` asked for. Nothing is done yet.',
    headers: headersOf(components, 'location', 'retry-after', 'preference-applied', 'idempotency-replayed'),
    content: {
      'application/json': {
        schema: acceptedAnswer(components),
        example: { jobId: JOB_ID, operation: 'friends.update', state: 'queued', createdAt: '2026-01-31T12:00:00Z' },
      },
    },
    links: {
      job: {
        operationId: 'jobs.get',
        parameters: { jobId: '$response.body#/jobId' },
        description: 'What became of the job.',
      },
    },
  })
}

/** The facts of a row that a caller should know before calling. */
function describe({ effect, items, rate, repeatFor, done = [], takesRepeated, byName }: AnyOperation): string {
  const words = [
    effect === 'read' ? 'Reads, so it is safe to send again.' : `Writes. ${repeatOf(repeatFor, done.length > 0)}`,
    items &&
      `\`${items.member}\` holds the items; Chat takes ${items.limit.toLocaleString('en')} in one call, and more become several calls.`,
    rate !== undefined && `At most ${rate.toLocaleString('en')} calls a second of an app.`,
    takesRepeated && 'With `repeated` a refusal that says “done already” counts as done.',
    byName && 'Granted only by its own name or its family’s.',
  ]
  return words.flatMap((word) => (word ? [word] : [])).join(' ')
}

function repeatOf(repeatFor: number | undefined, isDoneTold: boolean): string {
  if (repeatFor === 0) return 'Where its effect is unknown, look before it is sent again.'
  if (repeatFor !== undefined)
    return `Where its effect is unknown, it is safe to send again for ${repeatFor / 1000} s; after that, look first. Refused when it is sent again, it stays unknown.`
  return isDoneTold
    ? 'Where its effect is unknown, it is safe to send again: what was done then counts.'
    : 'Where its effect is unknown, it is safe to send again.'
}
