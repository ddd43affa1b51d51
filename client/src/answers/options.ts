/** What a single call may settle for itself. */
export interface CallOptions {
  /** Ends the call: its promise rejects with the signal's reason. A write that was sent may be done all the same. */
  readonly signal?: AbortSignal | undefined
  /** How long it may take with all its repeats, in milliseconds. */
  readonly timeoutMs?: number | undefined
  /** The trace that it belongs to (W3C Trace Context). */
  readonly traceparent?: string | undefined
}

export interface WriteOptions extends CallOptions {
  /**
   * The Idempotency-Key of this request, of 1 to 255 characters: whoever sends the same again under the same key, within 24 hours, gets the
   * same answer. Left out, it is a random one, which protects the client's own repeats. `false`: none, for gateways without a table.
   */
  readonly idempotency?: string | false | undefined
}

/** What many rows may settle for themselves. */
export interface ManyOptions {
  /** Ends it: the rows that are left are answered as `failed` or, where they were sent, `unknown`. */
  readonly signal?: AbortSignal | undefined
  /** Most calls of Chat a second; left out, as many as the gateway takes. */
  readonly rate?: number | undefined
  /** Requests under way at once; 4 where it is left out. */
  readonly concurrency?: number | undefined
  /** What all keys begin with, so that the same rows sent again under it within 24 hours are not done twice; `false`: no keys. */
  readonly idempotency?: string | false | undefined
}
