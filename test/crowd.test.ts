import { expect, test } from 'vitest'
import { crowdApart, sendersApart } from './campaigns/crowd/apart.ts'

// 10,000 jobs are tried by `npm run test:long`.

test('600 jobs of one caller hold up neither an idle app nor who asks for 5 % of the same app', async () => {
  const { greedy, modest, idle } = await crowdApart('--seed', '1', '--jobs', '600')
  expect([greedy.begun, modest.begun, idle.begun]).toEqual([600, 150, 30])
  expect(idle.median).toBeLessThan(0.1)
  // The rush has just been queued at four instances, each of which takes the first of its jobs for those of somebody with little.
  expect(idle.longest).toBeLessThan(3)
  expect(modest.longest).toBeLessThan(4)
})

test('one account sends messages to many at the full quota, even over three instances: none waits for another', async () => {
  const { used, worstSecond, statuses } = await sendersApart('--seed', '1', '--seconds', '6', '--instances', '3')
  expect(used).toBeGreaterThanOrEqual(0.9)
  expect(worstSecond).toBeLessThanOrEqual(200)
  expect(Object.keys(statuses)).toEqual(['200'])
})
