import type { Bounds, Line, Meanings } from './line.ts'

export const bounds: Bounds = { of: 'archives of messages', from: 1000, to: 1999 }

export const lines: readonly Line[] = [
  ['UPSTREAM_REJECTED', 'no', [1001]],
  ['INVALID_REQUEST', 'no', [1002]],
  ['UPSTREAM_INTERNAL', 'backoff', [1003]],
  ['ARCHIVE_NOT_READY', 'caller', [1004]],
  ['ARCHIVE_EXPIRED', 'no', [1005]],
]

export const meanings: Meanings = {
  1001: 'the address of the call is wrong',
  1002: 'a parameter is wrong, or the caller is no administrator',
  1003: 'internal error',
  1004: 'no file yet for that hour, or no message in it',
  1005: 'the file has expired',
}
