import { type Code, codeRow } from './errors/codes.ts'
import type { UpstreamFault } from './errors/gateway-error.ts'

export interface ItemError {
  readonly code: Code
  readonly message?: string
  readonly retryable: boolean
  readonly upstream?: UpstreamFault
}

/** Exactly one per item of the request. `unknown`: a call was sent and its effect can't be proved. */
export interface ItemResult {
  readonly userId: string
  readonly status: 'ok' | 'failed' | 'unknown'
  readonly error?: ItemError
}

export interface Counts {
  readonly ok: number
  readonly failed: number
  readonly unknown: number
}

/** What became of a request, however it arrived. */
export interface Outcome {
  readonly outcome: 'ok' | 'partial' | 'failed'
  readonly counts: Counts
  readonly results: readonly ItemResult[]
  /** A ready-to-send body with the items that are worth repeating. */
  readonly retry?: Readonly<Record<string, unknown>>
  /** Where nothing is ok: the error that most items share. */
  readonly leading?: ItemError
}

/** What a caller reads of a code: what it is, then what to do. */
export const messageOf = (code: Code): string => `${codeRow(code).title}. ${codeRow(code).cure}`

/**
 * Folds the items' results into one outcome.
 * @param retryOf makes the body that repeats just the items at these indexes
 */
export function fold(
  results: readonly ItemResult[],
  retryOf: (indexes: ReadonlySet<number>) => Readonly<Record<string, unknown>>,
): Outcome {
  const counts = { ok: 0, failed: 0, unknown: 0 }
  const again = new Set<number>()
  for (const [index, { status, error }] of results.entries()) {
    counts[status]++
    if (error?.retryable) again.add(index)
  }
  const leading = counts.ok === 0 ? mostShared(results) : undefined
  return {
    outcome: counts.ok === results.length ? 'ok' : counts.ok > 0 ? 'partial' : 'failed',
    counts,
    results,
    ...(again.size > 0 && { retry: retryOf(again) }),
    ...(leading && { leading }),
  }
}

function mostShared(results: readonly ItemResult[]): ItemError | undefined {
  const shares = new Map<Code, number>()
  for (const { error } of results) if (error) shares.set(error.code, (shares.get(error.code) ?? 0) + 1)
  const most = Math.max(...shares.values())
  return results.find(({ error }) => error && shares.get(error.code) === most)?.error
}
