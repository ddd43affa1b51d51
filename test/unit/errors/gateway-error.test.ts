import { describe, expect, test } from 'vitest'
import { messageOf } from '../../../lib/errors/codes.ts'
import { GatewayError, invalid } from '../../../lib/errors/gateway-error.ts'

test('a refusal names the first thousand places, however many are wrong, and counts the others', () => {
  const places = Array.from({ length: 2050 }, (_, index) => ({ pointer: `/${index}`, message: 'is wrong' }))
  expect(invalid(places)).toMatchObject({
    message: '/0 is wrong (and 2049 more, see `errors`)',
    parts: { errors: places.slice(0, 1000), errorsOmitted: 1050 },
  })
  expect(invalid(places.slice(0, 1000)).parts).not.toHaveProperty('errorsOmitted')
})

describe('an error of ours', () => {
  test('says the words of its code, and is retryable as that is', () => {
    const error = new GatewayError('RATE_LIMITED')
    expect(error).toMatchObject({
      name: 'GatewayError',
      message: messageOf('RATE_LIMITED'),
      retryable: true,
      parts: {},
    })
    expect(new GatewayError('NOT_FOUND').retryable).toBe(false)
  })

  test('keeps what it was caused by, for the log', () => {
    const cause = new Error('ResourceNotFoundException')
    expect(new GatewayError('STATE_UNAVAILABLE', { cause }).cause).toBe(cause)
  })

  test('says what happened this time where that is known better', () => {
    const error = new GatewayError('STATE_UNAVAILABLE', { detail: 'The table sleeps.', retryable: true })
    expect(error).toMatchObject({ message: 'The table sleeps.', retryable: true })
    expect(new GatewayError('RATE_LIMITED', { retryable: false }).retryable).toBe(false)
  })
})

describe('a body that is wrong', () => {
  test.each([
    [[{ pointer: '/friends', message: 'is missing' }], '/friends is missing.'],
    [[{ pointer: '', message: 'must be an object' }], 'The body must be an object.'],
    [[{ pointer: '/a', message: 'is unknown; did you mean "b"?' }], '/a is unknown; did you mean "b"?'],
    [[{ pointer: '/a', message: 'is 3.5, which is not whole' }], '/a is 3.5, which is not whole.'],
    [[{ pointer: '/a', message: 'is too long (32 bytes)' }], '/a is too long (32 bytes)'],
    [
      [
        { pointer: '/a', message: 'is no number. Why?' },
        { pointer: '/b', message: 'is missing' },
        { pointer: '/c', message: 'is missing' },
      ],
      '/a is no number. Why? (and 2 more, see `errors`)',
    ],
    [
      [
        { pointer: '/a', message: 'is missing' },
        { pointer: '/b', message: 'is missing' },
      ],
      '/a is missing (and 1 more, see `errors`)',
    ],
  ])('is told with every place, and the first in words: %j', (errors, message) => {
    expect(invalid(errors)).toMatchObject({ code: 'INVALID_REQUEST', message, parts: { errors } })
  })

  test('without a place is told in the words of its code', () => {
    expect(invalid([])).toMatchObject({ message: messageOf('INVALID_REQUEST'), parts: { errors: [] } })
    expect(invalid([]).parts).not.toHaveProperty('detail')
  })
})
