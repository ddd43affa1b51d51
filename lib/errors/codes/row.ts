/** Who must act. */
export type Kind = 'caller' | 'operator' | 'wait' | 'upstream'

export interface CodeRow {
  readonly status: number
  readonly kind: Kind
  /** Whether the same request may succeed when sent again as it is. */
  readonly retryable: boolean
  readonly title: string
  /** What the reader of the error does about it. */
  readonly cure: string
  /** Seconds, for the statuses that carry Retry-After. */
  readonly retryAfter?: number | undefined
}

/** @param retryAfter seconds, where the status carries Retry-After */
const rowsOf =
  (kind: Kind, retryable: boolean) =>
  (status: number, title: string, cure: string, retryAfter?: number): CodeRow => ({
    kind,
    retryable,
    status,
    title,
    cure,
    retryAfter,
  })

/** The caller must change something. */
export const caller = rowsOf('caller', false)

/** The operator must change something of the app, or of its settings at Chat. */
export const operator = (title: string, cure: string): CodeRow => rowsOf('operator', false)(502, title, cure)

/** Nobody must act: the same request succeeds later. */
export const wait = rowsOf('wait', true)

/** A fault of Chat's, or on the way to it, that may pass. */
export const passing = rowsOf('upstream', true)
