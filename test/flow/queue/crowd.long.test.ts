import { expect, test } from 'vitest'
import { seedOf } from '../../../bench/emulated.ts'
import { onQueueStage } from '../../../bench/queue-stage.ts'

const JOBS = 300
const CALLS_PER_SECOND = 10

test('a job of a lane that is idle is done soon behind 300 jobs of somebody else, and those are done as well', async () => {
  const stage = await onQueueStage(seedOf(JOBS, 1, { callsPerSecond: CALLS_PER_SECOND }), CALLS_PER_SECOND)
  try {
    await stage.fill(
      Array.from({ length: JOBS }, (_, index) => ({
        userId: `a${index}`,
        friends: [{ userId: 'f0', remark: `remark ${index}` }],
      })),
    )
    const waits: number[] = []
    for (let count = 0; count < 5; count++) {
      waits.push(await stage.ask('blocklist.add', { userId: `a${count}`, userIds: ['f0'] }))
    }
    console.log(`milliseconds: ${waits.join(', ')}`)
    expect(waits.toSorted((a, b) => a - b)[2]).toBeLessThan(5000)
    expect((await stage.drain(JOBS + waits.length)).size).toBe(JOBS + waits.length)
  } finally {
    await stage.close()
  }
}, 300_000)
