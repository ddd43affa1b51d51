import { describe, expect, test } from 'vitest'
import { GatewayError } from '../../lib/errors/gateway-error.ts'
import type { ItemError, Outcome } from '../../lib/flow/outcome.ts'
import type { Memory } from '../../lib/jobs/memory.ts'
import { operations } from '../../lib/operations/index.ts'
import { noEffort } from '../../lib/telemetry/effort.ts'
import { brokenOff, doubtOf } from '../../lib/triggers/queue/broken-off.ts'

const refused = new GatewayError('FORBIDDEN', { detail: 'not granted' })
const FORBIDDEN = { code: 'FORBIDDEN', message: 'not granted', retryable: false }
/** What is remembered of a job's earlier attempts. */
const kept = (outcome: Partial<Outcome>): Memory => ({ outcome: { outcome: 'partial', answer: {}, ...outcome } })
const error = (code: string, retryable: boolean) => ({ code, message: code, retryable })

test('a job that was never tried is refused', () => {
  expect(brokenOff(undefined, refused)).toEqual({ refused })
})

test('of items only those that were left are refused; what may have been done stays unknown, and nothing is worth repeating', () => {
  const results = [
    { id: 'done', status: 'ok' },
    { id: 'left', status: 'failed', error: error('WRITE_CONFLICT', true) },
    { id: 'sent', status: 'unknown', error: error('UPSTREAM_TIMEOUT', true) },
    { id: 'final', status: 'failed', error: error('ACCOUNT_NOT_FOUND', false) },
  ]
  expect(brokenOff(kept({ answer: { results }, retry: {} }), refused)).toEqual({
    outcome: {
      outcome: 'partial',
      answer: {
        counts: { ok: 1, failed: 2, unknown: 1 },
        results: [
          results[0],
          { id: 'left', status: 'failed', error: FORBIDDEN },
          { id: 'sent', status: 'unknown', error: error('UPSTREAM_TIMEOUT', false) },
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
  const leading: ItemError = { code: 'UPSTREAM_TIMEOUT', message: 'sent', retryable: true }
  const after = (outcome: 'unknown' | 'failed') => kept({ outcome, answer: {}, leading, retry: {} })
  expect(brokenOff(after('unknown'), refused)).toEqual({
    outcome: {
      outcome: 'unknown',
      answer: {},
      leading: { code: 'UPSTREAM_TIMEOUT', message: 'sent', retryable: false },
    },
    effort: noEffort(),
    isAppReal: false,
    merged: 1,
  })
  expect(brokenOff(after('failed'), refused)).toEqual({ refused })
})

describe('a job that a worker was broken off with, of which nothing more can be sent, is in doubt', () => {
  const INTERRUPTED = expect.objectContaining({ code: 'INTERRUPTED', retryable: false })
  const comesTo = (operation: string, body: object, memory?: Memory) =>
    brokenOff(doubtOf({ operation: operations.get(operation), app: 'default', body }, memory), refused)

  test('item by item, where it has items', () => {
    const friends = [{ userId: 'a' }, { userId: 'b' }]
    expect(comesTo('friends.add', { userId: 'u', friends })).toMatchObject({
      outcome: {
        outcome: 'failed',
        answer: {
          counts: { ok: 0, failed: 0, unknown: 2, pending: 0 },
          results: ['a', 'b'].map((id) => ({ id, status: 'unknown', error: INTERRUPTED })),
        },
      },
    })
    expect(comesTo('blocklist.add', { userId: 'u', userIds: ['a'] })).toMatchObject({
      outcome: { answer: { counts: { ok: 0, failed: 0, unknown: 1 } } },
    })
  })

  test('but for what earlier attempts have proved', () => {
    const results = [
      { id: 'done', status: 'ok' },
      { id: 'left', status: 'failed', error: error('WRITE_CONFLICT', true) },
      { id: 'final', status: 'failed', error: error('ACCOUNT_NOT_FOUND', false) },
    ]
    const answer = kept({ answer: { results, counts: { ok: 1, failed: 2, unknown: 0 } } })
    expect(comesTo('blocklist.add', {}, answer)).toMatchObject({
      outcome: {
        outcome: 'partial',
        answer: { results: [results[0], { status: 'unknown', error: INTERRUPTED }, results[2]] },
      },
    })
  })

  test('but a read has no effect that could be: it is refused', () => {
    expect(comesTo('friends.list', { userId: 'u' })).toEqual({ refused })
    expect(comesTo('friends.check', { userId: 'u', friendIds: ['a'] })).toEqual({ refused })
    const results = [{ id: 'a', status: 'failed', error: error('UPSTREAM_TIMEOUT', true) }]
    const answer = kept({ outcome: 'failed', answer: { results, counts: { ok: 0, failed: 1, unknown: 0 } } })
    expect(comesTo('friends.check', {}, answer)).toMatchObject({
      outcome: { answer: { results: [{ id: 'a', status: 'failed', error: FORBIDDEN }] } },
    })
  })

  test('and a send is still known by its id, which its caller may not have chosen', () => {
    const body = { peerId: 'bob', elements: [], clientMessageId: 'm' }
    const whole = { outcome: 'unknown', leading: INTERRUPTED }
    expect(comesTo('messages.send', body)).toMatchObject({ outcome: { ...whole, answer: { clientMessageId: 'm' } } })
    const toMany = { peerIds: ['bob'], clientMessageId: 'm' }
    const results = [{ id: 'bob', status: 'unknown', error: INTERRUPTED }]
    expect(comesTo('messages.send-batch', toMany)).toMatchObject({
      outcome: { answer: { clientMessageId: 'm', results } },
    })
    const leading: ItemError = { code: 'UPSTREAM_TIMEOUT', message: 'sent', retryable: false }
    const look = { message: expect.stringMatching(/ Look .* with random \d+ and seq \d+\.$/) }
    expect(comesTo('messages.send', body)).toMatchObject({ outcome: { leading: look } })
    expect(comesTo('messages.send-batch', toMany)).toMatchObject({
      outcome: { answer: { results: [{ error: look }] } },
    })
    expect(comesTo('messages.send', { ...body, onlineOnly: true })).toMatchObject({
      outcome: { leading: { message: expect.stringContaining('Nobody keeps a message with onlineOnly') } },
    })
    const before = kept({ outcome: 'unknown', answer: { clientMessageId: 'm' }, leading })
    expect(brokenOff(before, refused)).toMatchObject({ outcome: { answer: { clientMessageId: 'm' } } })
  })

  test('as a whole, where it is one thing, or what it asks for is damaged', () => {
    const whole = { outcome: { outcome: 'unknown', answer: {}, leading: INTERRUPTED } }
    expect(comesTo('friends.delete-all', { userId: 'u' })).toMatchObject(whole)
    expect(comesTo('friends.add', {})).toMatchObject(whole)
  })
})
