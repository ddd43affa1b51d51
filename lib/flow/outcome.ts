import { type Code, codeRow } from '../errors/codes.ts'
import type { ForeignStatus, Subject, UpstreamFault } from '../errors/gateway-error.ts'
import type { Members } from '../json.ts'

export interface ItemError {
  readonly code: Code
  /** Whose absence is told, where an account is missing. */
  readonly subject?: Subject
  readonly message: string
  readonly retryable: boolean
  readonly upstream?: UpstreamFault | ForeignStatus
}

/** Exactly one per item of the request. `unknown`: a call was sent and its effect can't be proved. */
export interface ItemResult {
  /** The item's own; what it is called in an answer, its row says. */
  readonly id: string
  readonly status: 'ok' | 'pending' | 'failed' | 'unknown'
  readonly error?: ItemError
  /** A later request set the same item before this one was sent: the later values were sent in place of these. */
  readonly superseded?: true
}

export interface Counts {
  readonly ok: number
  readonly failed: number
  readonly unknown: number
  /** Only where an item may wait for somebody's consent. */
  readonly pending?: number
}

/** What became of a request, however it arrived. */
export interface Outcome {
  readonly outcome: 'ok' | 'partial' | 'failed' | 'unknown'
  /** The other members of the answer: counts and results, or what the operation itself answers. */
  readonly answer: Members & { readonly counts?: Counts }
  /** A ready-to-send body with what is worth repeating. */
  readonly retry?: Members
  /** Where nothing is ok: the error, or the one that most items share. */
  readonly leading?: ItemError
}

/**
 * Folds the items' results into one outcome.
 * @param mayPend whether `pending` is counted
 * @param retryOf makes the body that repeats just the items at these indexes; left out where nobody repeats any
 */
export function foldItems(
  results: readonly ItemResult[],
  mayPend: boolean,
  retryOf?: (indexes: ReadonlySet<number>) => Members,
): Outcome {
  const counts = { ok: 0, failed: 0, unknown: 0, pending: 0 }
  const again = new Set<number>()
  for (const [index, { status, error }] of results.entries()) {
    counts[status]++
    if (error?.retryable) again.add(index)
  }
  const { pending, ...plain } = counts
  const good = counts.ok + pending
  const leading = good === 0 ? mostShared(results) : undefined
  return {
    outcome: good === results.length ? 'ok' : good > 0 ? 'partial' : 'failed',
    answer: { counts: mayPend ? counts : plain, results },
    ...(retryOf && again.size > 0 && { retry: retryOf(again) }),
    ...(leading && { leading }),
  }
}

/** The outcome of two attempts at one request: each result of the later attempt replaces the earlier one of the same item. */
export function afterwards(earlier: readonly ItemResult[], later: Outcome): Outcome {
  if (earlier.length === 0 || !hasItems(later.answer)) return later
  const { results, counts } = later.answer
  const renewed = new Map(results.map((result) => [result.id, result]))
  const all = earlier.map((result) => renewed.get(result.id) ?? result)
  return beside(
    later.answer,
    foldItems(all, counts.pending !== undefined, () => later.retry ?? {}),
  )
}

const hasItems = (answer: Outcome['answer']): answer is Members & { counts: Counts; results: readonly ItemResult[] } =>
  answer.counts !== undefined

/** The outcome where nobody goes on with a request: items still open are refused, and items that may be done stay unknown. */
export function endEarly(results: readonly ItemResult[], mayPend: boolean, refusal: ItemError): Outcome {
  const ended = results.map((result) => {
    if (!result.error?.retryable) return result
    return { ...result, error: result.status === 'unknown' ? { ...result.error, retryable: false } : refusal }
  })
  return foldItems(ended, mayPend)
}

/** An outcome with what is answered beside its counts and results. */
export const beside = (said: Members, outcome: Outcome): Outcome => ({
  ...outcome,
  answer: { ...said, ...outcome.answer },
})

/** The outcome of an operation that does one thing, or reads one. */
export function foldWhole(status: 'failed' | 'unknown', error: ItemError, retry: Members): Outcome {
  return { outcome: status, answer: {}, leading: error, ...(error.retryable && { retry }) }
}

function mostShared(results: readonly ItemResult[]): ItemError | undefined {
  const shares = new Map<Code, number>()
  for (const { error } of results) if (error) shares.set(error.code, (shares.get(error.code) ?? 0) + 1)
  const most = Math.max(...shares.values())
  return results.find(({ error }) => error && shares.get(error.code) === most)?.error
}

/** Whether it is proved that nothing was done. */
export const isUndone = ({ outcome, answer: { counts } }: Outcome): boolean =>
  outcome === 'failed' && (counts?.unknown ?? 0) === 0

/** Whether a repeat should get this very answer: something is or may be done, or Chat refused it for good and no operator can mend that. */
export function isWorthKeeping({ outcome, answer, retry, leading }: Outcome): boolean {
  const mayBeDone = outcome === 'unknown' || (answer.counts?.unknown ?? 0) > 0
  if (leading === undefined || mayBeDone) return true
  const isForGood = retry === undefined && codeRow(leading.code).kind !== 'operator'
  return isForGood && leading.upstream !== undefined
}
