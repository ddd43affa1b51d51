import type { GatewayUnreachable } from '../answers/errors.ts'

export interface GatewayRequest {
  readonly method: 'GET' | 'POST'
  /** Below the gateway's URL, from `/v1/` on; a query may stand in it. */
  readonly path: string
  /** Sent as JSON. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly effect: 'read' | 'write'
  readonly idempotencyKey?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** For all attempts together, in milliseconds; else as the settings say. */
  readonly timeoutMs?: number | undefined
}

export interface GatewayReply {
  readonly status: number
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Parsed JSON. */
  readonly body: unknown
  readonly requestId: string
}

/**
 * One exchange with the gateway, with those repeats that are safe and may help. Resolves for every HTTP status that the gateway itself,
 * or API Gateway in its place, answers.
 *
 * Rejects with GatewayUnreachable (no gateway, no way to it, no answer in time), CredentialsError (none, expired, refused),
 * SettingsError (what its options say can't be meant), or the signal's reason.
 */
export type Exchange = (request: GatewayRequest) => Promise<GatewayReply>

/** What an attempt came to. */
export type Tried = { readonly reply: GatewayReply } | { readonly fault: GatewayUnreachable }
