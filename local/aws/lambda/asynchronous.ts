import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { functionArn } from '../account.ts'
import { InvocationError } from './invocation-error.ts'
import type { Pool } from './pool.ts'
import type { AsynchronousSettings } from './triggers.ts'

/** An attempt that gave no answer. */
export interface FailedAttempt {
  functionName: string
  /** From 1. */
  attempt: number
  error: InvocationError
  /** What comes next. */
  then: 'retry' | 'on-failure queue' | 'nothing'
}

export interface AsynchronousOptions {
  pool: Pool
  /** Waits before the second attempt and the third; Lambda's own are a minute and two. */
  retryDelaysMs: readonly number[]
  /** Sends a record to the function's on-failure queue; used only where it has one. */
  putAway: (queueArn: string, record: object) => Promise<void>
  failed?: (attempt: FailedAttempt) => void
}

/** Why an event is given up, in Lambda's words. */
type Condition = 'RetriesExhausted' | 'EventAgeExceeded'

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
const FIRST_THROTTLE_DELAY_MS = 1000
const LONGEST_THROTTLE_DELAY_MS = 300_000

/**
 * Invokes a function for events that nobody waits for an answer to, as Lambda does: a failure is tried again under the same
 * request id, a throttled event for as long as it may grow old, and what fails for good goes to the function's on-failure queue.
 */
export class AsynchronousInvoker {
  readonly #options: AsynchronousOptions
  #dropping = new AbortController()

  constructor(options: AsynchronousOptions) {
    this.#options = options
  }

  /** Takes the event; whatever becomes of it, nobody is told but `failed`. */
  accept(event: unknown, traceId?: string): void {
    void this.#see(event, { requestId: randomUUID(), traceId })
  }

  /** Drops every event that it has taken: there is no next attempt at any, and no letter of it. */
  drop(): void {
    this.#dropping.abort()
    this.#dropping = new AbortController()
  }

  /** Drops them, and from now on tries at no event again. */
  close(): void {
    this.#dropping.abort()
  }

  async #see(event: unknown, origin: { requestId: string; traceId: string | undefined }): Promise<void> {
    const { pool, retryDelaysMs } = this.#options
    const { signal } = this.#dropping
    const nextStep = patience(pool.settings.asynchronous, retryDelaysMs)
    for (let attempt = 1; ; attempt++) {
      const error = await this.#attempt(event, origin)
      if (error === undefined || signal.aborted) return
      const next = nextStep(error)
      if (typeof next === 'string') {
        return this.#giveUp(error, attempt, recordOf({ pool, event, error, attempt, condition: next, ...origin }))
      }
      this.#tell(attempt, error, 'retry')
      await setTimeout(next, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
    }
  }

  async #attempt(event: unknown, origin: { requestId: string; traceId: string | undefined }) {
    try {
      await this.#options.pool.invoke(event, origin)
      return undefined
    } catch (error) {
      if (error instanceof InvocationError) return error
      throw error
    }
  }

  async #giveUp(error: InvocationError, attempt: number, record: object): Promise<void> {
    const { pool, putAway } = this.#options
    const { onFailure } = pool.settings.asynchronous
    this.#tell(attempt, error, onFailure === undefined ? 'nothing' : 'on-failure queue')
    // A record that can't be delivered is lost on AWS too, but for a metric.
    if (onFailure !== undefined) await putAway(onFailure, record).catch(() => undefined)
  }

  #tell(attempt: number, error: InvocationError, then: FailedAttempt['then']): void {
    this.#options.failed?.({ functionName: this.#options.pool.settings.name, attempt, error, then })
  }
}

/** Says after each failed attempt how many milliseconds to wait before the next one, or why there is none. */
function patience(
  { maximumRetryAttempts, maximumEventAgeSeconds }: AsynchronousSettings,
  retryDelaysMs: readonly number[],
): (error: InvocationError) => number | Condition {
  const oldest = Date.now() + maximumEventAgeSeconds * 1000
  let failures = 0
  let throttles = 0
  return (error) => {
    const delay = isThrottle(error)
      ? Math.min(FIRST_THROTTLE_DELAY_MS * 2 ** throttles++, LONGEST_THROTTLE_DELAY_MS)
      : (retryDelaysMs[failures++] ?? retryDelaysMs.at(-1) ?? 0)
    if (failures > maximumRetryAttempts) return 'RetriesExhausted'
    return Date.now() + delay > oldest ? 'EventAgeExceeded' : delay
  }
}

/** Such an event was never run. */
const isThrottle = ({ type }: InvocationError): boolean => type === 'TooManyRequestsException'

interface GivenUp {
  pool: Pool
  event: unknown
  error: InvocationError
  attempt: number
  condition: Condition
  requestId: string
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function recordOf({ pool, event, error, attempt, condition, requestId }: GivenUp): object {
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId,
      functionArn: `${functionArn(pool.settings.name)}:$LATEST`,
      condition,
      approximateInvokeCount: attempt,
    },
    requestPayload: event,
    ...(!isThrottle(error) && {
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: {
        errorType: error.type,
        errorMessage: error.message,
        ...(error.trace && { trace: error.trace.split('\n') }),
      },
    }),
  }
}
