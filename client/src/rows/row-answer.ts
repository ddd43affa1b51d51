import type { Body, RowError, Verdict } from './portion.ts'

/** An item's own result, as a single call would have answered it. */
export type RowResult = Body & { readonly status: 'ok' | 'pending' | 'failed' | 'unknown'; readonly error?: RowError }

/** What became of one row. A row of several items can be `partial`. */
export type RowAnswer =
  | {
      /** Counted from 0, in the order in which the rows came. */
      readonly row: number
      readonly outcome: 'ok'
      readonly requestId: string
      readonly results: readonly RowResult[]
    }
  | {
      readonly row: number
      readonly outcome: 'partial'
      readonly requestId: string
      readonly done: readonly RowResult[]
      readonly failed: readonly RowResult[]
      readonly unknown: readonly RowResult[]
    }
  | {
      readonly row: number
      /** `unknown`: it was sent, and nobody can prove what it did. */
      readonly outcome: 'failed' | 'unknown'
      readonly requestId: string
      /** Of its first item that is not done. */
      readonly error: RowError
      readonly failed: readonly RowResult[]
      readonly unknown: readonly RowResult[]
    }

interface Left {
  readonly status: 'failed' | 'unknown'
  readonly error: RowError
}

/**
 * Folds the verdicts of a row's items.
 * @param verdicts in the order of the row's items; none where it was not answered
 * @param left what is said where there are none
 */
export function rowAnswer(row: number, body: Body, verdicts: readonly Verdict[], left: Left): RowAnswer {
  const results = verdicts.length > 0 ? verdicts.map(resultOf) : [{ ...body, ...left }]
  const requestId = verdicts.at(-1)?.requestId ?? ''
  const done = results.filter(({ status }) => status === 'ok' || status === 'pending')
  if (done.length === results.length) return { row, outcome: 'ok', requestId, results }
  const failed = results.filter(({ status }) => status === 'failed')
  const unknown = results.filter(({ status }) => status === 'unknown')
  if (done.length > 0) return { row, outcome: 'partial', requestId, done, failed, unknown }
  const error = results.find((result) => result.error)?.error ?? left.error
  return { row, outcome: failed.length > 0 ? 'failed' : 'unknown', requestId, error, failed, unknown }
}

/** Names of the item as the answer has them, or the answer where the operation has no items. */
function resultOf({ status, error, said }: Verdict): RowResult {
  const { outcome: _, requestId: __, results: ___, ...rest } = said
  return status === 'failed' || status === 'unknown'
    ? { ...(said.status === status ? rest : {}), status, ...(error && { error }) }
    : { ...rest, status }
}
