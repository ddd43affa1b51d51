import { expect, test } from 'vitest'
import { decodeCursor, encodeCursor } from '../../lib/flow/cursor.ts'

const scope = { operation: 'friends.list', app: 'default', userId: 'alice' }

test.each([1, 100, 3000, Number.MAX_SAFE_INTEGER])('a cursor leads back to where it was made: %i', (position) => {
  expect(decodeCursor(scope, encodeCursor(scope, position))).toBe(position)
})

test('no cursor is the first page', () => {
  expect(decodeCursor(scope, undefined)).toBe(0)
})

test.each([
  encodeCursor({ ...scope, operation: 'blocklist.list' }, 100),
  encodeCursor({ ...scope, app: 'europe' }, 100),
  encodeCursor({ ...scope, userId: 'bob' }, 100),
  encodeCursor(scope, 100).replace(/^2s/, '2t'),
  encodeCursor(scope, -100),
  encodeCursor(scope, -1),
  encodeCursor(scope, 0),
  `${encodeCursor(scope, 100)}x`,
  ` ${encodeCursor(scope, 100)}`,
  encodeCursor(scope, 100).toUpperCase(),
  '100',
  '',
  '.',
  '-1',
  'zzzzzzzzzzzzzzzzzzzzzzzz',
  '__proto__',
])('%j is refused as no cursor of this operation, app and account', (cursor) => {
  expect(() => decodeCursor(scope, cursor)).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }))
})
