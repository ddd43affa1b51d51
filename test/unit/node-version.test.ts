import { expect, test } from 'vitest'

test('the tests run on the Node major that Lambda runs (npm silently falls back to the machine’s own otherwise)', () => {
  expect(process.versions.node.split('.')[0]).toBe('24')
})
