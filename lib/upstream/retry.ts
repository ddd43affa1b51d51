import type { RetryClass } from '../errors/upstream-codes.ts'

/** How a class of fault is repeated: how often at most, and the full-jitter wait, doubling from `baseMs` up to `capMs`. */
export interface RetryPolicy {
  readonly repeats: number
  readonly baseMs: number
  readonly capMs: number
}

const never: RetryPolicy = { repeats: 0, baseMs: 0, capMs: 0 }
const always = Number.POSITIVE_INFINITY

export const retryPolicies: Readonly<Record<RetryClass, RetryPolicy>> = {
  no: never,
  caller: never,
  // Fresh credentials are tried beneath the retries (credentials.ts), and held ones not at all.
  resign: never,
  hold: never,
  once: { repeats: 1, baseMs: 100, capMs: 100 },
  conflict: { repeats: always, baseMs: 50, capMs: 1000 },
  backoff: { repeats: always, baseMs: 100, capMs: 2000 },
  throttle: { repeats: always, baseMs: 500, capMs: 4000 },
}

/** Whether a caller's own repeat of the same request may succeed where ours did not. */
export const isWorthRepeating = (retry: RetryClass): boolean => retry === 'caller' || retryPolicies[retry].repeats > 0

/**
 * Milliseconds before repeat number `repeat` (from 1 on), anywhere from none to the full step, so that callers who failed
 * together do not return together.
 */
export function waitBefore(repeat: number, { baseMs, capMs }: RetryPolicy, random: () => number): number {
  return random() * Math.min(capMs, baseMs * 2 ** (repeat - 1))
}

const FULL = 100

/** How many repeats an app may still cost: full at the start, one back per success. First attempts are never limited. */
export class RetryBudget {
  readonly #left = new Map<string, number>()

  /** Takes one repeat; false where none is left. */
  take(app: string): boolean {
    const left = this.#left.get(app) ?? FULL
    if (left < 1) return false
    this.#left.set(app, left - 1)
    return true
  }

  succeeded(app: string): void {
    const left = this.#left.get(app)
    if (left !== undefined) this.#left.set(app, Math.min(FULL, left + 1))
  }
}
