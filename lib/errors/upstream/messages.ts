import type { Bounds, Line, Meanings } from './line.ts'

export const bounds: Bounds = { of: 'one-to-one messages, and the extensions of messages', from: 20000, to: 23999 }

export const lines: readonly Line[] = [
  ['UPSTREAM_INTERNAL', 'backoff', [20005, 20018]],
  ['UPSTREAM_TIMEOUT', 'backoff', [20004], 'unknown'],
  ['RATE_LIMITED', 'caller', [23003]],
  ['WRITE_CONFLICT', 'conflict', [20028]],
  ['VERSION_CONFLICT', 'no', [23001]],
  ['INVALID_REQUEST', 'no', [20001]],
  ['ACCOUNT_NOT_FOUND', 'no', [20003]],
  ['CREDENTIALS_REJECTED', 'resign', [20002]],
  ['APP_MISMATCH', 'no', [20008]],
  ['REFUSED_BY_WEBHOOK', 'no', [20006]],
  ['BLOCKED_BY_PEER', 'no', [20007]],
  ['NOT_A_FRIEND', 'no', [20009, 20010, 20011]],
  ['SENDER_MUTED', 'no', [20012]],
  ['MESSAGE_NOT_FOUND', 'no', [20022, 23004]],
  ['MESSAGE_TOO_OLD', 'no', [20016]],
  ['ALREADY_RECALLED', 'no', [20023], 'maybe done'],
  ['NOT_EXTENSIBLE', 'no', [23002]],
]

export const meanings: Meanings = {
  20001: 'the request is wrong',
  20002: 'UserSig or A2 expired',
  20003: 'sender or recipient was never imported',
  20004: 'network fault inside Chat',
  20005: 'internal error',
  20006: 'the app’s webhook refused the message',
  20007: 'the sender is on the recipient’s blocklist',
  20008: 'sender and recipient belong to different apps',
  20009: 'the two are not friends, and the app wants them to be',
  20010: 'the sender is no friend of the recipient',
  20011: 'the recipient is no friend of the sender',
  20012: 'the sender is muted',
  20016: 'the time for recalling the message is over',
  20018: 'internal error while deleting history',
  20022: 'the message to recall does not exist',
  20023: 'the message is recalled already',
  20028: 'concurrent changes of one message',
  23001: 'somebody else has changed the pair (Seq differs)',
  23002: 'the message was not sent as one that takes extensions',
  23003: 'over 200 writes a minute for one message',
  23004: 'no such message',
}
