import { createHash, randomUUID } from 'node:crypto'
import { GatewayUnreachable } from './answers/errors.ts'
import { losing, merge, retryIn } from './answers/merge.ts'
import type { WriteOptions } from './answers/options.ts'
import type { Judged } from './answers/reply.ts'
import { answerOf } from './answers/unions.ts'
import { tell } from './hooks.ts'
import type { OperationRow } from './printed/table.ts'
import { type ReadySettings, SettingsError } from './settings.ts'
import type { Exchange, GatewayReply, GatewayRequest } from './transport/messages.ts'
import { waitBefore } from './transport/waits.ts'

/** What a call goes by. */
export interface Core {
  readonly exchange: Exchange
  readonly settings: ReadySettings
}

export type Body = Readonly<Record<string, unknown>>

/** The request of an operation, under the options of its call. */
export function requestOf(
  row: OperationRow,
  body: unknown,
  options: WriteOptions,
  settings: ReadySettings,
): GatewayRequest {
  const { signal, timeoutMs, traceparent } = options
  return {
    method: 'POST',
    path: row.path,
    body,
    effect: row.effect,
    idempotencyKey: row.effect === 'write' ? keyOf(options, settings) : undefined,
    signal,
    timeoutMs: timeoutMs ?? settings.timeoutMs,
    ...(traceparent !== undefined && { headers: { traceparent } }),
  }
}

/** The key of a write: the caller's own, none, or a random one. @throws SettingsError */
export function keyOf(
  { idempotency }: Pick<WriteOptions, 'idempotency'>,
  { hasKeys }: ReadySettings,
): string | undefined {
  if (idempotency === false) return undefined
  if (idempotency !== undefined && !/^[\x20-\x7e]{1,255}$/.test(idempotency))
    throw new SettingsError('idempotency: a key has 1 to 255 characters of ASCII that can be printed')
  if (idempotency !== undefined) return idempotency
  return hasKeys ? randomUUID() : undefined
}

/**
 * Calls an operation. Where a repeat of some items can help, their `retry` body is sent as well, and all becomes one answer in the order of
 * the request.
 * @throws GatewayError where nothing is done; GatewayUnreachable; CredentialsError; SettingsError; the signal's reason
 */
export async function callOperation(
  row: OperationRow,
  body: unknown,
  options: WriteOptions,
  core: Core,
): Promise<Judged> {
  const { settings, exchange } = core
  const { clock, retries, hooks } = settings
  const request = requestOf(row, body, options, settings)
  const { method, path, signal, idempotencyKey } = request
  const deadline = clock.now() + (request.timeoutMs ?? settings.timeoutMs)
  let reply = await exchange(request)
  for (let round = 1; round <= retries; round += 1) {
    const retry = retryIn(reply)
    const waitMs = waitBefore({ reply }, round, settings)
    if (!retry || clock.now() + waitMs >= deadline) break
    tell(hooks.onRetry, { method, path, attempt: round, reason: 'retry', waitMs })
    await clock.sleep(waitMs, signal)
    const again = {
      ...request,
      body: retry,
      idempotencyKey: derivedKey(idempotencyKey, round),
      timeoutMs: Math.max(1, deadline - clock.now()),
    }
    const later = await sendRetry(again, reply, row, exchange)
    if (!later) break
    reply = later
  }
  return answerOf(reply, idempotencyKey !== undefined)
}

/** What is known after the items of a `retry` were sent; undefined where they went nowhere, so that all is as it was before. */
async function sendRetry(
  request: GatewayRequest,
  earlier: GatewayReply,
  row: OperationRow,
  exchange: Exchange,
): Promise<GatewayReply | undefined> {
  try {
    return merge(earlier, await exchange(request), row)
  } catch (error) {
    request.signal?.throwIfAborted()
    // What is known of the other items must not be lost with these.
    const isLost = error instanceof GatewayUnreachable && error.mayBeDone && row.effect === 'write'
    return isLost ? losing(earlier, request.body as Body, row, error.message) : undefined
  }
}

const MOST_CHARACTERS = 255

/** A `retry` is a request of its own; whoever repeats all under the same first key comes to the same ones. */
export function derivedKey(first: string | undefined, round: number): string | undefined {
  if (first === undefined) return undefined
  const key = `${first}~${round}`
  return key.length <= MOST_CHARACTERS ? key : createHash('sha256').update(key).digest('hex')
}
