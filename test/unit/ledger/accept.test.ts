import { afterAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../../lib/config.ts'
import type { Terms } from '../../../lib/flow/later.ts'
import { planTask } from '../../../lib/flow/plan.ts'
import { turnOf } from '../../../lib/flow/task.ts'
import { createAccept } from '../../../lib/jobs/accept.ts'
import { Backlogs } from '../../../lib/jobs/backlogs.ts'
import type { JobQueue } from '../../../lib/jobs/job-queue.ts'
import { groupOf, Jobs } from '../../../lib/jobs/jobs.ts'
import { StateUnavailable } from '../../../lib/ledger/state-table.ts'
import { recordedLog } from '../../support/recorded-log.ts'
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
  const task = await planTask({ operation, body, caller: 'c', requestId: 'r', askedAt: 0 }, readConfig({}))
  const log = recordedLog()
  const table = await tableAt(url, jobsName)
  const backlogs = new Backlogs({ table, queue: { size: async () => 0 }, clock, most: 100 })
  const accept = createAccept({ jobs, queue, backlogs, clock, log })
  const within = (ms: number, terms: Partial<Terms> = {}) =>
    accept(task, { key: 'k', deadline: clock.now() + ms, ...terms })
  return {
    clock,
    jobs,
    queue,
    backlogs,
    log,
    rung,
    within,
    places: async () => (await jobs.queues.look(groupOf(turnOf(task) ?? ''), 10)).waiting,
  }
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

describe('a job that nobody could be rung for', () => {
  const unrung = async () => {
    const accepted = await acceptance('friends.add', addition)
    const ring = accepted.queue.ring.bind(accepted.queue)
    accepted.queue.ring = () => Promise.reject(new StateUnavailable(new Error('no queue')))
    return { ...accepted, mend: () => Object.assign(accepted.queue, { ring }) }
  }

  test('and was taken back is refused, and nothing of it is in doubt', async () => {
    const { within, places, log } = await unrung()
    const refused = await within(9000).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'STATE_UNAVAILABLE', message: expect.stringContaining('nothing of it') })
    expect([Object.hasOwn(Object(refused).parts, 'jobInDoubt'), await places(), log.lines]).toEqual([false, [], []])
  })

  test('and can’t be taken back is named, logged and counted, and is the job that a repeat rings for', async () => {
    const { within, places, log, jobs, rung, mend } = await unrung()
    const { takeBack } = jobs.queues
    jobs.until = () => jobs
    jobs.queues.takeBack = () => Promise.reject(new StateUnavailable(new Error('denied')))
    const refused = await within(9000).catch((error: unknown) => error)
    const { jobInDoubt } = Object(refused).parts
    expect(refused).toMatchObject({ code: 'STATE_UNAVAILABLE', retryable: true })
    expect(log.lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'error', message: 'job not taken back', jobId: jobInDoubt, requestId: 'r', JobsNotTakenBack: 1 },
    ])
    expect(await places()).toHaveLength(1)
    jobs.queues.takeBack = takeBack
    mend()
    expect(await within(9000, { isRepeat: true })).toMatchObject({ jobId: jobInDoubt, isKnown: true })
    expect(rung).toEqual([jobInDoubt])
  })

  test('stays in doubt for whoever asks again while the table is down', async () => {
    const { within, jobs } = await unrung()
    jobs.until = () => jobs
    jobs.add = () => Promise.reject(new StateUnavailable(new Error('down')))
    await expect(within(9000)).rejects.toMatchObject({ message: expect.stringContaining('nothing of it') })
    await expect(within(9000, { isRepeat: true })).rejects.toMatchObject({ parts: { jobInDoubt: expect.any(String) } })
  })
})

test('a job of which nothing is heard in time is in doubt', async () => {
  const { within, queue } = await acceptance('friends.add', addition)
  queue.ring = () => new Promise(() => undefined)
  await expect(within(600)).rejects.toMatchObject({ parts: { jobInDoubt: expect.any(String) } })
})

describe('what waits at a caller’s expense', () => {
  const admitted =
    (standsFor: number, behind = 0) =>
    async () => ({ standsFor, behind })

  test('is told by the bell, and counted in the record until the job has ended', async () => {
    const { jobs, queue, backlogs, within } = await acceptance('friends.add', addition)
    backlogs.admit = admitted(10, 7)
    const rings: unknown[] = []
    queue.ring = async (ring) => void rings.push(ring)
    const { jobId = '' } = (await within(5000)) ?? {}
    expect(rings).toMatchObject([{ jobId, app: 'default', operation: 'friends.add', behind: 7 }])
    const job = await jobs.get(jobId)
    expect(job?.standsFor).toBe(10)
    if (job) await jobs.putEnds([await jobs.endOf(job, 'completed', {}, false)])
    expect((await jobs.get(jobId))?.standsFor).toBe(0)
  })

  test('is noted in calls: one that joins another of its account adds a part of one, and its bell says so', async () => {
    const { queue, backlogs, within } = await acceptance('friends.add', addition)
    const noted: number[] = []
    backlogs.note = (_, calls) => void noted.push(calls)
    const rings: unknown[] = []
    queue.ring = async ({ joins }) => void rings.push(joins)
    await within(5000)
    await within(5000, { key: 'another' })
    expect(noted).toEqual([1, 1 / 1000])
    expect(rings).toEqual([false, true])
    await within(5000, { key: 'another' })
    expect(noted).toHaveLength(2)
  })

  test('is no more for a job that had been accepted before', async () => {
    const { backlogs, within } = await acceptance('friends.add', addition)
    backlogs.admit = admitted(10)
    const left: number[] = []
    backlogs.leave = async (_, standsFor) => void left.push(standsFor)
    await within(5000)
    await within(5000)
    expect(left.filter((count) => count > 0)).toEqual([10])
  })

  test('is too much: nothing is written or rung for, unless an earlier request may have queued it', async () => {
    const { backlogs, within, rung, places } = await acceptance('friends.add', addition)
    backlogs.admit = async () => ({ refusedForMs: 3001 })
    const refused = { code: 'RATE_LIMITED', retryable: true, parts: { retryAfter: 4 } }
    await expect(within(5000)).rejects.toMatchObject(refused)
    expect([rung, await places()]).toEqual([[], []])
    expect(await within(5000, { isRepeat: true })).toMatchObject({ state: 'queued' })
  })

  test('is too much: what is queued already is not told of as refused, however it comes again', async () => {
    const { backlogs, within } = await acceptance('friends.add', addition)
    const first = await within(5000)
    backlogs.admit = async () => ({ refusedForMs: 3001 })
    expect(await within(5000)).toMatchObject({ jobId: first?.jobId, isKnown: true })
  })

  test('is no more for one that could not be queued after all', async () => {
    const { backlogs, queue, within } = await acceptance('friends.add', addition)
    backlogs.admit = admitted(10)
    const left: number[] = []
    backlogs.leave = async (_, standsFor) => void left.push(standsFor)
    queue.ring = () => Promise.reject(new StateUnavailable(new Error('no queue')))
    await expect(within(5000)).rejects.toMatchObject({ code: 'STATE_UNAVAILABLE' })
    expect(left).toEqual([10])
  })
})
