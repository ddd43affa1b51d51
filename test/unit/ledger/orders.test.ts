import { expect, test } from 'vitest'
import { readOrders, writeOrders } from '../../../lib/jobs/orders.ts'

test.each([
  [[], ''],
  [[7], '7'],
  [[3, 4, 5], '3-5'],
  [[9, 3, 4, 12, 10], '3-4,9-10,12'],
  [[1, 1], '1'],
])('%j is written as "%s", and holds just these', (orders, text) => {
  expect(writeOrders(orders)).toBe(text)
  const held = [...readOrders(text)]
  expect(held).toEqual([...new Set(orders)].toSorted((a, b) => a - b))
})
