import { STATUS_CODES } from 'node:http'
import { type Code, codeRow, codes } from '../../lib/errors/codes.ts'
import type { Components, Json } from './components.ts'
import { REQUEST_ID } from './examples.ts'
import { headersOf } from './headers.ts'

const byStatus: ReadonlyMap<number, readonly Code[]> = Map.groupBy(
  Object.keys(codes) as Code[],
  (code) => codeRow(code).status,
)

/** Statuses with which API Gateway answers by itself where a request never reaches the function. docs/error-codes.md */
const OF_THE_API = new Set([403, 404, 413, 429, 500, 503])

/** The statuses of all problems there are, but for those of paths and methods that the document does not have. */
const everyStatus = [...byStatus.keys()]
  .filter((status) => status !== codeRow('METHOD_NOT_ALLOWED').status)
  .toSorted((a, b) => a - b)

/** Where a deployment may have said that its codes are told of. */
const ERROR_PAGE = 'https://docs.example.com/error-codes'

/** What a problem of the status carries beside the request's id. */
const own: Readonly<Record<number, readonly string[]>> = {
  429: ['retry-after', 'ratelimit-policy', 'ratelimit'],
  503: ['retry-after', 'job-in-doubt'],
}

/** A problem as it is answered where nothing more particular is to be said. */
export function problemExample(code: Code): Json {
  const { status, title, cure, retryable } = codeRow(code)
  return {
    type: `urn:chat-gateway:error:${code}`,
    docs: `${ERROR_PAGE}#${code.toLowerCase()}`,
    title,
    status,
    detail: `${title}. ${cure}`,
    code,
    retryable,
    requestId: REQUEST_ID,
  }
}

const exampleOf = (code: Code): Json => ({ summary: codeRow(code).title, value: problemExample(code) })

function problemOf(status: number, components: Components): Json {
  const some = byStatus.get(status) ?? []
  const lines = some.map((code) => `- \`${code}\`: ${codeRow(code).title}. ${codeRow(code).cure}`)
  const examples = Object.fromEntries(some.map((code) => [code, exampleOf(code)]))
  const ofTheApi = components.schema('ApiGatewayMessage', {
    description: 'API Gateway’s own answer: the request did not reach the gateway, or its answer did not come back.',
    type: 'object',
    required: ['message'],
    properties: { message: { type: 'string' } },
  })
  const headers = headersOf(components, 'idempotency-replayed', ...(own[status] ?? []))
  return components.put('responses', `Problem${status}`, {
    description: [`${STATUS_CODES[status]}. Nothing is proved to be done.`, ...lines].join('\n'),
    headers: OF_THE_API.has(status) ? withoutDemand(headers, components) : headers,
    content: {
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, examples },
      ...(OF_THE_API.has(status) && { 'application/json': { schema: ofTheApi } }),
    },
  })
}

/** API Gateway's own answers have none of our headers. */
const withoutDemand = (headers: Json, components: Components): Json => ({
  ...headers,
  'x-request-id': components.put('headers', 'x-request-id-of-ours', {
    description: 'To be named to an operator. API Gateway’s own answers lack it.',
    schema: { type: 'string' },
  }),
})

/** The problems of these statuses, or all that an operation may answer. */
export const problems = (components: Components, statuses: readonly number[] = everyStatus): Json =>
  Object.fromEntries(statuses.map((status) => [status, problemOf(status, components)]))
