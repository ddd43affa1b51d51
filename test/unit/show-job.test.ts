import { expect, test } from 'vitest'
import type { Gateway } from '../../lib/gateway.ts'
import type { HttpCall } from '../../lib/triggers/http/call.ts'
import { showJob } from '../../lib/triggers/http/job.ts'

test('who asks for a job’s state is answered in time, however long the table takes', async () => {
  const jobs = { get: () => new Promise<never>(() => undefined) }
  const gateway = { jobs, clock: { now: () => 0 } } as unknown as Gateway
  const call = { caller: 'c', deadline: 1 } as HttpCall
  await expect(showJob('j', call, gateway)).rejects.toMatchObject({ code: 'STATE_UNAVAILABLE', retryable: true })
})
