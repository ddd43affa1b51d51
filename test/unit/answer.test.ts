import { describe, expect, test } from 'vitest'
import { type Code, messageOf } from '../../lib/errors/codes.ts'
import { GatewayError, invalid } from '../../lib/errors/gateway-error.ts'
import type { Accepted } from '../../lib/flow/later.ts'
import type { Outcome } from '../../lib/flow/outcome.ts'
import type { Ran } from '../../lib/flow/run.ts'
import { operations } from '../../lib/operations/index.ts'
import { acceptedAnswer, jsonAnswer, outcomeAnswer, withFewErrors } from '../../lib/triggers/answer.ts'
import { refuse } from '../../lib/triggers/refuse.ts'
import { recordedLog } from '../support/recorded-log.ts'

const CALLS_PER_SECOND = 200
const problemType = { 'content-type': 'application/problem+json' }
const answerOf = (outcome: Outcome, more: Partial<Ran> = {}) =>
  outcomeAnswer({ requestId: 'r', ...outcome, ...more }, operations.get('friends.update'), CALLS_PER_SECOND)
const counts = (failed: number, unknown = 0, ok = 0) => ({ ok, failed, unknown })
const error = (code: Code, message = 'Told so.') => ({ code, message, retryable: false })

test('an answer is JSON, with the headers it is given', () => {
  const json = { 'content-type': 'application/json' }
  expect(jsonAnswer(200, { a: 1 })).toEqual({ status: 200, headers: json, body: { a: 1 } })
  expect(jsonAnswer(202, {}, { location: '/x' }).headers).toEqual({ ...json, location: '/x' })
})

test('few places that are wrong are the first twenty, and the others are counted', () => {
  const errors = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ pointer: `/${index}`, message: 'm' }))
  for (const body of [{ a: 1 }, { errors: errors(20) }, { errors: errors(3), errorsOmitted: 2 }]) {
    expect(withFewErrors(body)).toBe(body)
  }
  expect(withFewErrors({ a: 1, errors: errors(21) })).toEqual({ a: 1, errors: errors(20), errorsOmitted: 1 })
  expect(withFewErrors({ errors: errors(30), errorsOmitted: 5 })).toEqual({ errors: errors(20), errorsOmitted: 15 })
})

describe('an outcome', () => {
  test('is 200 only where all is ok', () => {
    const answer = { counts: counts(0, 0, 1), results: [] }
    expect(answerOf({ outcome: 'ok', answer })).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: { outcome: 'ok', requestId: 'r', ...answer },
    })
  })

  test('is 207 where some is, with what is worth repeating', () => {
    const answer = { counts: counts(1, 0, 1), results: [] }
    const { status, body } = answerOf({ outcome: 'partial', answer, retry: { userId: 'a' } })
    expect([status, body]).toEqual([207, { outcome: 'partial', requestId: 'r', ...answer, retry: { userId: 'a' } }])
  })

  test('is a problem of the leading error’s status where none is', () => {
    const upstream = { code: 30003, info: 'Err' }
    const answer = { counts: counts(1), results: [] }
    const leading = { ...error('ACCOUNT_NOT_FOUND'), subject: 'item', upstream } as const
    expect(answerOf({ outcome: 'failed', answer, leading })).toEqual({
      status: 404,
      headers: problemType,
      body: {
        type: 'urn:chat-gateway:error:ACCOUNT_NOT_FOUND',
        title: 'The account, or this friend, does not exist',
        status: 404,
        detail: 'Told so.',
        code: 'ACCOUNT_NOT_FOUND',
        subject: 'item',
        retryable: false,
        requestId: 'r',
        upstream,
        outcome: 'failed',
        ...answer,
      },
    })
  })

  test('names no upstream that said nothing, and nothing to repeat where nothing is worth it', () => {
    const { body } = answerOf({ outcome: 'failed', answer: {}, leading: error('UNKNOWN_APP') })
    expect(body).not.toHaveProperty('upstream')
    expect(body).not.toHaveProperty('retry')
  })

  test.each([
    [counts(1), 'Told so.'],
    [counts(0, 1), 'Told so.'],
    [undefined, 'Told so.'],
    [counts(3), 'None of the 3 items was done. The commonest reason: Told so.'],
    [counts(1, 2), 'None of the 3 items is proved to be done. The commonest reason: Told so.'],
  ])('of %j says of how many its reason holds', (of, detail) => {
    const answer = of ? { counts: of } : {}
    expect(answerOf({ outcome: 'failed', answer, leading: error('NOT_A_FRIEND') }).body).toMatchObject({ detail })
  })

  test('of too many calls tells the quota, and when to come back', () => {
    const { headers } = answerOf({ outcome: 'failed', answer: {}, leading: error('RATE_LIMITED') })
    expect(headers).toEqual({
      ...problemType,
      'retry-after': '2',
      'ratelimit-policy': '"calls";q=200;w=1',
      ratelimit: '"calls";r=0;t=2',
    })
  })

  test('that can be had later says when, and nothing of a quota that was not exceeded', () => {
    const { headers } = answerOf({ outcome: 'failed', answer: {}, leading: error('UPSTREAM_UNREACHABLE') })
    expect(headers).toEqual({ ...problemType, 'retry-after': '5' })
  })

  test('that is replayed says so, good or bad', () => {
    const replayed = { 'idempotency-replayed': 'true' }
    expect(answerOf({ outcome: 'ok', answer: {} }, { isReplayed: true }).headers).toMatchObject(replayed)
    const bad = { outcome: 'failed', answer: {}, leading: error('NOT_A_FRIEND') } as const
    expect(answerOf(bad, { isReplayed: true }).headers).toMatchObject(replayed)
    expect(answerOf(bad).headers).not.toHaveProperty('idempotency-replayed')
  })
})

describe('a job that is accepted', () => {
  const accepted: Accepted = {
    jobId: 'j1',
    operation: 'friends.update',
    app: 'default',
    createdAt: Date.UTC(2026, 1, 3, 4, 5, 6, 789),
    state: 'queued',
    isKnown: false,
  }

  test('is 202, with where to ask for it', () => {
    expect(acceptedAnswer(accepted)).toEqual({
      status: 202,
      headers: {
        'content-type': 'application/json',
        location: '/v1/jobs/j1',
        'preference-applied': 'respond-async',
        'retry-after': '1',
      },
      body: { jobId: 'j1', operation: 'friends.update', state: 'queued', createdAt: '2026-02-03T04:05:06Z' },
    })
  })

  test('says where it was accepted before', () => {
    expect(acceptedAnswer({ ...accepted, isReplayed: true }).headers).toMatchObject({ 'idempotency-replayed': 'true' })
  })
})

describe('a refusal', () => {
  test('is a problem with the places that are wrong, and one line of the log', () => {
    const log = recordedLog()
    const errors = [{ pointer: '/friends', message: 'is missing' }]
    const refused = new GatewayError('INVALID_REQUEST', { errors, detail: '/friends is missing.' })
    expect(refuse(refused, { requestId: 'r', operation: 'friends.update', counted: 'Requests' }, log)).toEqual({
      status: 400,
      headers: problemType,
      body: {
        type: 'urn:chat-gateway:error:INVALID_REQUEST',
        title: 'The request is invalid',
        status: 400,
        detail: '/friends is missing.',
        code: 'INVALID_REQUEST',
        retryable: false,
        requestId: 'r',
        errors,
      },
    })
    expect(log.lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        level: 'info',
        message: 'refused',
        requestId: 'r',
        operation: 'friends.update',
        status: 400,
        code: 'INVALID_REQUEST',
        pointer: '/friends',
        Requests: 1,
        CallerFaults: 1,
      }),
    ])
  })

  test('names the methods that are allowed, and no places where none is wrong', () => {
    const log = recordedLog()
    const { headers, body } = refuse(new GatewayError('METHOD_NOT_ALLOWED', { allow: 'POST' }), { requestId: 'r' }, log)
    expect(headers).toEqual({ ...problemType, allow: 'POST' })
    expect(body).not.toHaveProperty('errors')
    expect(refuse(new GatewayError('NOT_FOUND'), { requestId: 'r' }, log).headers).not.toHaveProperty('allow')
    expect(refuse(invalid([]), { requestId: 'r' }, log)).toMatchObject({ status: 400, body: { errors: [] } })
    expect(JSON.parse(log.lines[0]!)).not.toHaveProperty('pointer')
  })

  test('counts the places it does not name', () => {
    const places = Array.from({ length: 1003 }, (_, index) => ({ pointer: `/${index}`, message: 'is wrong' }))
    const bodyOf = (count: number) => refuse(invalid(places.slice(0, count)), { requestId: 'r' }, recordedLog()).body
    expect(bodyOf(1003)).toMatchObject({ errors: places.slice(0, 1000), errorsOmitted: 3 })
    expect(bodyOf(1000)).not.toHaveProperty('errorsOmitted')
  })

  test('is retryable as the error itself is', () => {
    const refused = new GatewayError('STATE_UNAVAILABLE', { retryable: true })
    expect(refuse(refused, { requestId: 'r' }, recordedLog())).toMatchObject({
      headers: { 'retry-after': '60' },
      body: { retryable: true },
    })
  })

  test('says when another try is of use where that is known better than by its code', () => {
    const refused = new GatewayError('IDEMPOTENCY_IN_PROGRESS', { retryAfter: 7 })
    expect(refuse(refused, { requestId: 'r' }, recordedLog()).headers).toEqual({ ...problemType, 'retry-after': '7' })
    const plain = new GatewayError('IDEMPOTENCY_IN_PROGRESS')
    expect(refuse(plain, { requestId: 'r' }, recordedLog()).headers).toEqual(problemType)
  })

  test('of a job that may be done all the same says so, and where to ask for it', () => {
    const answer = refuse(
      new GatewayError('STATE_UNAVAILABLE', { jobInDoubt: 'j1' }),
      { requestId: 'r' },
      recordedLog(),
    )
    expect(answer.headers).toEqual({ ...problemType, 'retry-after': '60', location: '/v1/jobs/j1' })
    expect(answer.body).toMatchObject({ code: 'STATE_UNAVAILABLE', outcome: 'unknown' })
    const plain = refuse(new GatewayError('STATE_UNAVAILABLE'), { requestId: 'r' }, recordedLog())
    expect(plain.headers).not.toHaveProperty('location')
    expect(plain.body).not.toHaveProperty('outcome')
  })

  test('of what we did not foresee tells the caller nothing of it, and the log everything but the UserSig', () => {
    const log = recordedLog()
    const answer = refuse(new Error('broken at usersig=abc'), { requestId: 'r' }, log)
    expect(answer).toMatchObject({
      status: 500,
      body: { code: 'INTERNAL', detail: messageOf('INTERNAL'), requestId: 'r' },
    })
    expect(JSON.stringify(answer)).not.toContain('broken')
    const [unexpected, refused] = log.lines.map((line) => JSON.parse(line))
    expect(unexpected).toMatchObject({ level: 'error', message: 'unexpected error', requestId: 'r' })
    expect(unexpected.error).toContain('broken at usersig=[redacted]')
    expect(refused).toMatchObject({ message: 'refused', requestId: 'r', status: 500, code: 'INTERNAL' })
  })
})
