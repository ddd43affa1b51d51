import type { Components, Json } from './components.ts'

const text = { type: 'string' }

/** Headers of our answers: what each says. */
const headers: Readonly<Record<string, Json>> = {
  'x-request-id': { description: 'To be named to an operator; the body says the same.', required: true, schema: text },
  'idempotency-replayed': {
    description: 'Stands there where this is the answer that an earlier request with the same key got.',
    schema: { type: 'string', const: 'true' },
  },
  'retry-after': {
    description: 'After how many seconds to ask again.',
    schema: { type: 'string', pattern: '^[0-9]+$' },
  },
  'ratelimit-policy': { description: 'How many calls a second there are, where these are used up.', schema: text },
  ratelimit: { description: 'That none of the calls is left, and for how many seconds.', schema: text },
  location: { description: 'The job, where to ask for its answer.', required: true, schema: text },
  'job-in-doubt': { description: 'A job that may have been accepted all the same.', schema: text },
  'preference-applied': {
    description: 'The work is queued.',
    required: true,
    schema: { type: 'string', const: 'respond-async' },
  },
}

/** Of those that are called otherwise where they are described. */
const sentAs: Readonly<Record<string, string>> = { 'job-in-doubt': 'location' }

/** `headers` of an answer: `x-request-id`, and these. */
export const headersOf = (components: Components, ...names: readonly (keyof typeof headers & string)[]): Json =>
  Object.fromEntries(
    ['x-request-id', ...names].map((name) => [
      sentAs[name] ?? name,
      components.put('headers', name, headers[name] as Json),
    ]),
  )

const parameters: Readonly<Record<string, Json>> = {
  'Idempotency-Key': {
    description:
      'Makes a write safe to repeat: the same request under the same key gets the first one’s answer for 24 hours. A new key for each ' +
      'new request. Refused where the gateway has no table.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  Prefer: {
    description: 'With `respond-async` a write is queued and answered 202. Refused where the gateway has no queue.',
    schema: text,
    example: 'respond-async',
  },
  traceparent: { description: 'The trace that the request belongs to (W3C Trace Context).', schema: text },
}

/** Headers that a request may have. */
export const requestHeaders = (components: Components, ...names: readonly string[]): Json[] =>
  names.map((name) => components.put('parameters', name, { name, in: 'header', ...parameters[name] }))
