import type { GatewayError } from './answers/errors.ts'
import type { WriteOptions } from './answers/options.ts'
import { answerOf, errorOf } from './answers/unions.ts'
import { type Core, keyOf } from './call.ts'
import type { Shapes } from './printed/gateway.ts'
import { type OperationName, operations } from './printed/table.ts'

/** One request of a batch. */
export interface BatchEntry<Name extends OperationName = OperationName> {
  /** Tells its answer from the others’; left out, it is its number, from 1 on. Of 1 to 128 bytes. */
  readonly id?: string | undefined
  readonly operation: Name
  readonly body: Shapes[Name]['body']
}

/** A request of any operation, with the body that this operation takes. */
export type AnyEntry = { [Name in OperationName]: BatchEntry<Name> }[OperationName]

/** What became of one request of a batch: its answer or, where nothing of it is done, its error. */
export type BatchVerdict<Name extends OperationName = OperationName> = Ended<Name> &
  (
    | { readonly answer: Shapes[Name]['answer']; readonly error?: undefined }
    | { readonly answer?: undefined; readonly error: GatewayError }
  )

interface Ended<Name> {
  readonly id: string
  readonly operation: Name
  /** As it would have been answered alone. */
  readonly status: number
}

/**
 * Up to 100 requests at once, across apps and regions; those of one account run one after another, in their order. Each is judged for
 * itself, so that none is thrown; a body of `retry` is left to the caller. `rows` of `many` are sent in this way too.
 */
export type Batch = <const Entries extends readonly AnyEntry[]>(
  entries: Entries,
  options?: WriteOptions,
) => Promise<{ readonly [Index in keyof Entries]: BatchVerdict<Entries[Index]['operation']> }>

interface Response {
  readonly id: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export async function sendBatch(entries: readonly AnyEntry[], options: WriteOptions, core: Core): Promise<unknown> {
  const requests = entries.map(({ id, operation, body }, index) => ({ id: id ?? String(index + 1), operation, body }))
  const effect = entries.some(({ operation }) => operations[operation]?.effect === 'write') ? 'write' : 'read'
  const idempotencyKey = effect === 'write' ? keyOf(options, core.settings) : undefined
  const { signal, timeoutMs, traceparent } = options
  const reply = await core.exchange({
    method: 'POST',
    path: '/v1/batch',
    body: { requests },
    effect,
    idempotencyKey,
    signal,
    timeoutMs,
    ...(traceparent !== undefined && { headers: { traceparent } }),
  })
  const hasKey = idempotencyKey !== undefined
  if (reply.status >= 300) throw errorOf(reply, hasKey)
  const { responses } = reply.body as { readonly responses: readonly Response[] }
  return responses.map((response, index) => verdictOf(response, requests[index]?.operation, hasKey))
}

function verdictOf({ id, status, headers, body }: Response, operation: unknown, hasKey: boolean): object {
  const reply = { status, headers, body, requestId: headers['x-request-id'] ?? '' }
  const ended = { id, operation, status }
  return status < 300 ? { ...ended, answer: answerOf(reply) } : { ...ended, error: errorOf(reply, hasKey) }
}
