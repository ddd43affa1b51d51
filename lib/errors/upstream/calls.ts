import type { Bounds, Line, Meanings } from './line.ts'

export const bounds: Bounds = { of: 'any call, before it reaches what it asks for', from: 60000, to: 60999 }

export const lines: readonly Line[] = [
  ['UPSTREAM_REJECTED', 'no', [60002, 60003, 60009, 60012, 60015, 60025]],
  ['UPSTREAM_INTERNAL', 'once', [60004, 60005]],
  ['REGION_MISMATCH', 'no', [60006, 60026]],
  ['RATE_LIMITED', 'throttle', [60007, 60011, 60018, 60019]],
  ['UPSTREAM_TIMEOUT', 'backoff', [60008, 60014], 'unknown'],
  ['ADMIN_REQUIRED', 'no', [60010]],
  ['UPSTREAM_MALFORMED', 'once', [60013], 'unknown'],
  ['APP_UNAVAILABLE', 'no', [60016, 60017, 60020]],
  ['IP_NOT_ALLOWED', 'no', [60021]],
  ['FEATURE_UNAVAILABLE', 'no', [60027]],
  ['QUOTA_EXHAUSTED', 'no', [60028]],
]

export const meanings: Meanings = {
  60002: 'the HTTP request could not be parsed',
  60003: 'the body is not JSON',
  60004: 'account check failed',
  60005: 'account check failed',
  60006: 'SDKAppID invalid here',
  60007: 'calls per second of this API',
  60008: 'service timeout',
  60009: 'no such service or command',
  60010: 'the identifier is no app administrator',
  60011: 'calls per second of the app',
  60012: 'sdkappid missing',
  60013: 'the back end’s reply could not be parsed',
  60014: 'account check timed out',
  60015: 'a UserID is not a string',
  60016: 'SDKAppID disabled',
  60017: 'request disabled',
  60018: 'too many requests',
  60019: 'too many requests',
  60020: 'plan missing or expired, or the account is in arrears',
  60021: 'the caller’s IP is not allowed',
  60025: 'a query parameter is wrong',
  60026: 'host and data centre of the app differ',
  60027: 'the API belongs to another product',
  60028: 'trial quota of 24 h used up',
}
