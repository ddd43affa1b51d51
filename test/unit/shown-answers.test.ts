import { expect, test } from 'vitest'
import { difference } from '../../scripts/try-readme/blocks.ts'

test.each([
  [['…'], []],
  [['…'], [1, 2]],
  [{ days: [{ n: 1 }, '…'] }, { days: [{ n: 1 }, { n: 2 }, { n: 3 }] }],
  [[{ n: '…' }, '…'], [{ n: 7 }]],
  [
    ['…', 2],
    [1, 2],
  ],
])('%j shows %j', (shown, answered) => {
  expect(difference(shown, answered)).toBeUndefined()
})

test.each([
  [[{ n: 1 }, '…'], []],
  [[{ n: 1 }, '…'], [{ n: 2 }]],
  [[1], [1, 2]],
  [['…', 2], [1]],
  [[1, '…'], { 0: 1 }],
])('%j does not show %j', (shown, answered) => {
  expect(difference(shown, answered)).toEqual(expect.any(String))
})
