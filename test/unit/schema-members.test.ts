import { expect, test } from 'vitest'
import type { Schema } from '../../scripts/api/takes.ts'
import { linesOf } from '../../scripts/docs/schema-members.ts'

/** How a page tells of one member. */
const told = (schema: Schema) => linesOf({ type: 'object', properties: { it: schema }, required: ['it'] })

test.each<readonly [Schema, string]>([
  [{ type: 'string', bytes: [1, 12_000] }, 'a string of 1 to 12,000 bytes'],
  [
    { type: 'string', bytes: [1, 8], format: 'source-name' },
    '1 to 8 English letters, without the prefix AddSource_Type_, of 1 to 8 bytes',
  ],
  [{ type: 'string', format: 'app-name' }, '1 to 64 letters, digits, "_" or "-"'],
  [{ type: 'string', format: 'of a later day' }, 'a string'],
  [{ type: 'string', utcTime: true }, 'a time, `YYYY-MM-DDTHH:MM:SSZ`'],
  [
    { type: 'string', utcTime: true, latest: '2106-02-07T06:28:15Z' },
    'a time, `YYYY-MM-DDTHH:MM:SSZ`, no later than `2106-02-07T06:28:15Z`',
  ],
  [{ type: 'integer', minimum: 0, maximum: 4_294_967_295 }, 'an integer from 0 to 4,294,967,295'],
  [{ type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, 'an integer'],
  [{ type: 'integer', minimum: 0 }, 'an integer from 0'],
  [{ type: 'number', maximum: 90 }, 'a number to 90'],
  [{ type: ['string', 'integer'], bytes: [0, 5], minimum: 1 }, 'a string of 0 to 5 bytes or an integer from 1'],
  [{ type: 'boolean' }, '`true` or `false`'],
  [{ const: 'accounts.delete' }, '`"accounts.delete"`'],
  [{ enum: ['set', 'clear', 1] }, '`"set"`, `"clear"`, `1`'],
  [
    { type: 'array', maxItems: 10_000, minItems: 1, uniqueBy: '', items: { type: 'integer' } },
    '1 to 10,000 of: an integer, none twice',
  ],
  [{ type: 'array', items: { type: 'string' } }, 'a list of: a string'],
  [{ type: 'array', minItems: 1, items: { type: 'object' } }, '1 or more objects'],
  [{ type: 'object' }, 'an object'],
  [
    {
      type: 'object',
      maxProperties: 5,
      propertyNames: { bytes: [1, 16] },
      additionalProperties: { type: 'string', bytes: [0, 64] },
    },
    'an object of at most 5 members, by name (a string of 1 to 16 bytes): a string of 0 to 64 bytes',
  ],
  [
    { type: 'object', minProperties: 1, maxProperties: 5, additionalProperties: { const: 'x' } },
    'an object of 1 to 5 members, by name: `"x"`',
  ],
  [{ type: 'object', minProperties: 1, additionalProperties: {} }, 'an object that is not empty, by name: a string'],
  [{ oneOf: [{ type: 'boolean' }, { type: 'integer' }] }, '`true` or `false` or an integer'],
  [{ description: 'what its author says', type: 'string' }, 'what its author says'],
])('%j is told as "%s"', (schema, words) => {
  expect(told(schema)).toEqual([['`it`', words]])
})

test('members inside objects, lists and forms are told with the way to them, each once', () => {
  const seconds: Schema = {
    type: 'object',
    properties: { muted: { const: true }, seconds: { type: 'integer' } },
    required: ['muted'],
  }
  const forever: Schema = { type: 'object', properties: { muted: { const: true }, forever: { const: true } } }
  const none: Schema = { type: 'object', properties: { muted: { const: false } }, required: ['muted'] }
  expect(told({ type: 'array', items: { oneOf: [seconds, forever, none] } })).toEqual([
    ['`it`', 'a list of: an object'],
    ['`it[].muted`', '`true` or `false`, optional'],
    ['`it[].seconds`', 'an integer, optional'],
    ['`it[].forever`', '`true`, optional'],
  ])
  const [, muted] = told({ oneOf: [seconds, none] })
  expect(muted).toEqual(['`it.muted`', '`true` or `false`'])
  expect(linesOf({ properties: { a: { type: 'boolean' } } })).toEqual([['`a`', '`true` or `false`, optional']])
})

test('what is told elsewhere is left out at the top alone', () => {
  const app: Schema = { type: 'string' }
  const schema: Schema = { properties: { app, inner: { type: 'object', properties: { app } } } }
  expect(linesOf(schema, new Set(['app'])).map(([member]) => member)).toEqual(['`inner`', '`inner.app`'])
})

test('which members must stand is told where one of several must', () => {
  const properties: Schema['properties'] = { seconds: { type: 'integer' }, forever: { const: true } }
  expect(told({ type: 'object', properties, exactlyOneOf: ['seconds', 'forever'] })).toEqual([
    ['`it`', 'an object with exactly one of `seconds`, `forever`'],
    ['`it.seconds`', 'an integer, optional (exactly one of them must stand)'],
    ['`it.forever`', '`true`, optional (exactly one of them must stand)'],
  ])
  expect(told({ type: 'object', properties, changesOneOf: ['seconds'] })).toEqual([
    ['`it`', 'an object with at least one of `seconds`'],
    ['`it.seconds`', 'an integer, optional (one of them must stand)'],
    ['`it.forever`', '`true`, optional'],
  ])
})
