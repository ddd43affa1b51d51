import { expect, test } from 'vitest'
import { chunk, MOST_ENTRY_BYTES } from '../../../lib/upstream/chunk.ts'

const entriesOf = (count: number, bytes: number) =>
  Array.from({ length: count }, (_, index) => ({ id: String(index), json: 'x'.repeat(bytes) }))

test.each([
  [1, 10, [1]],
  [1000, 10, [1000]],
  [1001, 10, [1000, 1]],
  [10_000, 89, Array(10).fill(1000)],
  [1000, 1000, [899, 101]],
  [3, 600_000, [1, 1, 1]],
  [1, 2_000_000, [1]],
  [0, 10, []],
])('%i entries of %i bytes make calls of %j', (count, bytes, sizes) => {
  const chunks = chunk(entriesOf(count, bytes), 1000, 0)
  expect(chunks.map(({ length }) => length)).toEqual(sizes)
  expect(chunks.flat().map(({ id }) => Number(id))).toEqual(Array.from({ length: count }, (_, index) => index))
})

test('what stands around the entries counts as well', () => {
  expect(chunk(entriesOf(900, 999), 1000, 0)).toHaveLength(1)
  expect(chunk(entriesOf(900, 999), 1000, 1)).toHaveLength(2)
})

test('an entry as large as may be fits into a call with what stands around it', () => {
  const entries = entriesOf(2, MOST_ENTRY_BYTES)
  expect(chunk(entries, 1000, 900).map((one) => one.length)).toEqual([1, 1])
  expect(900 + MOST_ENTRY_BYTES + 1).toBeLessThanOrEqual(900_000)
})

test('bytes count, not characters', () => {
  const entries = Array.from({ length: 400 }, (_, index) => ({ id: String(index), json: '字'.repeat(1000) }))
  expect(chunk(entries, 1000, 0).map(({ length }) => length)).toEqual([299, 101])
})
