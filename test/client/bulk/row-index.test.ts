import { expect, test } from 'vitest'
import { LaneTable } from '../../../client/src/bulk/lane-table.ts'
import { RowIndex } from '../../../client/src/bulk/row-index.ts'

test('texts are numbered from 0 on, equal ones alike, however many there are', () => {
  const table = new LaneTable()
  const numbers = Array.from({ length: 50_000 }, (_, at) => table.numberOf(`["app","user${at % 20_000}"]`))
  expect(numbers).toEqual(Array.from({ length: 50_000 }, (_, at) => at % 20_000))
  expect(table.size).toBe(20_000)
})

/** The rows of each lane. */
function lanesOf(index: RowIndex, perRequest: number): number[][] {
  const { order, begins } = index.lanes(perRequest)
  return [...begins.subarray(0, -1)].map((begin, lane) => [...order.subarray(begin, begins[lane + 1])])
}

test('rows of one account are one lane, in their order; their places are found again', () => {
  const index = new RowIndex()
  const rows = 40_000
  for (let row = 0; row < rows; row++) index.add(row * 10, row * 10 + 10, { of: `user${row % 7}` })
  const lanes = lanesOf(index, 1000)
  expect(lanes).toHaveLength(7)
  expect(lanes[3]).toEqual(Array.from({ length: rows }, (_, row) => row).filter((row) => row % 7 === 3))
  expect([index.placeOf(0), index.placeOf(rows - 1)]).toEqual([
    [0, 10],
    [(rows - 1) * 10, rows * 10],
  ])
})

test('where nobody takes turns, items share few lanes, and one item always the same', () => {
  const index = new RowIndex()
  const rows = 10_000
  for (let row = 0; row < rows; row++) index.add(row, row + 1, { of: '{}', item: `user${row % 5000}` })
  const lanes = lanesOf(index, 100).filter((lane) => lane.length > 0)
  expect(lanes.length).toBe(16)
  for (const lane of lanes)
    expect(lane.filter((row) => row >= 5000).map((row) => row - 5000)).toEqual(lane.filter((row) => row < 5000))
})

test('rows that wait for nobody have a lane each', () => {
  const index = new RowIndex()
  for (let row = 0; row < 3; row++) index.add(row, row + 1, undefined)
  expect(lanesOf(index, 1)).toEqual([[0], [1], [2]])
})
