import { test } from 'vitest'
import { checkMergedAsAlone } from './merged-as-alone.ts'

test('sixty lines of jobs end as they would have one by one', async () => {
  await checkMergedAsAlone({ numRuns: 60, seed: 5 })
})
