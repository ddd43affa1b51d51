import type { Bounds, InfoMeaning, Line, Meanings } from './line.ts'

export const bounds: Bounds = { of: 'friends, friend lists and the blocklist', from: 30000, to: 32999 }

export const lines: readonly Line[] = [
  ['INVALID_REQUEST', 'no', [30001]],
  ['APP_MISMATCH', 'no', [30002], 'never done'],
  ['ACCOUNT_NOT_FOUND', 'no', [30003]],
  ['ADMIN_REQUIRED', 'no', [30004]],
  ['UPSTREAM_REJECTED', 'no', [30005]],
  ['UPSTREAM_INTERNAL', 'backoff', [30006]],
  ['UPSTREAM_TIMEOUT', 'backoff', [30007], 'unknown'],
  ['WRITE_CONFLICT', 'conflict', [30008]],
  ['ADD_FORBIDDEN', 'no', [30009]],
  ['FRIEND_LIMIT', 'no', [30010]],
  ['FRIEND_LIST_LIMIT', 'no', [30011]],
  ['PENDING_LIMIT', 'no', [30012]],
  ['BLOCKLIST_LIMIT', 'no', [30013]],
  ['PEER_FRIEND_LIMIT', 'no', [30014]],
  ['PEER_BLOCKED', 'no', [30515]],
  ['ADD_DENIED', 'no', [30516]],
  ['BLOCKED_BY_PEER', 'no', [30525]],
  ['AWAITING_CONSENT', 'no', [30539]],
  ['RATE_LIMITED', 'caller', [30540, 31707]],
  ['PENDING_REQUEST_NOT_FOUND', 'no', [30614, 31804]],
  ['ALREADY_BLOCKED', 'no', [31307], 'maybe done'],
  ['NOT_A_FRIEND', 'no', [31704], 'maybe done'],
  ['NOT_A_FRIEND', 'no', [32216]],
]

export const meanings: Meanings = {
  30001: 'a parameter is wrong, or the state forbids it (see the ResultInfo suffixes)',
  30002: 'SDKAppID mismatch, or an illegal account',
  30003: 'the account was never imported',
  30004: 'administrator rights needed',
  30005: 'sensitive words, or a feature not enabled (sources differ)',
  30006: 'internal error',
  30007: 'network timeout inside Chat',
  30008: 'concurrent writes of one account',
  30009: 'the app forbids the account to add friends',
  30010: 'own friends at the limit',
  30011: 'friend lists at the limit',
  30012: 'pending requests at the limit',
  30013: 'blocklist at the limit',
  30014: 'the other side’s friends at the limit',
  30515: 'the other side is on your blocklist',
  30516: 'the other side accepts no requests',
  30525: 'you are on the other side’s blocklist',
  30539: 'recorded; waits for the other side’s consent',
  30540: 'adding friends too often (security policy)',
  30614: 'the pending request does not exist',
  31307: 'on the blocklist already (old back end)',
  31704: 'delete: not a friend',
  31707: 'deleting friends too often (security policy)',
  31804: 'pending request or account missing (sources differ)',
  32216: 'list add: not a friend',
}

/** Where one number hides several situations, the end of its info text decides; the middle word is unreliable. */
export const infoMeanings: { readonly number: number; readonly meanings: readonly InfoMeaning[] } = {
  number: 30001,
  meanings: [
    ['_Friend_Not_Exist', 'NOT_A_FRIEND'],
    ['_Not_Friend', 'NOT_A_FRIEND'],
  ],
}
