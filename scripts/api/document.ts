import { readFileSync } from 'node:fs'
import path from 'node:path'
import { MOST_WAIT_SECONDS } from '../../lib/triggers/http/query.ts'
import { batchPath, jobExamples, jobSchema } from './batches.ts'
import { Components, type Json } from './components.ts'
import { headersOf, requestHeaders } from './headers.ts'
import { healthLookup } from './health.ts'
import { familyOf } from './operations.ts'
import { problems } from './problems.ts'
import { printRows, rows } from './rows.ts'

const root = path.join(import.meta.dirname, '../..')
const { version, description } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))

const INTRODUCTION = [
  description,
  'A request has a JSON body of at most 2 MiB, which may be packed (`content-encoding` gzip, deflate or br), and lists at most 10,000 ' +
    'items. Lengths are bytes of UTF-8 (`x-bytes`), of which `maxLength` can only say how many characters are too many for sure. A text ' +
    'holds no NUL and no half of a surrogate pair; no member stands twice in one object, and none that is not known. No path takes a query but a ' +
    'job’s, which takes `wait`, and health, which takes `app`. ' +
    'A path that is not here is 404 `NOT_FOUND`, another method of one that is 405 `METHOD_NOT_ALLOWED`, with `allow`.',
  'An answer may gain members at any time: pass over those you do not know. Codes may be added (`x-extensible-enum`).',
  '**200**: all is done. **207**: some items are not: read `outcome` and `results`. **4xx, 5xx**: no item is proved to be done; ' +
    'a problem of RFC 9457 says why.',
]

/** The OpenAPI document of all that the gateway serves, printed from the rows, their schemas and their cases. */
export function openApiDocument(): Json {
  const components = new Components()
  const printed = printRows(components)
  const paths = Object.fromEntries(printed.map(({ path: address, item }) => [address, item]))
  const job = jobSchema(printed, components)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Chat gateway',
      version,
      description: INTRODUCTION.join('\n\n'),
      license: { name: 'UNLICENSED', identifier: 'LicenseRef-UNLICENSED' },
    },
    servers: [
      {
        url: 'https://{gateway}',
        description: 'A deployed gateway: the host of its API, and the base path where it has one',
        variables: { gateway: { default: 'gateway.invalid' } },
      },
      { url: 'http://127.0.0.1:4000', description: '`npm start`, which checks no signature' },
    ],
    security: [{ sigv4: [] }],
    tags: [...new Set(rows.map(({ name }) => familyOf(name))), 'gateway'].map((name) => ({
      name,
      description: tagOf(name),
    })),
    paths: { ...paths, '/v1/batch': batchPath(printed, components), ...lookups(job, components) },
    components: { ...components.printed(), securitySchemes: { sigv4: SIGV4 } },
  }
}

const tagOf = (name: string): string =>
  name === 'gateway'
    ? 'What is no operation of Chat’s'
    : `Operations ${rows
        .filter((row) => familyOf(row.name) === name)
        .map((row) => `\`${row.name}\``)
        .join(', ')}`

const SIGV4 = {
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  'x-amazon-apigateway-authtype': 'awsSigv4',
  description:
    'AWS Signature Version 4 for the service `execute-api`, of a principal that may `execute-api:Invoke`. It is no plain key: each ' +
    'request is signed anew.',
}

const jobId = { name: 'jobId', in: 'path', required: true, schema: { type: 'string', pattern: '^\\w{1,64}$' } }
const wait = {
  name: 'wait',
  in: 'query',
  description: 'The answer comes when the job ends, or after so many seconds. Left out, it comes at once.',
  schema: { type: 'integer', minimum: 1, maximum: MOST_WAIT_SECONDS },
  example: MOST_WAIT_SECONDS,
}

/** What is asked for by GET, and by HEAD without its body. */
function lookups(job: Json, components: Components): Json {
  const described = {
    operationId: 'document.get',
    summary: 'Read this document',
    description: 'The OpenAPI document of the gateway that answers.',
  }
  return {
    '/v1/jobs/{jobId}': lookup({
      operationId: 'jobs.get',
      summary: 'See what became of a job',
      description:
        'A job is kept for 7 days, and shown to who asked for it. Ask again after `Retry-After` while it has not ended, or let the ' +
        'answer `wait` for its end.',
      components,
      parameters: [jobId, wait],
      headers: ['retry-after'],
      statuses: [400, 403, 404, 429, 500, 503],
      content: { schema: job, examples: jobExamples },
    }),
    '/v1/health': lookup({ ...healthLookup(components), components }),
    '/v1/openapi.json': lookup({ ...described, components, content: { schema: { type: 'object' } } }),
  }
}

interface Lookup {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly components: Components
  readonly content: Json
  readonly parameters?: readonly Json[]
  readonly headers?: readonly string[]
  readonly statuses?: readonly number[]
}

function lookup({
  components,
  content,
  parameters = [],
  headers = [],
  statuses = [400, 403, 429, 500, 503],
  ...words
}: Lookup): Json {
  const shared = { tags: ['gateway'], parameters: [...parameters, ...requestHeaders(components, 'traceparent')] }
  const answered = { description: 'Here it is.', headers: headersOf(components, ...headers) }
  const refused = problems(components, statuses)
  const { operationId, summary, description: told } = words
  const get = {
    ...shared,
    ...words,
    responses: { 200: { ...answered, content: { 'application/json': content } }, ...refused },
  }
  const head = {
    ...shared,
    operationId: operationId.replace('.get', '.head'),
    summary: `${summary}, by the headers alone`,
    description: told,
  }
  return { get, head: { ...head, responses: { 200: answered, ...refused } } }
}
