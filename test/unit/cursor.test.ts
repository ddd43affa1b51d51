import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { decodeCursor, encodeCursor } from '../../lib/flow/cursor.ts'

const scope = { operation: 'friends.list', app: 'default', body: { userId: 'alice' } }

test.each([1, 100, 3000, Number.MAX_SAFE_INTEGER])('a cursor leads back to where it was made: %i', (position) => {
  expect(decodeCursor(scope, encodeCursor(scope, position))).toBe(position)
})

test.each([{ Cursor: 'x' }, { StartIndex: 3, Sequence: 0 }, 'NextKey', [1]])(
  'which may be any JSON: %j',
  (position) => {
    expect(decodeCursor(scope, encodeCursor(scope, position))).toEqual(position)
  },
)

/** A cursor for the page that begins at a place, as version 0.1 wrote it. */
function earlier(userId: string, position = 100): string {
  const parts = ['friends.list', 'default', userId, position].join('\0')
  return `${position.toString(36)}.${createHash('sha256').update(parts).digest('base64url').slice(0, 12)}`
}

test('one of version 0.1 is read as well', () => {
  expect(decodeCursor(scope, earlier('alice'))).toBe(100)
})

test('the page’s own size, the app’s name and the cursor are no part of what is asked for; anything else is', () => {
  const cursor = encodeCursor(scope, 100)
  const asked = (more: object) => ({ ...scope, body: { app: 'default', ...more, userId: 'alice' } })
  expect(decodeCursor(asked({ limit: 7, cursor }), cursor)).toBe(100)
  expect(() => decodeCursor(asked({ since: 'x' }), cursor)).toThrow()
})

test('no cursor is the first page', () => {
  expect(decodeCursor(scope, undefined)).toBe(undefined)
})

test.each([
  encodeCursor({ ...scope, operation: 'blocklist.list' }, 100),
  encodeCursor({ ...scope, app: 'europe' }, 100),
  encodeCursor({ ...scope, body: { userId: 'bob' } }, 100),
  encodeCursor(scope, 100).replace(/^MTAw/, 'MTAx'),
  encodeCursor(scope, -100),
  encodeCursor(scope, -1),
  encodeCursor(scope, 0),
  `${encodeCursor(scope, 100)}x`,
  ` ${encodeCursor(scope, 100)}`,
  encodeCursor(scope, 100).toUpperCase(),
  encodeCursor(scope, null),
  earlier('bob'),
  earlier('alice', 0),
  earlier('alice', -100),
  earlier('alice', 2 ** 53),
  '100',
  '',
  '.',
  '-1',
  'zzzzzzzzzzzzzzzzzzzzzzzz',
  '__proto__',
])('%j is refused as no cursor of this operation, app and account', (cursor) => {
  const message = expect.stringContaining('is not a cursor of this operation, app and account')
  const parts = expect.objectContaining({ errors: [{ pointer: '/cursor', message }] })
  expect(() => decodeCursor(scope, cursor)).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST', parts }))
})
