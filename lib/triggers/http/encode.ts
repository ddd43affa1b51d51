import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { Members } from '../../json.ts'
import { known } from '../../operations/known.ts'
import { type Answer, withDocs, withFewErrors } from '../answer.ts'

/** An answer that would pass this leaves out what its reader can do without. */
export const MOST_ANSWER_BYTES = 5 * 1024 * 1024
/** Lambda's own limit is 6 MiB, with status and headers beside the body. */
const MOST_CARRIED_BYTES = 6 * 1024 * 1024 - 64 * 1024

/** What is read of single items, and can be read again. */
const large = [...new Set([...known.values()].flatMap((one) => one.large ?? []))]
/** In the order in which they go; the verdicts stay. */
const dispensable = ['message', 'retry', 'upstream', ...large]

/** Whom an answer goes back to. */
export interface Asker {
  readonly requestId: string
  /** What stands before our paths in the URL they called. */
  readonly base: string
  /** Whether they want the head alone. */
  readonly isHead: boolean
}

/**
 * Writes an answer as API Gateway's payload format 2.0.
 * @param docsUrl see withDocs
 */
export function encode(answer: Answer, asker: Asker, docsUrl: string): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: answer.status,
    headers: { ...headersOf(answer, asker), 'cache-control': 'no-store' },
    ...(!asker.isHead && { body: writeBody(inside(answer.body as Members, (body) => withDocs(body, docsUrl))) }),
  }
}

/** The headers of an answer, or of one inside a batch's; a path among them is one that the asker can call. */
export const headersOf = ({ headers }: Answer, { requestId, base }: Pick<Asker, 'requestId' | 'base'>) => ({
  ...headers,
  ...(headers.location !== undefined && { location: `${base}${headers.location}` }),
  'x-request-id': requestId,
})

function writeBody(whole: Members): string {
  let body = whole
  let text = JSON.stringify(body)
  for (const shorten of shortenings) {
    if (!isTooLarge(text)) break
    body = inside(body, shorten)
    text = JSON.stringify(body)
  }
  return text
}

/** How many bytes an answer takes for what was read of its items: the last that is left out. */
export function bytesRead({ body }: Answer): number {
  const { results } = body as Members
  if (!Array.isArray(results)) return 0
  const read = (results as readonly Members[]).map((result) => large.map((name) => result[name] ?? 0))
  return Buffer.byteLength(JSON.stringify(read))
}

/** The same answer with all left out that may be. */
export const withVerdictsOnly = (answer: Answer): Answer => ({
  ...answer,
  body: without(answer.body as Members, dispensable) as Answer['body'],
})

/** What an answer that is too large does about it, one after the other. */
const shortenings: readonly ((body: Members) => Members)[] = [
  withFewErrors,
  ...dispensable.map((_, index) => (body: Members) => without(body, dispensable.slice(0, index + 1))),
]

/** Lambda carries the body as a JSON string, in which each quote and backslash costs one byte more. */
function isTooLarge(text: string): boolean {
  const bytes = Buffer.byteLength(text)
  // Even if every byte were one of them.
  if (bytes * 2 <= MOST_CARRIED_BYTES) return false
  return bytes > MOST_ANSWER_BYTES || bytes + (text.match(/["\\]/g)?.length ?? 0) > MOST_CARRIED_BYTES
}

/** An answer inside another: of a batch's entry, or of a job. */
type Inner = Members & { readonly body: Members }

/** The same answer, changed; of a batch, every entry's; of a job, its answer's. */
function inside(body: Members, change: (body: Members) => object): Members {
  const inner = (answer: Inner) => ({ ...answer, body: change(answer.body) })
  if (Array.isArray(body.responses)) return { ...body, responses: (body.responses as readonly Inner[]).map(inner) }
  if (body.answer !== undefined) return { ...body, answer: inner(body.answer as Inner) }
  return change(body) as Members
}

function without(body: Members, omitted: readonly string[]): Members {
  if (!Array.isArray(body.results)) return body
  const results = (body.results as readonly (Members & { readonly error?: Members })[]).map((result) =>
    result.error ? { ...result, error: drop(result.error, omitted) } : drop(result, omitted),
  )
  const { retry, ...rest } = body
  const gone = omitted.filter(
    (name) => !large.includes(name) || (body.results as readonly Members[]).some((result) => name in result),
  )
  return { ...rest, results, ...(retry !== undefined && !omitted.includes('retry') && { retry }), omitted: gone }
}

const drop = (members: Members, names: readonly string[]): Members =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)))
