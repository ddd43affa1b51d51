import { test } from 'vitest'
import { checkMergedAsAlone } from './merged-as-alone.ts'

// Sixty more are in merged-as-alone.long.test.ts.
test('jobs that go out together end as they would have one by one, in Chat and in what each is told', async () => {
  await checkMergedAsAlone({ numRuns: 6, seed: 4 })
})
