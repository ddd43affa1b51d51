import { expect, test } from 'vitest'
import { noEffort } from '../../lib/effort.ts'
import { GatewayError } from '../../lib/errors/gateway-error.ts'
import { brokenOff } from '../../lib/triggers/queue/broken-off.ts'

const refused = new GatewayError('FORBIDDEN', { detail: 'not granted' })
const FORBIDDEN = { code: 'FORBIDDEN', message: 'not granted', retryable: false }
const error = (code: string, retryable: boolean) => ({ code, message: code, retryable })

test('a job that was never tried is refused', () => {
  expect(brokenOff(undefined, refused)).toEqual({ refused })
})

test('of items only those that were left are refused; what may have been done stays unknown, and nothing is worth repeating', () => {
  const results = [
    { userId: 'done', status: 'ok' },
    { userId: 'left', status: 'failed', error: error('WRITE_CONFLICT', true) },
    { userId: 'sent', status: 'unknown', error: error('UPSTREAM_TIMEOUT', true) },
    { userId: 'final', status: 'failed', error: error('ACCOUNT_NOT_FOUND', false) },
  ]
  expect(brokenOff({ status: 207, body: { results, retry: {} } }, refused)).toEqual({
    outcome: {
      outcome: 'partial',
      answer: {
        counts: { ok: 1, failed: 2, unknown: 1 },
        results: [
          results[0],
          { userId: 'left', status: 'failed', error: FORBIDDEN },
          { userId: 'sent', status: 'unknown', error: error('UPSTREAM_TIMEOUT', false) },
          results[3],
        ],
      },
    },
    effort: noEffort(),
    isAppReal: false,
    merged: 1,
  })
})

test('one thing that may have been done stays unknown, where it was proved undone it is refused', () => {
  const problem = { code: 'UPSTREAM_TIMEOUT', detail: 'sent', retryable: true, retry: {} }
  expect(brokenOff({ status: 504, body: { ...problem, outcome: 'unknown' } }, refused)).toEqual({
    outcome: {
      outcome: 'unknown',
      answer: {},
      leading: { code: 'UPSTREAM_TIMEOUT', message: 'sent', retryable: false },
    },
    effort: noEffort(),
    isAppReal: false,
    merged: 1,
  })
  expect(brokenOff({ status: 504, body: { ...problem, outcome: 'failed' } }, refused)).toEqual({ refused })
})
