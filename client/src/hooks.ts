/** Which attempt of which request. */
export interface Attempted {
  readonly method: 'GET' | 'POST'
  /** Below the gateway's own URL. */
  readonly path: string
  /** 1 for the first. */
  readonly attempt: number
}

export interface RequestEvent extends Attempted {
  readonly idempotencyKey?: string | undefined
}

/** `status` and `requestId` where an answer came, else `error`. */
export interface AnswerEvent extends Attempted {
  readonly status?: number | undefined
  readonly requestId?: string | undefined
  readonly error?: Error | undefined
  /** How long it took, in milliseconds. */
  readonly ms: number
}

export interface RetryEvent extends Attempted {
  /** Why it is repeated: a code, an HTTP status, or what broke off. */
  readonly reason: string
  readonly waitMs: number
}

/** For logs and figures. They get no body, no header and no credentials; what they throw changes nothing. */
export interface Hooks {
  readonly onRequest?: ((event: RequestEvent) => void) | undefined
  readonly onAnswer?: ((event: AnswerEvent) => void) | undefined
  readonly onRetry?: ((event: RetryEvent) => void) | undefined
}

/** Calls a hook. A log that fails must not make a write look as if it had failed. */
export function tell<Event>(hook: ((event: Event) => void) | undefined, event: Event): void {
  try {
    hook?.(event)
  } catch {
    // Whoever wrote the hook has to see to it.
  }
}
