import { expect, test } from 'vitest'
import { seedOf } from '../../../bench/emulated.ts'
import { onQueueStage, type QueueStage } from '../../../bench/queue-stage.ts'

const PATIENCE_MS = 300_000
const FEW = 5
const MANY = 15
/** So many that they still wait when the last of the others is asked for, 30 seconds later. */
const CROWD = 400

/** A crowd's jobs, each for an account of its own, and what somebody else asks for meanwhile. */
async function crowded(jobs: number, callsPerSecond: number, besides: (stage: QueueStage) => Promise<number[]>) {
  const stage = await onQueueStage(seedOf(jobs + MANY, 1, { callsPerSecond }), callsPerSecond)
  try {
    await stage.fill(
      Array.from({ length: jobs }, (_, index) => ({
        userId: `a${index}`,
        friends: [{ userId: 'f0', remark: `remark ${index}` }],
      })),
    )
    const startedAt = Date.now()
    const waits = await besides(stage)
    console.log(`milliseconds: ${waits.join(', ')}`)
    expect((await stage.drain(jobs + waits.length)).size).toBe(jobs + waits.length)
    console.log(`all done after ${Date.now() - startedAt} ms`)
    return waits.toSorted((a, b) => a - b)
  } finally {
    await stage.close()
  }
}

test(
  'a job of a lane that is idle is done soon behind 250 jobs of somebody else, and those are done as well',
  async () => {
    const waits = await crowded(250, 10, async ({ ask }) => {
      const waited: number[] = []
      for (let count = 0; count < FEW; count++) {
        waited.push(await ask('blocklist.add', { userId: `a${count}`, userIds: ['f0'] }))
      }
      return waited
    })
    expect(waits[Math.floor(FEW / 2)]).toBeLessThan(5000)
  },
  PATIENCE_MS,
)

test(
  'who asks for 5 % of a lane waits for seconds beside somebody who has 400 jobs waiting in it',
  async () => {
    const waits = await crowded(CROWD, 10, async ({ ask }) => {
      const asked: Promise<number>[] = []
      for (let count = 0; count < MANY; count++) {
        asked.push(ask('friends.update', { userId: `a${CROWD + count}`, friends: [{ userId: 'f0', remark: 'x' }] }))
        await new Promise((passed) => setTimeout(passed, 2000))
      }
      return Promise.all(asked)
    })
    expect(waits[Math.floor(MANY / 2)]).toBeLessThan(5000)
  },
  PATIENCE_MS,
)
