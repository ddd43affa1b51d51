import type { Exchange } from '../transport/messages.ts'
import type { Course, SentOperation } from './course.ts'
import type { EntryAnswer } from './read-answer.ts'

export interface Asking {
  readonly exchange: Exchange
  readonly operation: Omit<SentOperation, 'isSafe'>
  /** Begins the key of every request; its own id follows. Undefined sends no key. */
  readonly key?: string | undefined
  /** Whether a batch that is refused as a whole is an error; else each of its requests is answered so. */
  readonly throwsWhenRefused?: boolean
  /** Breaks off what is under way. */
  readonly signal?: AbortSignal | undefined
}

/** A batch was refused as a whole: nothing of it was done. */
export class BatchRefused extends Error {
  readonly status: number
  readonly code: unknown

  constructor({ status, body }: EntryAnswer) {
    const { detail, code } = Object(body) as { readonly detail?: unknown; readonly code?: unknown }
    super(typeof detail === 'string' ? `${detail} (${code})` : `The gateway answered HTTP ${status}.`)
    this.name = 'BatchRefused'
    this.status = status
    this.code = code
  }
}

/**
 * Sends requests in one batch. The gateway knows each by the batch's key and its own id, so it may come again in another batch.
 * @returns an answer for each, or that they are too many bytes together
 * @throws BatchRefused, and what the exchange throws
 */
export async function askBatch(
  { exchange, operation, key, signal, throwsWhenRefused = false }: Asking,
  batch: readonly Course[],
): Promise<readonly EntryAnswer[] | 'too large'> {
  const requests = batch.map(({ id, body }) => ({ id, operation: operation.name, body }))
  const reply = await exchange({
    method: 'POST',
    path: '/v1/batch',
    body: { requests },
    effect: operation.effect,
    ...(key !== undefined && { idempotencyKey: key }),
    ...(signal && { signal }),
  })
  const { responses } = Object(reply.body) as { readonly responses?: readonly EntryAnswer[] }
  if (Array.isArray(responses) && responses.length === batch.length) return responses as readonly EntryAnswer[]
  if (reply.status === 413) return batch.length > 1 ? 'too large' : [reply]
  if (throwsWhenRefused && isFinal(reply)) throw new BatchRefused(reply)
  return batch.map(() => reply)
}

/** Whether the same would be refused again. */
function isFinal({ status, body }: EntryAnswer): boolean {
  const { retryable } = Object(body) as { readonly retryable?: unknown }
  if (typeof retryable === 'boolean') return !retryable
  return status >= 400 && status < 500 && status !== 429
}
