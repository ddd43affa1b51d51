/** A body as a single call takes it. */
export type Body = Readonly<Record<string, unknown>>

/** Why an item is not done, in the gateway's words. */
export interface RowError {
  /** One of docs/error-codes.md. */
  readonly code: string
  readonly message: string
  /** Whether the same may succeed when it is sent again. */
  readonly retryable: boolean
  /** Chat's own words, where it was Chat that refused. */
  readonly upstream?: unknown
}

/** What became of one item, or of a request that has none. `pending` waits for somebody's consent and counts as done. */
export interface Verdict {
  readonly status: 'ok' | 'pending' | 'failed' | 'unknown'
  readonly error?: RowError
  /** The item's entry among the results, or the whole answer where there are none. */
  readonly said: Body
  readonly requestId: string
  /** Whether the answer is one that an earlier request with this key had. */
  readonly isReplayed?: true
}

/** One request: what is said once for all its items, and the items. */
export interface Portion {
  /** Tells it from every other of the run. The gateway knows a repeat by it, so a run that goes on must use the same again. */
  readonly id: string
  /** The body without its items. */
  readonly envelope: Body
  /** Undefined where the operation takes none: then the envelope is the body. */
  readonly items?: readonly unknown[]
  /** Bytes of UTF-8 that its body takes as JSON, or a few more. */
  readonly bytes: number
  /** Calls of Chat that it will cost. */
  readonly calls: number
}

/** Portions of which one must be answered before the next is sent. Portions of different lanes go side by side. */
export interface Lane<P extends Portion = Portion> {
  /** The next portion; undefined once there is none left. */
  next(): P | undefined
}

export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '')
