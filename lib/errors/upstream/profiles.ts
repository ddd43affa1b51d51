import type { Bounds, Line, Meanings } from './line.ts'

export const bounds: Bounds = { of: 'profiles', from: 40000, to: 40999 }

export const lines: readonly Line[] = [
  ['UPSTREAM_INTERNAL', 'backoff', [40006]],
  ['INVALID_REQUEST', 'no', [40001, 40002, 40601, 40605, 40610]],
  ['ACCOUNT_NOT_FOUND', 'no', [40003]],
  ['ADMIN_REQUIRED', 'no', [40004]],
  ['FIELD_FORBIDDEN', 'no', [40007, 40008]],
  ['UNKNOWN_FIELD', 'no', [40009]],
]

export const meanings: Meanings = {
  40001: 'a parameter is wrong',
  40002: 'To_Account is missing',
  40003: 'the account was never imported',
  40004: 'administrator rights needed',
  40006: 'internal error',
  40007: 'the field may not be read',
  40008: 'the field may not be written',
  40009: 'no such field',
  40601: 'a value is over 500 bytes',
  40605: 'a standard field has a value that it does not take',
  40610: 'a standard field has a value of another type',
}
