import { afterAll, describe, expect, test } from 'vitest'
import { createAccept, type Terms } from '../../../lib/accept.ts'
import { readConfig } from '../../../lib/config.ts'
import type { JobQueue } from '../../../lib/ledger/job-queue.ts'
import { groupOf, Jobs } from '../../../lib/ledger/jobs.ts'
import { accountOf, planTask } from '../../../lib/task.ts'
import { startTables } from '../../support/tables.ts'
import { passingClock } from './passing-clock.ts'
import { tableAt } from './state.ts'

const { url, jobsName, close } = await startTables()
afterAll(close)

let accounts = 0
/** Has an account's requests accepted as jobs; knows what it asks for, and who was rung for. */
async function acceptance(operation: string, more: object) {
  const clock = passingClock()
  const jobs = new Jobs({ table: await tableAt(url, jobsName), clock })
  const rung: string[] = []
  const queue = { ring: async ({ jobId }: { jobId: string }) => void rung.push(jobId) } as unknown as JobQueue
  const body = { userId: `u${accounts++}`, ...more }
  const task = await planTask({ operation, body, caller: 'c', requestId: 'r' }, readConfig({}))
  const accept = createAccept({ jobs, queue, clock })
  const within = (ms: number, terms: Partial<Terms> = {}) =>
    accept(task, { key: 'k', deadline: clock.now() + ms, ...terms })
  return { clock, jobs, rung, within, places: () => jobs.queues.list(groupOf(accountOf(task)), 10) }
}
const addition = { friends: [{ userId: 'ben', source: 'Web' }] }

describe('a job for which no time is left', () => {
  test.each([0, 400])('is not queued: %i ms', async (ms) => {
    const { within, rung, places } = await acceptance('friends.add', addition)
    await expect(within(ms)).rejects.toMatchObject({ code: 'STATE_UNAVAILABLE', retryable: true })
    expect([rung, await places()]).toEqual([[], []])
  })

  test('gets no place once the table has used it up, so that it is not done after all', async () => {
    const { jobs, within, rung, places, clock } = await acceptance('friends.add', addition)
    const { until } = jobs
    jobs.until = (leftMs) => {
      const inTime = until.call(jobs, leftMs)
      const { add } = inTime
      inTime.add = async (job) => {
        const added = await add.call(inTime, job)
        clock.advance(2000)
        return added
      }
      return inTime
    }
    await expect(within(2000)).rejects.toMatchObject({ code: 'STATE_UNAVAILABLE' })
    expect([rung, await places()]).toEqual([[], []])
  })
})

describe('after a request under the same key that was broken off', () => {
  test('the job says that it is a repeat, and is the one that the first would have been', async () => {
    const { jobs, within, rung } = await acceptance('friends.add', addition)
    const { jobId } = (await within(9000, { isRepeat: true }))!
    expect(rung).toEqual([jobId])
    expect((await jobs.bodyOf((await jobs.get(jobId))!))?.value).toMatchObject({ ...addition, repeated: true })
    expect(await within(9000)).toMatchObject({ jobId, isKnown: true })
  })

  test('what must not be repeated is no new job, but may be one already', async () => {
    const { within, rung } = await acceptance('friends.delete-all', { mutual: false })
    expect(await within(9000, { isRepeat: true })).toBeUndefined()
    expect(rung).toEqual([])
    const { jobId } = (await within(9000))!
    expect(await within(9000, { isRepeat: true })).toMatchObject({ jobId, isKnown: true })
  })
})
