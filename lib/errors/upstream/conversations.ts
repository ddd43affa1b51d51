import type { Bounds, Line, Meanings } from './line.ts'

export const bounds: Bounds = { of: 'conversations, their groups and marks', from: 50000, to: 51999 }

export const lines: readonly Line[] = [
  ['UPSTREAM_INTERNAL', 'backoff', [50004]],
  ['UPSTREAM_TIMEOUT', 'backoff', [50005], 'unknown'],
  ['INVALID_REQUEST', 'no', [50002, 51006, 51011]],
  ['ACCOUNT_NOT_FOUND', 'no', [50001]],
  ['ADMIN_REQUIRED', 'no', [50003]],
  ['FEATURE_UNAVAILABLE', 'no', [51013]],
  ['GROUP_NOT_FOUND', 'no', [51007]],
  ['CONVERSATION_GROUP_FULL', 'no', [51008]],
  ['CONVERSATION_GROUP_NOT_FOUND', 'no', [51009], 'maybe done'],
  ['CONVERSATION_GROUP_LIMIT', 'no', [51010]],
  ['PIN_LIMIT', 'no', [51012]],
]

export const meanings: Meanings = {
  50001: 'the account was never imported',
  50002: 'a parameter is wrong',
  50003: 'administrator rights needed',
  50004: 'internal error',
  50005: 'network timeout inside Chat',
  51006: 'no conversation, or more than 100, in a call that marks them',
  51007: 'the group could not be looked up, or is deleted',
  51008: 'a conversation group holds more than 1,000 conversations',
  51009: 'no such conversation group',
  51010: 'more than 20 conversation groups',
  51011: 'a conversation group’s name is over 32 bytes',
  51012: 'too many pinned conversations',
  51013: 'marks and conversation groups need a higher plan',
}
