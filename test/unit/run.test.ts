import { expect, test } from 'vitest'
import { systemClock } from '../../lib/clock.ts'
import { readConfig } from '../../lib/config.ts'
import { createFlow } from '../../lib/run.ts'
import { Turns } from '../../lib/turns.ts'
import type { Upstream } from '../../lib/upstream/deliver.ts'

test('who asks for a job is answered in time, however long table and queue take', async () => {
  const accept = () => new Promise<never>(() => undefined)
  const clock = { ...systemClock, now: () => 0 }
  const run = createFlow({ config: readConfig({}), upstream: {} as Upstream, turns: new Turns(), clock, accept })
  const body = { userId: 'ann', friends: [{ userId: 'ben', remark: 'r' }] }
  const call = { operation: 'friends.update', body, caller: 'c', requestId: 'r', later: {}, deadline: 1 }
  await expect(run(call)).rejects.toMatchObject({ code: 'STATE_UNAVAILABLE', retryable: true })
})
