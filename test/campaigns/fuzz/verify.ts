import { operations } from '../../../lib/operations/index.ts'
import type { Answer, AnswerBody } from '../../support/gateway/answer.ts'
import { publishedFault } from './published.ts'
import { isBatch, isBodyOf, isEntry, isNamed, MORE_IS_KNOWN } from './readings.ts'
import type { HttpAsk } from './requests.ts'
import { readWire } from './wire.ts'

/** The decoded body may have so many bytes. */
const MOST_BYTES = 2 * 1024 * 1024
/** What a refusal can say at most: a thousand places, each of two texts of some 200 characters, six bytes a character in JSON. */
const MOST_REFUSAL_BYTES = 1000 * 2 * 210 * 6
const MOST_ANSWER_BYTES = 6 * 1024 * 1024

interface Given {
  readonly requestId: string
  /** Whether the gateway has tables and a queue. */
  readonly hasState: boolean
}

/** What is wrong with an answer to an HTTP request, whatever was asked; nothing where all is well. */
export function faultsOf(ask: HttpAsk, answer: Answer, given: Given): string[] {
  if (ask.event.requestContext.http.method === 'HEAD') return [...faultsOfHead(answer, given)]
  const operation = ask.event.rawPath.replace('/v1/', '').replace('/', '.')
  const general = faultsOfAny(answer, given, isOfStrangers(operation, answer))
  return [...general, ...publishedFault(answer), ...(ask.isPlain ? faultsOfPlain(ask, answer) : [])]
}

/** Where a read names those alone whom it found, the emulator passes over strangers: nothing is proved of them. */
function isOfStrangers(operation: string, { status, json }: Pick<Answer, 'status' | 'json'>): boolean {
  const told = operations.get(operation)?.items?.told
  return status === 502 && json.code === 'UPSTREAM_MALFORMED' && told?.form === 'names' && !told.fails && !told.absent
}

/** The head of an answer says all but what stands in its body, which is not sent. */
function* faultsOfHead(answer: Answer, { requestId, hasState }: Given): Generator<string> {
  if (answer.text !== '') yield 'a body for HEAD'
  if (answer.status >= 500 && (hasState || answer.status !== 503)) yield `${answer.status} for HEAD`
  yield* faultsOfHeaders(answer, requestId)
}

/** @param isExcused where the emulator, too, can be why nothing is proved */
function* faultsOfAny(answer: Answer, { requestId, hasState }: Given, isExcused: boolean): Generator<string> {
  const { status, text, json } = answer
  const isForState = !hasState && json.code === 'STATE_UNAVAILABLE'
  if (status >= 500 && !isForState && !isExcused) yield `${status} ${json.code} though only the request can be bad`
  if (Buffer.byteLength(text) > MOST_ANSWER_BYTES) yield `an answer of ${Buffer.byteLength(text)} bytes`
  if (status >= 400) yield* faultsOfProblem(status, json)
  yield* faultsOfHeaders(answer, requestId)
}

function* faultsOfHeaders({ status, headers }: Answer, requestId: string): Generator<string> {
  if (!Number.isInteger(status) || status < 200 || status > 599) yield `the status is ${status}`
  if (headers['x-request-id'] !== requestId) yield `x-request-id is ${headers['x-request-id']}, not ${requestId}`
  if (status === 405 && headers.allow === undefined) yield '405 without Allow'
  if ([429, 503].includes(status) && headers['retry-after'] === undefined) yield `${status} without Retry-After`
  const type = status >= 400 ? 'application/problem+json' : 'application/json'
  if (headers['content-type'] !== type) yield `${status} as ${headers['content-type']}`
}

function* faultsOfProblem(status: number, json: AnswerBody): Generator<string> {
  const bytes = Buffer.byteLength(JSON.stringify(json))
  if (json.results === undefined && json.retry === undefined && bytes > MOST_REFUSAL_BYTES) {
    yield `a refusal of ${bytes} bytes`
  }
  if (json.status !== status) yield `a problem of status ${json.status} under ${status}`
  if (!/^[A-Z][A-Z0-9_]{2,62}$/.test(json.code ?? '')) yield `the code ${json.code}`
  if (!json.type?.endsWith(`:${json.code}`)) yield `the type ${json.type} of ${json.code}`
}

function faultsOfPlain({ route, wire }: HttpAsk, answer: Answer): string[] {
  const { bytes, json } = readWire(wire)
  if (bytes > MOST_BYTES) return expectCode(answer, 413, 'PAYLOAD_TOO_LARGE')
  if (!json) return expectCode(answer, 400, 'INVALID_REQUEST')
  // Of a batch it may be the fault of one entry alone.
  if (json.isDoubled) return route === 'batch' ? [] : expectCode(answer, 400, 'INVALID_REQUEST')
  if (route === 'batch')
    return isBatch(json.value) ? faultsOfBatch(json.value, answer) : refusalFaults(json.value, answer)
  return route ? faultsOfBody(route.operation, json.value, answer) : []
}

const expectCode = ({ status, json }: Answer, wanted: number, code: string): string[] =>
  status === wanted && json.code === code ? [] : [`${status} ${json.code} where ${wanted} ${code} was due`]

/** An answer to a body that may be good or bad, by itself or in a batch. */
export function faultsOfBody(operation: string, body: unknown, answer: Pick<Answer, 'status' | 'json'>): string[] {
  if (!isBodyOf(operation, body)) return refusalFaults(body, answer)
  const { status, json } = answer
  if (json.errors === undefined) {
    const isRefused = status === 400 && json.upstream === undefined && json.results === undefined
    return isRefused ? [`a good body is refused: ${json.detail}`] : resultFaults(operation, body as object, answer)
  }
  const isKnownBetter = json.errors.every(({ pointer }) => MORE_IS_KNOWN.test(pointer))
  return isKnownBetter ? pointerFaults(body, json) : [`a good body is refused: ${json.detail}`]
}

/** A body that no schema takes is the caller's mistake, and every place named is there. */
function refusalFaults(body: unknown, answer: Pick<Answer, 'status' | 'json'>): string[] {
  const { status, json } = answer
  if (status !== 400 || json.code !== 'INVALID_REQUEST') return [`${status} ${json.code} for a body no schema takes`]
  if (!json.errors?.length) return ['a refusal without errors']
  return pointerFaults(body, json)
}

/** A pointer leads to something, or to a member that is missing where it points. */
function pointerFaults(body: unknown, { errors = [] }: AnswerBody): string[] {
  return errors.flatMap(({ pointer, message }) => {
    if (message === '') return [`${pointer} without a message`]
    // What is cut leads nowhere any more, and says so.
    if (pointer === '' || pointer.endsWith('…')) return []
    if (!pointer.startsWith('/')) return [`${pointer} is no pointer`]
    const keys = pointer
      .slice(1)
      .split('/')
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    const parent = keys.slice(0, -1).reduce<unknown>((node, key) => own(node, key), body)
    const leads = typeof parent === 'object' && parent !== null
    const isThere = leads && Object.hasOwn(parent, keys.at(-1) ?? '')
    return isThere || (leads && message.startsWith('is required')) ? [] : [`${pointer} points at nothing (${message})`]
  })
}

const own = (node: unknown, key: string): unknown =>
  typeof node === 'object' && node !== null && Object.hasOwn(node, key)
    ? (node as Record<string, unknown>)[key]
    : undefined

/** One verdict per item, in the order of the items, and counts that count them; a retry that can be sent as it is. */
function* checkResults(
  operation: string,
  body: object,
  { status, json }: Pick<Answer, 'status' | 'json'>,
): Generator<string> {
  const { results, counts, retry, omitted = [], outcome } = json
  if (retry !== undefined && !isBodyOf(operation, retry))
    yield `a retry that would be refused: ${JSON.stringify(retry)}`
  const rules = operations.get(operation)?.items
  const items = rules && (body as Record<string, unknown>)[rules.member]
  if (!Array.isArray(items) || outcome === undefined) return
  if (!results) return yield `no results for ${items.length} items`
  const areNamed = items.every((item, index) => isNamed(results[index] ?? {}, rules!.id(item), rules!.as))
  if (results.length !== items.length || !areNamed) yield 'the results are not those of the items, in their order'
  const good = results.filter((result) => ['ok', 'pending'].includes(result.status)).length
  const due = good === results.length ? 200 : 207
  if (good > 0 ? status !== due : status < 400) yield `${status} for ${good} of ${results.length}`
  const total = Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0)
  if (total !== items.length) yield `counts of ${total} for ${items.length} items`
  const isWorthIt = results.filter(({ error }) => error?.retryable).length
  if (isWorthIt > 0 !== (retry !== undefined) && !omitted.includes('retry'))
    yield `${isWorthIt} worth a retry, and it is ${retry}`
}

const resultFaults = (operation: string, body: object, answer: Pick<Answer, 'status' | 'json'>): string[] => [
  ...checkResults(operation, body, answer),
]

function faultsOfBatch(value: unknown, { status, json }: Answer): string[] {
  const { requests } = value as { requests: readonly { id: string }[] }
  const { responses = [] } = json
  if (![200, 207].includes(status)) return [`${status} ${json.code} for a batch whose entries can be told apart`]
  const ids = (of: readonly { id: string }[]) => JSON.stringify(of.map(({ id }) => id))
  if (ids(responses) !== ids(requests)) return ['the responses are not those of the requests, in their order']
  const isOk = responses.every((response) => response.status === 200)
  const own = (status === 200) === isOk ? [] : [`${status} for ${responses.map((response) => response.status)}`]
  return [...own, ...responses.flatMap((response, index) => faultsOfEntry(requests[index], response))]
}

function faultsOfEntry(entry: unknown, { status, body: json }: { status: number; body: AnswerBody }): string[] {
  if (!isEntry(entry)) return refusalFaults(entry, { status, json })
  if (json.code === 'PAYLOAD_TOO_LARGE') return []
  if (status >= 500 && !isOfStrangers(entry.operation, { status, json })) {
    return [`${status} ${json.code} in a batch though only the request can be bad`]
  }
  if (operations.has(entry.operation)) return faultsOfBody(entry.operation, entry.body, { status, json })
  return status === 404 && json.code === 'NOT_FOUND' ? [] : [`${status} for the operation ${entry.operation}`]
}
