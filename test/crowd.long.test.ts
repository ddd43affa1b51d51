import { expect, test } from 'vitest'
import { crowdApart, sendersApart } from './campaigns/crowd/apart.ts'

test('10,000 jobs of one caller hold up nobody else', async () => {
  const { greedy, modest, idle, ...run } = await crowdApart('--seed', '2', '--jobs', '10000')
  expect([greedy.begun, modest.begun, idle.begun, run.refused]).toEqual([10_000, 150, 30, 0])
  expect(idle.median).toBeLessThan(0.1)
  // The first waits for what the rush has left at four instances, as in crowd.test.ts.
  expect(idle.longest).toBeLessThan(3)
  expect(modest.longest).toBeLessThan(5)
  // The crowd's own work takes longer for it, and its doorbells come back now and then, each far less often than SQS puts up with.
  expect(run.seconds).toBeLessThan(2 * run.atTheQuota)
  expect(run.receives).toBeLessThan(20 * 10_000)
  expect(run.mostReceives).toBeLessThan(200)
})

// Each instance is asked for fewer jobs than it counts, so that all of them seem to have little waiting.
test.each([
  [600, 6, 100],
  [2000, 8, 250],
])('%i jobs that are queued %i at a time, at %i instances, hold up no idle app', async (jobs, batch, instances) => {
  const flags = Object.entries({ seed: 1, jobs, batch, instances }).flatMap(([name, value]) => [
    `--${name}`,
    `${value}`,
  ])
  const { greedy, modest, idle } = await crowdApart(...flags)
  expect([greedy.begun, idle.begun]).toEqual([jobs, 30])
  expect(idle.longest).toBeLessThan(2)
  expect(modest.median).toBeLessThan(1)
})

test('forty jobs of an account share a call: those of 500 accounts use nine tenths of the quota, as bench/queue.ts has them', async () => {
  const { used } = await crowdApart(
    ...['--seed', '1', '--jobs', '20000', '--accounts', '500', '--quota', '10', '--workers', '4', '--batch', '16'],
  )
  expect(used.calls).toBe(500)
  expect(used.share).toBeGreaterThan(0.9)
})

test('one account that asks for more messages than there is quota for sends nine tenths of it and more over ten instances', async () => {
  const { used, worstSecond, statuses } = await sendersApart('--seed', '1', '--seconds', '20')
  expect(used).toBeGreaterThanOrEqual(0.9)
  expect(worstSecond).toBeLessThanOrEqual(200)
  // What has no place in time is refused before anything is sent.
  expect(statuses['429']).toBeGreaterThan(100)
})
