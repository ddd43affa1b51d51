import type { Bounds, Line, Meanings } from './line.ts'

export const bounds: Bounds = { of: 'mutes in the whole app, and the app’s figures', from: 130001, to: 130999 }

export const lines: readonly Line[] = [
  ['UPSTREAM_INTERNAL', 'backoff', [130009, 130010, 130011, 130012, 130014]],
  ['INVALID_REQUEST', 'no', [130002, 130004, 130008]],
  ['UPSTREAM_REJECTED', 'no', [130001]],
  ['ACCOUNT_NOT_FOUND', 'no', [130003, 130005]],
]

export const meanings: Meanings = {
  130001: 'the body is not JSON',
  130002: 'Get_Account is missing',
  130003: 'Get_Account is no account',
  130004: 'Set_Account is missing',
  130005: 'Set_Account is no account',
  130008: 'neither mute is given',
  130009: 'Chat’s database could not be opened',
  130010: 'Chat’s database does not answer',
  130011: 'Chat’s database refused the query',
  130012: 'the answer of Chat’s database could not be read',
  130014: 'internal error (JSON)',
}
