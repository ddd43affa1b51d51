import { expect, test } from 'vitest'
import { simulateApart } from './campaigns/simulate/apart.ts'

// One of each kind: all the faults that can be planted, and that a seed tells one history only, are tried by `npm run test:long`.

test('a short run violates nothing, and has met what its silence needs', async () => {
  const report = await simulateApart('--ops', '500', '--seed', '1')
  expect(report).toMatchObject({ operations: 500, violation: null, unmet: [] })
})

test('a planted fault is found: leaky', async () => {
  const { violation } = await simulateApart('--seed', '3', '--ops', '10000', '--plant', 'leaky')
  expect(violation?.rule).toBe('nothing secret leaks')
})
