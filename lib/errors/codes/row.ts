import type { CodeRow, Kind } from '../codes.ts'

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
