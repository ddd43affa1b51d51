import type { Bounds, Line, Meanings } from './line.ts'

export const bounds: Bounds = { of: 'the check of contents', from: 80000, to: 80999 }

export const lines: readonly Line[] = [
  ['CONTENT_BLOCKED', 'no', [80001, 80004]],
  ['INVALID_REQUEST', 'no', [80002]],
  ['REFUSED_BY_WEBHOOK', 'no', [80003]],
  ['APP_UNAVAILABLE', 'no', [80005]],
]

export const meanings: Meanings = {
  80001: 'text blocked',
  80002: 'message body too long',
  80003: 'the webhook before the action failed',
  80004: 'picture blocked',
  80005: 'service deactivated',
}
