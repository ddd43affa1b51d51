import { expect, test } from 'vitest'
import { metricCosts } from '../../scripts/docs/metric-costs.ts'

test('a hundred operations over twenty apps cost what their custom metrics cost by CloudWatch’s steps', () => {
  const rows = metricCosts().split('\n')
  // 26 metrics of a request for 2,000 pairs, and the 41 of the service: 10,000 at 0.30 USD, 42,041 at 0.10.
  expect(rows).toContain('| 100 | 20 | every metric occurs | 52,041 | 7,204 | 14,421 | 3,442 |')
  // Four for 2,000 pairs and the service; now two for the pairs, and two for the twenty apps.
  expect(rows).toContain('| 100 | 20 | all goes well | 8,004 | 2,401 | 4,044 | 1,213 |')
})
